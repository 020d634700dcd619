"""One's own certificates, their PDF, and the public page where anybody checks one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gehoord.accounts.models import User
from gehoord.organisations.enums import Role
from gehoord.organisations.models import Organisation

from .errors import NotFinishedError
from .forms import TermForm
from .models import Certificate, CertificateTerm
from .paper import certificate_pdf
from .queries import earned_by, find_certificate
from .services import issue_certificate, set_term


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # signing in is required here
    return request.user


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    organisations = list(Organisation.objects.where(user, Role.LEARNER, Role.TRAINER))
    return render(request, "certificates/mine.html", {"earned": earned_by(user, organisations)})


@require_POST
def issue(request: HttpRequest, module_key: str) -> HttpResponse:
    """Make it; asked again it is the same one."""
    try:
        issue_certificate(user=_person(request), module_key=module_key, on=timezone.localdate())
    except NotFinishedError:
        raise Http404 from None
    return redirect("certificates:mine")


@never_cache
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of an own certificate; somebody else's does not exist."""
    certificate = get_object_or_404(Certificate.objects.select_related("completion"), pk=pk, user=_person(request))
    return HttpResponse(
        certificate_pdf(certificate),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="certificaat-{certificate.grouped_code}.pdf"'},
    )


@never_cache
def term(request: HttpRequest) -> HttpResponse:
    """A coordinator says how long certificates of the own organisation hold."""
    own = list(Organisation.objects.where(request.user, Role.COORDINATOR))
    if not own:
        raise Http404
    known = CertificateTerm.objects.filter(organisation=own[0]).first()
    first = {"organisation": own[0].pk, "months": known.months if known else None}
    form = TermForm(request.POST if request.method == "POST" else None, organisations=own, initial=first)
    if request.method == "POST" and form.is_valid():
        set_term(organisation=form.cleaned_data["organisation"], months=form.cleaned_data["months"], by=request.user)
        messages.success(request, _("Bewaard. Nieuwe certificaten krijgen deze geldigheid."))
        return redirect("certificates:term")
    return render(request, "certificates/term.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_GET
@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Public: shows what the paper says and nothing else. An unknown code is a page that says so."""
    certificate = find_certificate(code)
    today = timezone.localdate()
    context = {
        "certificate": certificate, "typed": code[:40],
        "has_ended": certificate is not None and certificate.valid_until is not None and certificate.valid_until < today,
    }  # fmt: skip
    return render(request, "certificates/check.html", context, status=200 if certificate else 404)
