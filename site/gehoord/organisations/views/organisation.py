"""The organisation itself: its settings, teams, cards, closed days, and the list before it goes live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gehoord.organisations import services
from gehoord.organisations.forms import ClosedPeriodForm, ContactForm, OrganisationForm, TeamForm
from gehoord.organisations.go_live import go_live_list, promise_keys
from gehoord.organisations.managing import Managed, managing
from gehoord.organisations.models import ClosedPeriod, Contact, Team


def _edit(
    request: HttpRequest, managed: Managed, *, form: ModelForm[Any], save: Callable[[Any], object], heading: str, onward: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        save(form.save(commit=False))
        messages.success(request, _("Bewaard."))
        return redirect(reverse(onward) + managed.query)
    context = {"managed": managed, "form": form, "heading": heading, "button": _("Bewaar")}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


def _own(model: type[Model], managed: Managed, pk: int | None) -> Any:
    """A thing of this organisation, or a new one; another organisation's does not exist."""
    if pk is None:
        return model(organisation=managed.organisation)
    return get_object_or_404(model, pk=pk, organisation=managed.organisation)


@managing(administrators_only=True)
def settings(request: HttpRequest, managed: Managed) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=managed.organisation)
    return _edit(
        request, managed, form=form, heading=_("Instellingen"), onward="organisations:go_live",
        save=lambda organisation: services.save_organisation(organisation=organisation, by=request.user),
    )  # fmt: skip


@managing(administrators_only=True)
def teams(request: HttpRequest, managed: Managed) -> HttpResponse:
    rows = [{"pk": team.pk, "title": team.name, "text": ""} for team in managed.organisation.teams.all()]
    context = {
        "managed": managed,
        "rows": rows,
        "heading": _("Teams"),
        "add": "organisations:team_new",
        "edit": "organisations:team",
        "delete": "organisations:team_delete",
        "empty": _("Er zijn nog geen teams."),
    }
    return render(request, "organisations/things.html", context)


@managing(administrators_only=True)
def team(request: HttpRequest, managed: Managed, pk: int | None = None) -> HttpResponse:
    form = TeamForm(request.POST or None, instance=_own(Team, managed, pk))
    return _edit(
        request, managed, form=form, heading=_("Team"), onward="organisations:teams",
        save=lambda row: services.save_team(team=row, by=request.user),
    )  # fmt: skip


@require_POST
@managing(administrators_only=True)
def team_delete(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    services.delete_team(team=_own(Team, managed, pk), by=request.user)
    return redirect(reverse("organisations:teams") + managed.query)


@managing(administrators_only=True)
def contacts(request: HttpRequest, managed: Managed) -> HttpResponse:
    rows = [
        {"pk": card.pk, "title": card.name, "text": f"{card.position} {card.phone}".strip()}
        for card in managed.organisation.contacts.all()
    ]
    context = {
        "managed": managed,
        "rows": rows,
        "heading": _("Contactkaarten"),
        "add": "organisations:contact_new",
        "edit": "organisations:contact",
        "delete": "organisations:contact_delete",
        "empty": _("Er zijn nog geen kaarten. Studenten zien dan niet met wie ze kunnen praten."),
    }
    return render(request, "organisations/things.html", context)


@managing(administrators_only=True)
def contact(request: HttpRequest, managed: Managed, pk: int | None = None) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=_own(Contact, managed, pk))
    return _edit(
        request, managed, form=form, heading=_("Contactkaart"), onward="organisations:contacts",
        save=lambda row: services.save_contact(contact=row, by=request.user),
    )  # fmt: skip


@require_POST
@managing(administrators_only=True)
def contact_delete(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    services.delete_contact(contact=_own(Contact, managed, pk), by=request.user)
    return redirect(reverse("organisations:contacts") + managed.query)


@managing(administrators_only=True)
def closed_days(request: HttpRequest, managed: Managed) -> HttpResponse:
    rows = [
        {"pk": period.pk, "title": period.name, "text": f"{period.first_day:%d-%m-%Y} – {period.last_day:%d-%m-%Y}"}
        for period in managed.organisation.closed_periods.all()
    ]
    context = {
        "managed": managed,
        "rows": rows,
        "heading": _("Vakanties en gesloten dagen"),
        "add": "organisations:closed_day_new",
        "edit": "organisations:closed_day",
        "delete": "organisations:closed_day_delete",
        "empty": _("Er staan nog geen vakanties in. Weekenden en feestdagen kent Gehoord al."),
    }
    return render(request, "organisations/things.html", context)


@managing(administrators_only=True)
def closed_day(request: HttpRequest, managed: Managed, pk: int | None = None) -> HttpResponse:
    form = ClosedPeriodForm(request.POST or None, instance=_own(ClosedPeriod, managed, pk))
    return _edit(
        request, managed, form=form, heading=_("Gesloten dagen"), onward="organisations:closed_days",
        save=lambda row: services.save_closed_period(period=row, by=request.user),
    )  # fmt: skip


@require_POST
@managing(administrators_only=True)
def closed_day_delete(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    services.delete_closed_period(period=_own(ClosedPeriod, managed, pk), by=request.user)
    return redirect(reverse("organisations:closed_days") + managed.query)


@managing(administrators_only=True)
def go_live(request: HttpRequest, managed: Managed) -> HttpResponse:
    """What only this organisation can know or promise, with a count that goes down."""
    context = {"managed": managed, "list": go_live_list(managed.organisation)}
    return render(request, "organisations/go_live.html", context)


@require_POST
@managing(administrators_only=True)
def promise(request: HttpRequest, managed: Managed) -> HttpResponse:
    """Confirm a promise of the list, or take it back."""
    key = request.POST.get("key", "")
    if key not in promise_keys(managed.organisation):
        raise Http404
    act = services.withdraw_promise if request.POST.get("act") == "withdraw" else services.confirm_promise
    act(organisation=managed.organisation, key=key, by=request.user)
    return redirect(reverse("organisations:go_live") + managed.query)
