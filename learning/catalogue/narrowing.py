"""Which pages of the catalogue somebody does not see in the CMS."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .models import BankCategoryPage, BankQuestionPage, GuidePage, ModulePage, QuizPage, ScenarioPage

KINDS = (ModulePage, GuidePage, ScenarioPage, QuizPage, BankCategoryPage, BankQuestionPage)


def hidden_from(user: Any) -> Q:
    """Pages of the catalogue that belong to an organisation in which somebody is no trainer."""
    if user.is_superuser:
        return Q(pk__in=[])
    own = Organisation.objects.where(user, Role.TRAINER)
    hidden = Q(pk__in=[])
    for kind in KINDS:
        foreign = kind.objects.filter(organisation__isnull=False).exclude(organisation__in=own)
        hidden |= Q(pk__in=foreign.values("pk"))
    return hidden
