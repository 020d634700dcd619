"""What a trainer does: plan, change, cancel, show the code, tick who came, enter an earlier training."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from learning.catalogue.guides import guide_of_module
from learning.catalogue.queries import modules_for
from learning.trainings import services
from learning.trainings.errors import InUseError, TrainingClosedError
from learning.trainings.forms import EarlierForm, TrainingForm
from learning.trainings.models import LiveTraining
from learning.trainings.permissions import giving_organisations, reachable_organisations, user_can_give_trainings

View = Callable[..., HttpResponse]


def trainer_required(view: View) -> View:
    """For who is no trainer these pages do not exist."""

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_give_trainings(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return inner


def _own(request: HttpRequest, pk: int) -> LiveTraining:
    trainings = LiveTraining.objects.given_by(request.user).with_seats_taken().select_related("organisation", "trainer")
    return get_object_or_404(trainings, pk=pk)


@trainer_required
def given(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    own = LiveTraining.objects.given_by(request.user).with_seats_taken().select_related("organisation", "trainer")
    context = {
        "coming": [one for one in own if one.ends_at > now and not one.is_cancelled],
        "past": [one for one in reversed(own) if one.ends_at <= now or one.is_cancelled][:50],
    }
    return render(request, "trainings/given.html", context)


@trainer_required
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Plan a new training, or change one that is still to come."""
    training = _own(request, pk) if pk is not None else None
    reachable = reachable_organisations(request.user)
    form = TrainingForm(
        request.POST if request.method == "POST" else None, instance=training, giving=giving_organisations(request.user),
        reachable=reachable, modules=modules_for(reachable),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        # A ModelForm has written into its instance: the service compares with the row as it stands.
        fields = {name: form.cleaned_data[name] for name in services.FIELDS}
        schools = form.cleaned_data["schools"]
        try:
            if training is None:
                uid = form.cleaned_data["form_id"]
                training = services.plan_training(by=request.user, schools=schools, uid=uid, **fields)
                messages.success(request, _("De training staat klaar. Collega’s kunnen zich aanmelden."))
            else:
                services.change_training(training=training, by=request.user, now=timezone.now(), schools=schools, **fields)
                messages.success(request, _("Bewaard. Is de tijd of de plek anders, dan krijgt iedereen een mail."))
        except TrainingClosedError:
            form.add_error(None, _("Deze training is voorbij of afgezegd. Plan een nieuwe."))
        else:
            return redirect("trainings:people", pk=training.pk)
    heading = _("Training plannen") if pk is None else _("Training wijzigen")
    return render(request, "trainings/edit.html", {"form": form, "heading": heading}, status=422 if form.errors else 200)


@trainer_required
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes, who waits, and afterwards who was there: the same list on a phone in the room."""
    training = _own(request, pk)
    rows = list(training.sign_ups.active().select_related("user", "organisation"))
    if request.method == "POST":
        ticked = {
            int(value) for value in request.POST.getlist("present") if value.isascii() and value.isdigit() and len(value) < 16
        }
        came = services.record_attendance(
            training=training, by=request.user, present=ticked, on=timezone.localdate(training.starts_at)
        )
        messages.success(
            request,
            ngettext("Bewaard: %(came)s persoon was erbij.", "Bewaard: %(came)s mensen waren erbij.", came) % {"came": came},
        )
        return redirect("trainings:people", pk=pk)
    context = {
        "training": training, "seated": [row for row in rows if row.state == "seated"],
        "waiting_list": [row for row in rows if row.state == "waiting"], "has_begun": training.starts_at <= timezone.now(),
        "guide": guide_of_module(reachable_organisations(request.user), training.module_key) if training.module_key else None,
    }  # fmt: skip
    return render(request, "trainings/people.html", context)


@trainer_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off; with nobody in it, it goes away altogether."""
    training = _own(request, pk)
    try:
        services.delete_training(training=training, by=request.user)
        messages.success(request, _("De training is weg. Er had zich nog niemand aangemeld."))
        return redirect("trainings:given")
    except InUseError:
        pass
    try:
        services.cancel_training(training=training, by=request.user, now=timezone.now())
        messages.success(request, _("De training gaat niet door. Iedereen die zich had aangemeld krijgt een mail."))
    except TrainingClosedError:
        messages.error(request, _("Deze training is al voorbij of afgezegd."))
    return redirect("trainings:people", pk=pk)


@trainer_required
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code for the big screen. Showing and hiding are posts; the page itself changes nothing."""
    training = _own(request, pk)
    if request.method == "POST":
        services.show_screen_code(training=training, by=request.user, show="show" in request.POST)
        return redirect("trainings:code", pk=pk)
    return render(request, "trainings/code.html", {"training": training, "host": request.get_host()})


@trainer_required
def earlier(request: HttpRequest) -> HttpResponse:
    """A training from before Gehoord, by date and list."""
    reachable = reachable_organisations(request.user)
    form = EarlierForm(request.POST if request.method == "POST" else None, modules=modules_for(reachable))
    unknown: list[str] | None = None
    if request.method == "POST" and form.is_valid():
        given_list = form.cleaned_data
        result = services.enter_earlier_training(
            by=request.user, organisations=reachable, module_key=given_list["module_key"], trained_on=given_list["on"],
            emails=given_list["emails"],
        )  # fmt: skip
        unknown = [address for address, known in result.items() if not known]
        written = len(result) - len(unknown)
        messages.success(
            request,
            ngettext("%(n)s collega staat nu als klaar.", "%(n)s collega’s staan nu als klaar.", written) % {"n": written},
        )
        if not unknown:
            return redirect("trainings:given")
    return render(request, "trainings/earlier.html", {"form": form, "unknown": unknown}, status=422 if form.errors else 200)
