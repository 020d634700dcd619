from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    SCHOOL = "school", _("school")
    BUREAU = "bureau", _("bureau (antidiscriminatievoorziening)")
    MUNICIPALITY = "municipality", _("gemeente")
    COOPERATION = "cooperation", _("samenwerking (de regio zelf)")


class Role(models.TextChoices):
    """What a membership lets somebody do. ``ROLE_SENTENCES`` says it in one plain sentence each."""

    LEARNER = "learner", _("deelnemer")
    TRAINER = "trainer", _("trainer")
    ADVISER = "adviser", _("vertrouwenspersoon")
    COORDINATOR = "coordinator", _("coördinator")
    EDITOR = "editor", _("redacteur")
    ADMINISTRATOR = "administrator", _("beheerder")


ROLE_SENTENCES = {
    Role.LEARNER: _("Volgt trainingen en ziet alleen de eigen voortgang."),
    Role.TRAINER: _("Schrijft gesprekken en quizzen, en geeft trainingen. Ziet nooit wie wat antwoordde."),
    Role.ADVISER: _("Leest en behandelt de meldingen van de eigen school. Niemand anders kan dat."),
    Role.COORDINATOR: _(
        "Ziet wie van de eigen organisatie klaar is met een training, en veilige cijfers. Nooit een melding of een antwoord."
    ),
    Role.EDITOR: _("Schrijft de openbare pagina's en schermen van de eigen organisatie."),
    Role.ADMINISTRATOR: _("Regelt mensen, rollen, teams en instellingen van de eigen organisatie. Ziet geen meldingen."),
}

# Roles that must prove a second factor before anything of theirs opens.
SECOND_FACTOR_ROLES = frozenset({Role.TRAINER, Role.ADVISER, Role.COORDINATOR, Role.EDITOR, Role.ADMINISTRATOR})
# At the bureau or the cooperation these cover the whole region; an adviser's role never does.
REGION_WIDE_ROLES = frozenset({Role.TRAINER, Role.EDITOR, Role.ADMINISTRATOR})
REGION_WIDE_KINDS = frozenset({OrganisationKind.BUREAU, OrganisationKind.COOPERATION})
# Roles that work in the CMS.
CMS_ROLES = frozenset({Role.TRAINER, Role.EDITOR, Role.ADMINISTRATOR})
# Kinds with a report form of their own.
FORM_KINDS = frozenset({OrganisationKind.SCHOOL, OrganisationKind.BUREAU})


class LearnerFunction(models.TextChoices):
    TEACHER = "teacher", _("docent")
    MENTOR = "mentor", _("mentor")
    BPV_SUPERVISOR = "bpv_supervisor", _("BPV-begeleider")
    ATTENDANCE_OFFICER = "attendance_officer", _("leerplichtambtenaar")
    TRANSITION_COACH = "transition_coach", _("overstapcoach")
