"""The learner's first page, a module's page, and help for right now."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gehoord.organisations.models import Contact
from learning.completion.assigning import say_not_now
from learning.progress.access import Learner, learner_required
from learning.progress.journeys import around, journey_of, module_of


@require_safe
@learner_required
def home(request: HttpRequest, learner: Learner) -> HttpResponse:
    """What is next, all modules, and the conversations to look back on."""
    context = {
        "journey": journey_of(learner.user, learner.organisations),
        "first_name": learner.user.get_short_name(),
        "doors": learner.doors,
    }
    return render(request, "progress/home.html", context)


@require_safe
@learner_required
def module(request: HttpRequest, learner: Learner, module_key: str) -> HttpResponse:
    """One module with its steps. A closed one opens only for who had begun."""
    found = module_of(learner.user, learner.organisations, module_key)
    if found is None:
        raise Http404
    if found.is_closed_to_me:
        return closed(request, learner)
    context = {"module": found, "around": around(found, learner.organisations), "doors": learner.doors}
    return render(request, "progress/module.html", context)


@require_POST
@learner_required
def later(request: HttpRequest, learner: Learner, module_key: str) -> HttpResponse:
    """ "Not now", without a reason, or taken up again. Nobody else sees it."""
    found = module_of(learner.user, learner.organisations, module_key)
    if found is None or found.is_closed_to_me:
        raise Http404
    say_not_now(user=learner.user, module_key=found.key, not_now=request.POST.get("later") == "yes")
    return redirect(found.url)


@require_safe
@learner_required
def now(request: HttpRequest, learner: Learner) -> HttpResponse:
    """For the colleague with a student at the desk right now."""
    contacts = Contact.objects.public().filter(organisation__in=learner.organisations, for_staff=False)[
        :4
    ]  # whom students go to
    addresses = [settings.BASE_URL.split("://", 1)[-1] + door.url for door in learner.doors]
    return render(request, "progress/now.html", {"contacts": contacts, "doors": learner.doors, "addresses": addresses})


def closed(request: HttpRequest, learner: Learner) -> HttpResponse:
    """The page for a module that is not open for new starts."""
    return render(request, "progress/closed.html", {"doors": learner.doors}, status=410)
