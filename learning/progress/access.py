"""The door of /leren/: who comes in, and what each page of the learner needs besides its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gehoord.core.addresses import address
from gehoord.organisations.enums import FORM_KINDS
from gehoord.organisations.models import Organisation

from .permissions import learning_organisations

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, kw_only=True)
class Door:
    """A place where a student can tell what happened."""

    label: str
    url: str


class Learner:
    """Somebody in the learner's room, with the organisations whose modules this person may take."""

    def __init__(self, user: Any, organisations: list[Organisation]) -> None:
        self.user = user
        self.organisations = organisations

    @property
    def doors(self) -> tuple[Door, ...]:
        """The report forms of the own schools; for who has none of one's own, the page where a student picks a school."""
        own = [organisation for organisation in self.organisations if organisation.kind in FORM_KINDS]
        try:
            if 0 < len(own) <= 2:
                return tuple(
                    Door(
                        label=_("Naar de meldpagina van %(school)s") % {"school": organisation.called},
                        url=address("reporting:form", organisation.slug),
                    )
                    for organisation in own
                )
            return (Door(label=_("Kies de school van de student"), url=address("reporting:schools")),)
        except NoReverseMatch:
            return ()


def learner_required(view: View) -> View:
    """Lets in who takes training, and hands the view a `Learner`; others get a clear page (403)."""

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        organisations = learning_organisations(request.user)
        if not organisations:
            return render(request, "progress/no_learner.html", status=403)
        return view(request, Learner(request.user, organisations), *args, **kwargs)

    return inner
