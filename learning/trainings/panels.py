"""The live trainings on the coordinator's overview: seats as numbers, never a name."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation
from gehoord.organisations.permissions import has_role

from .enums import SignUpState
from .models import LiveTraining


def user_can_see_seats(user: Any, organisation: Organisation) -> bool:
    """A coordinator sees how many seats are taken in trainings that are open to the own organisation."""
    return has_role(user, Role.COORDINATOR, organisation)


def seats_panel(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """Trainings to come, with all seats that are taken and those of the own people; one query."""
    own = Count("sign_ups", filter=Q(sign_ups__state=SignUpState.SEATED, sign_ups__organisation=organisation), distinct=True)
    upcoming = LiveTraining.objects.open_to([organisation]).upcoming(timezone.now())
    return {"trainings": list(upcoming.with_seats_taken().annotate(own=own))}
