from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from gehoord.organisations.permissions import user_can_use_cms


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's sign-in page leads to the one door of the house; signed in without a right to the CMS is a 403."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted if safe else '/cms/'})}")
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return redirect(wanted if safe else reverse("wagtailadmin_home"))


@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """The menu's way into the CMS: beside the rest, or on its own host name; for people without a role in it, a 404."""
    if not user_can_use_cms(request.user):
        raise Http404
    host = f"{request.scheme}://{settings.CMS_HOST}" if settings.CMS_HOST else ""
    return redirect(host + reverse("wagtailadmin_home"))
