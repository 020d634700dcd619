"""The four axes on which anti-discrimination bureaus register: ground, area, nature, handling. Sealed in the closing entry."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """The grounds of Dutch equal treatment law, and two that are honest."""

    RELIGION = "religion", _("godsdienst")
    BELIEF = "belief", _("levensovertuiging")
    POLITICS = "politics", _("politieke gezindheid")
    RACE = "race", _("afkomst of huidskleur")
    SEX = "sex", _("geslacht, ook zwangerschap en genderidentiteit")
    NATIONALITY = "nationality", _("nationaliteit")
    ORIENTATION = "orientation", _("seksuele gerichtheid")
    CIVIL_STATUS = "civil_status", _("burgerlijke staat")
    DISABILITY = "disability", _("handicap of chronische ziekte")
    AGE = "age", _("leeftijd")
    WORKING_HOURS = "working_hours", _("arbeidsduur")
    CONTRACT = "contract", _("vast of tijdelijk contract")
    OTHER = "other", _("iets anders")
    UNKNOWN = "unknown", _("weet ik niet")


class Area(models.TextChoices):
    """Where in the internship it happened."""

    SEARCHING = "searching", _("bij het zoeken van een stage")
    INTERVIEW = "interview", _("bij een kennismaking of sollicitatie")
    ON_THE_JOB = "on_the_job", _("tijdens de stage")
    ASSESSMENT = "assessment", _("bij beoordelen of beëindigen")
    AT_SCHOOL = "at_school", _("op school, rond de stage")
    OTHER = "other", _("ergens anders")
    UNKNOWN = "unknown", _("weet ik niet")


class Nature(models.TextChoices):
    """What it was like."""

    DISPUTED = "disputed", _("anders behandeld of afgewezen")
    HOSTILE = "hostile", _("opmerkingen, grappen of pesten")
    THREAT = "threat", _("bedreiging")
    VIOLENCE = "violence", _("geweld of vernieling")
    OTHER = "other", _("iets anders")
    UNKNOWN = "unknown", _("weet ik niet")


class Handling(models.TextChoices):
    """What was done with it."""

    HEARD = "heard", _("geluisterd en opgeschreven, meer was niet nodig")
    SUPPORT = "support", _("begeleiding van de student")
    COMPANY_TALK = "company_talk", _("gesprek met het bedrijf")
    NEW_PLACE = "new_place", _("andere stageplek")
    BUREAU = "bureau", _("doorgestuurd naar het bureau")
    SBB = "sbb", _("doorgegeven aan SBB")
    OTHER = "other", _("iets anders")
    UNKNOWN = "unknown", _("weet ik niet")
