"""What stays with a learner: skills over time, conversations, refreshers, and two questions after three months."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from learning.progress.access import Learner, learner_required
from learning.progress.conversation_list import conversations_of
from learning.progress.own_models import Refresher, RefresherWish
from learning.progress.refresher_mails import person_of
from learning.progress.refreshing import DID, HAD, QUESTIONS, answer_follow_up, set_refreshers
from learning.progress.skill_history import ENOUGH, names_of_skills, skills_of

HAD_LABELS = {
    "yes": gettext_lazy("Ja, een student vertelde mij iets"),
    "no": gettext_lazy("Nee, nog niet"),
    "unsure": gettext_lazy("Dat weet ik niet zeker"),
}
DID_LABELS = {
    "listened": gettext_lazy("Ik heb geluisterd en doorgevraagd"),
    "acknowledged": gettext_lazy("Ik heb gezegd dat ik het serieus neem"),
    "doors": gettext_lazy("Ik heb verteld waar de student terechtkan"),
    "together": gettext_lazy("We hebben samen een melding gedaan of doorgegeven"),
    "nothing": gettext_lazy("Het is bij dat gesprek gebleven"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@learner_required
def skills(request: HttpRequest, learner: Learner) -> HttpResponse:
    """Per skill and month what was chosen of what could be; and what one wants of refreshers."""
    names = names_of_skills(get_language() or "nl")
    if request.method == "POST":
        picked = request.POST.get("skill", "")
        set_refreshers(user=learner.user, is_off="on" not in request.POST, skill=picked if picked in names else "")
        messages.success(request, _("Bewaard."))
        return redirect("progress:skills")
    found = skills_of(learner.user, language=get_language() or "nl")
    wish = RefresherWish.objects.filter(user=learner.user).first()
    context = {
        "said": [skill for skill in found if skill.is_enough],
        "not_yet": [skill for skill in found if not skill.is_enough],
        "enough": ENOUGH,
        "names": sorted(names.items(), key=lambda pair: pair[1]),
        "picked": wish.skill if wish is not None else "",
        "is_off": wish.is_off if wish is not None else False,
        "doors": learner.doors,
    }
    return render(request, "progress/skills.html", context)


@require_safe
@learner_required
def conversations(request: HttpRequest, learner: Learner) -> HttpResponse:
    """All finished conversations that are still kept, each with its debrief."""
    context = {"conversations": conversations_of(learner.user), "doors": learner.doors}
    return render(request, "progress/conversations.html", context)


@csrf_exempt  # a mail program posts here without a cookie (RFC 8058); the address is the proof, and it does one harmless thing
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def refreshers_off(request: HttpRequest, token: str) -> HttpResponse:
    """Off in one click from a mail. Opening it alone changes nothing: mail filters open every link."""
    user = get_user_model().objects.filter(pk=person_of(token) or 0).first()
    if user is None:
        raise Http404
    if request.method == "POST":
        set_refreshers(user=user, is_off=True)
    return render(request, "progress/refreshers_off.html", {"done": request.method == "POST"})


@require_http_methods(["GET", "HEAD", "POST"])
@learner_required
def follow_up(request: HttpRequest, learner: Learner, pk: int) -> HttpResponse:
    """Two questions after three months. What comes in is a count, never a person."""
    row = get_object_or_404(Refresher, pk=pk, user=learner.user, weeks=QUESTIONS)
    had, did = request.POST.get("had", ""), [one for one in DID if one in request.POST.getlist("did")]
    missing = request.method == "POST" and had not in HAD and not row.is_answered
    if request.method == "POST" and not missing:
        answer_follow_up(user=learner.user, refresher=row, had=had, did=did, on=timezone.localdate())
        messages.success(request, _("Dank je. Je antwoord telt mee, zonder je naam."))
        return redirect("progress:home")
    context = {
        "row": row, "missing": missing, "doors": learner.doors,
        "had": [(key, HAD_LABELS[key]) for key in HAD], "did": [(key, DID_LABELS[key], key in did) for key in DID],
    }  # fmt: skip
    return render(request, "progress/follow_up.html", context, status=422 if missing else 200)
