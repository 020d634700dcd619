"""Whose people somebody manages: the organisation of the page, and the roles that may be given there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from .enums import FORM_KINDS, Role
from .models import Organisation
from .permissions import has_role_anywhere

MANAGING = (Role.ADMINISTRATOR, Role.COORDINATOR)
# The rooms of people management: address, label, and the addresses that lie under it. The first is open to coordinators.
ROOMS = (
    ("people", _("Mensen"), ("people", "invite", "import", "membership", "end")),
    ("teams", _("Teams"), ("teams", "team_new", "team", "team_delete")),
    ("contacts", _("Contactkaarten"), ("contacts", "contact_new", "contact", "contact_delete")),
    ("closed_days", _("Vakanties"), ("closed_days", "closed_day_new", "closed_day", "closed_day_delete")),
    ("settings", _("Instellingen"), ("settings",)),
    ("go_live", _("Voor je live gaat"), ("go_live", "promise")),
)


@dataclass(frozen=True)
class Tab:
    label: Any
    url: str
    is_current: bool


@dataclass(frozen=True)
class Managed:
    """The organisation of this page, all that somebody manages, and the roles that this person may give here."""

    organisation: Organisation
    organisations: list[Organisation]
    is_administrator: bool
    place: str = ""

    @property
    def tabs(self) -> list[Tab]:
        """The rooms of people management that this person may open here."""
        rooms = ROOMS if self.is_administrator else ROOMS[:1]
        return [Tab(label, reverse(f"organisations:{key}") + self.query, self.place in under) for key, label, under in rooms]

    @property
    def roles(self) -> list[Role]:
        """Administrators give every role, coordinators bring in learners; without a form there are no reports to advise on."""
        if not self.is_administrator:
            return [Role.LEARNER]
        return [role for role in Role if role != Role.ADVISER or self.organisation.kind in FORM_KINDS]

    @property
    def query(self) -> str:
        return f"?organisatie={self.organisation.slug}"


def managed_by(user: Any, slug: str | None, place: str = "") -> Managed | None:
    """The organisation with this slug (the first without one), when somebody manages it; None otherwise."""
    own = list(Organisation.objects.where(user, *MANAGING).select_related("region", "collection"))
    found = next((organisation for organisation in own if slug in (None, "", organisation.slug)), None)
    if found is None:
        return None
    administers = Organisation.objects.where(user, Role.ADMINISTRATOR).filter(pk=found.pk).exists()
    return Managed(found, own, administers, place)


def managing(*, administrators_only: bool = False) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view gets ``managed``; somebody who manages nothing here gets a 404, as for another organisation."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @never_cache
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            place = request.resolver_match.url_name if request.resolver_match else ""
            managed = managed_by(request.user, request.GET.get("organisatie"), place or "")
            if managed is None or (administrators_only and not managed.is_administrator):
                raise Http404
            return view(request, managed, *args, **kwargs)

        return page

    return decorate


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with, and its files; a POST without a single field is sent too."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def user_can_manage_anything(user: Any) -> bool:
    """Administrators and coordinators manage people."""
    return has_role_anywhere(user, *MANAGING)
