"""What a learner sees and does: trainings that are open, one's own, signing up and off, checking in, the calendar's address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gehoord.accounts.models import User
from learning.trainings import calendars, seats
from learning.trainings.enums import Attendance, SignUpState
from learning.trainings.errors import TrainingClosedError, WrongCodeError
from learning.trainings.forms import CodeForm
from learning.trainings.models import CalendarFeed, LiveTraining, SignUp
from learning.trainings.permissions import own_organisations, user_can_give_trainings, user_can_join_trainings


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Trainings to come that are open to one's organisations, and those one signed up for; who only gives them starts there."""
    if user_can_give_trainings(request.user) and not user_can_join_trainings(request.user):
        return redirect("trainings:given")
    user = _learner(request)
    now = timezone.now()
    rows = list(SignUp.objects.of(user).exclude(state=SignUpState.CANCELLED).select_related("training", "training__trainer"))
    own = {row.training_id for row in rows}
    upcoming = LiveTraining.objects.open_to(own_organisations(user)).upcoming(now).filter(starts_at__gt=now)
    context = {
        "coming": [row for row in rows if row.training.ends_at > now],
        "past": [row for row in reversed(rows) if row.training.ends_at <= now and row.attendance == Attendance.PRESENT],
        "open_trainings": [one for one in upcoming.with_seats_taken().select_related("trainer") if one.pk not in own],
    }
    return render(request, "trainings/mine.html", context)


@never_cache
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """One training: when, where, how many seats, and where one stands."""
    user = _learner(request)
    found = _visible(user, pk)
    return render(request, "trainings/training.html", _shown(user, found, CodeForm()))


@require_POST
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    user = _learner(request)
    found = _visible(user, pk)
    try:
        row = seats.sign_up(training=found, user=user, now=timezone.now())
    except TrainingClosedError:
        messages.error(request, _("Aanmelden kan niet meer: de training is begonnen of gaat niet door."))
    else:
        seated = row.state == SignUpState.SEATED
        messages.success(
            request, _("Je bent aangemeld. Je krijgt een mail met een afspraak.") if seated
            else _("De training is vol. Je staat op de wachtlijst en krijgt vanzelf een mail als er een plek is."),
        )  # fmt: skip
    return redirect("trainings:training", pk=found.pk)


@require_POST
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    user = _learner(request)
    found = _visible(user, pk)
    try:
        seats.sign_off(training=found, user=user, now=timezone.now())
    except TrainingClosedError:
        messages.error(request, _("Afmelden kan niet meer: de training is al begonnen."))
    else:
        messages.success(request, _("Je bent afgemeld. Een andere keer ben je weer welkom."))
    return redirect("trainings:training", pk=found.pk)


@require_POST
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Present, by the code on the screen; a wrong code comes back with what was typed."""
    user = _learner(request)
    found = _visible(user, pk)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            seats.check_in(training=found, user=user, code=form.cleaned_data["code"], now=timezone.now())
        except WrongCodeError:
            form.add_error("code", _("Deze code klopt niet. Kijk nog eens op het scherm, of vraag de trainer."))
        except TrainingClosedError:
            form.add_error("code", _("Inchecken kan vanaf een uur voor de training tot een uur erna."))
        else:
            messages.success(request, _("Je bent er. Fijne training!"))
            return redirect("trainings:training", pk=found.pk)
    return render(request, "trainings/training.html", _shown(user, found, form), status=422)


@require_POST
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Make, or renew, the address of the own calendar feed, and show it once more on its page."""
    user = _learner(request)
    feed = seats.renew_feed(user=user) if "renew" in request.POST else seats.feed_of(user)
    return render(
        request, "trainings/calendar.html", {"address": request.build_absolute_uri(f"/trainingen/agenda/{feed.token}.ics")}
    )


@login_not_required
@require_GET
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Public by its secret address: calendar programs cannot sign in. Only times, places and titles of one's own trainings."""
    owner = get_object_or_404(CalendarFeed.objects.select_related("user"), token=token, user__is_active=True).user
    trainings = LiveTraining.objects.filter(sign_ups__in=SignUp.objects.of(owner).seated()).select_related("organisation")
    return HttpResponse(calendars.feed(trainings, timezone.now()), content_type="text/calendar; charset=utf-8")


def _learner(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not user_can_join_trainings(request.user):
        raise Http404
    return request.user


def _visible(user: User, pk: int) -> LiveTraining:
    """A training of one's own organisations, or one that somebody signed up for before moving on."""
    visible = LiveTraining.objects.visible_to(user, own_organisations(user))
    return get_object_or_404(visible.with_seats_taken().select_related("trainer", "organisation"), pk=pk)


def _shown(user: User, found: LiveTraining, form: CodeForm) -> dict[str, Any]:
    now = timezone.now()
    row = SignUp.objects.of(user).filter(training=found).first()
    active = row is not None and row.state != SignUpState.CANCELLED
    return {
        "training": found,
        "row": row if active else None,
        "is_seated": active and row is not None and row.state == SignUpState.SEATED,
        "was_there": row is not None and row.attendance == Attendance.PRESENT,
        "is_open": not found.is_cancelled and found.starts_at > now,
        "asks_code": bool(found.screen_code) and not found.is_cancelled,
        "free": max(found.seats - getattr(found, "taken", 0), 0),
        "form": form,
    }
