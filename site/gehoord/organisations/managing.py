"""Whose people somebody manages: the organisation of the page, and the roles that may be given there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from .enums import Role
from .models import Organisation

MANAGING = (Role.ADMINISTRATOR, Role.COORDINATOR)


@dataclass(frozen=True)
class Managed:
    """The organisation of this page, all that somebody manages, and the roles that this person may give here."""

    organisation: Organisation
    organisations: list[Organisation]
    is_administrator: bool

    @property
    def roles(self) -> list[Role]:
        """Administrators give every role; coordinators bring in learners."""
        return list(Role) if self.is_administrator else [Role.LEARNER]

    @property
    def query(self) -> str:
        return f"?organisatie={self.organisation.slug}"


def managed_by(user: Any, slug: str | None) -> Managed | None:
    """The organisation with this slug (the first without one), when somebody manages it; None otherwise."""
    own = list(Organisation.objects.where(user, *MANAGING).select_related("region", "collection"))
    found = next((organisation for organisation in own if slug in (None, "", organisation.slug)), None)
    if found is None:
        return None
    administers = Organisation.objects.where(user, Role.ADMINISTRATOR).filter(pk=found.pk).exists()
    return Managed(found, own, administers)


def managing(*, administrators_only: bool = False) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view gets ``managed``; somebody who manages nothing here gets a 404, as for another organisation."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @never_cache
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            managed = managed_by(request.user, request.GET.get("organisatie"))
            if managed is None or (administrators_only and not managed.is_administrator):
                raise Http404
            return view(request, managed, *args, **kwargs)

        return page

    return decorate


def user_can_manage_anything(user: Any) -> bool:
    """Administrators and coordinators manage people."""
    return Organisation.objects.where(user, *MANAGING).exists()
