"""The organisation itself: its settings, teams, cards, closed days, and the list before it goes live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
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
from gehoord.organisations.managing import Managed, managing, sent
from gehoord.organisations.models import ClosedPeriod, Contact, Team


def _edit(
    request: HttpRequest, managed: Managed, *, form: ModelForm[Any], save: Callable[[Any], object], heading: str, onward: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(form.save(commit=False))
        except ValidationError as error:  # somebody else was first
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Bewaard."))
            return redirect(reverse(onward) + managed.query)
    context = {"managed": managed, "form": form, "heading": heading, "button": _("Bewaar")}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


def _take_away(
    request: HttpRequest, managed: Managed, *, row: Any, delete: Callable[[Any], object], text: str, onward: str
) -> HttpResponse:
    """One question before something goes; the answer is a POST."""
    if request.method == "POST":
        delete(row)
        messages.success(request, _("%(name)s is weg.") % {"name": row.name})
        return redirect(reverse(onward) + managed.query)
    context = {
        "managed": managed, "heading": _("%(name)s weghalen?") % {"name": row.name}, "text": text, "button": _("Ja, haal weg"),
        "back": reverse(onward) + managed.query,
    }  # fmt: skip
    return render(request, "organisations/confirm.html", context)


def _own(model: type[Model], managed: Managed, pk: int | None) -> Any:
    """A thing of this organisation, or a new one; another organisation's does not exist."""
    if pk is None:
        return model(organisation=managed.organisation)
    return get_object_or_404(model, pk=pk, organisation=managed.organisation)


@managing(administrators_only=True)
def settings(request: HttpRequest, managed: Managed) -> HttpResponse:
    form = OrganisationForm(sent(request)[0], instance=managed.organisation)
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
    form = TeamForm(sent(request)[0], instance=_own(Team, managed, pk))
    return _edit(
        request, managed, form=form, heading=_("Team"), onward="organisations:teams",
        save=lambda row: services.save_team(team=row, by=request.user),
    )  # fmt: skip


@managing(administrators_only=True)
def team_delete(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    return _take_away(
        request, managed, row=_own(Team, managed, pk), onward="organisations:teams",
        delete=lambda row: services.delete_team(team=row, by=request.user),
        text=_("De mensen van dit team blijven, ze horen dan bij geen team of alleen bij hun andere teams."),
    )  # fmt: skip


@managing(administrators_only=True)
def contacts(request: HttpRequest, managed: Managed) -> HttpResponse:
    rows = [
        {"pk": card.pk, "title": card.name, "text": ", ".join(filter(None, [card.position, card.phone]))}
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
    form = ContactForm(*sent(request), instance=_own(Contact, managed, pk))

    def save(row: Contact) -> None:
        services.save_contact(
            contact=row, by=request.user, new_picture=form.cleaned_data["new_picture"],
            without_picture=form.cleaned_data.get("without_picture", False),
        )  # fmt: skip

    return _edit(request, managed, form=form, heading=_("Contactkaart"), onward="organisations:contacts", save=save)


@managing(administrators_only=True)
def contact_delete(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    return _take_away(
        request, managed, row=_own(Contact, managed, pk), onward="organisations:contacts",
        delete=lambda row: services.delete_contact(contact=row, by=request.user),
        text=_("Studenten zien deze kaart dan nergens meer. Het account van deze persoon blijft."),
    )  # fmt: skip


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
    form = ClosedPeriodForm(sent(request)[0], instance=_own(ClosedPeriod, managed, pk))
    return _edit(
        request, managed, form=form, heading=_("Gesloten dagen"), onward="organisations:closed_days",
        save=lambda row: services.save_closed_period(period=row, by=request.user),
    )  # fmt: skip


@managing(administrators_only=True)
def closed_day_delete(request: HttpRequest, managed: Managed, pk: int) -> HttpResponse:
    return _take_away(
        request, managed, row=_own(ClosedPeriod, managed, pk), onward="organisations:closed_days",
        delete=lambda row: services.delete_closed_period(period=row, by=request.user),
        text=_("Op die dagen loopt de klok van meldingen dan weer gewoon."),
    )  # fmt: skip


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
