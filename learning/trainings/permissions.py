"""Who may, as functions. Each docstring is the rule in one sentence."""

from __future__ import annotations

from typing import Any

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from gehoord.organisations.permissions import has_role_anywhere

from .models import LiveTraining


def user_can_give_trainings(user: Any) -> bool:
    """Trainers plan and give live trainings."""
    return has_role_anywhere(user, Role.TRAINER)


def user_can_join_trainings(user: Any) -> bool:
    """Learners sign up for live trainings of their organisations."""
    return has_role_anywhere(user, Role.LEARNER)


def user_can_give(user: Any, training: LiveTraining) -> bool:
    """A training is changed, and its people are seen, by its trainer and by trainers of the organisation that gives it."""
    return user_can_give_trainings(user) and LiveTraining.objects.given_by(user).filter(pk=training.pk).exists()


def giving_organisations(user: Any) -> list[Organisation]:
    """The organisations in whose name somebody gives trainings: where the trainer's own memberships are."""
    own = user.memberships.open().of_role(Role.TRAINER).values("organisation_id")
    return list(Organisation.objects.filter(pk__in=own))


def reachable_organisations(user: Any) -> list[Organisation]:
    """Whom a trainer may invite: a school's trainer the own school, a trainer of bureau or cooperation the whole region."""
    return list(Organisation.objects.where(user, Role.TRAINER))


def own_organisations(user: Any) -> list[Organisation]:
    """Where somebody is a learner."""
    return list(Organisation.objects.where(user, Role.LEARNER))
