"""The door of the desk: who may come in, and opening the vault. Never cached, never indexed, nothing third-party."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from content.reporting import vault as vaults
from content.reporting.emergency import wrap_for_emergency
from content.reporting.forms import UnlockForm
from content.reporting.models import AdviserKey
from content.reporting.permissions import user_can_use_desk
from content.reporting.tenancy import sees
from content.reporting.vault import BusyError, OpenVault, TooManyTriesError, WrongSecretError
from gehoord.organisations.enums import Role
from gehoord.organisations.held import holding


def cookie_name() -> str:
    return "__Host-gehoord-vault" if settings.HTTPS else "gehoord-vault"


def desk_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For advisers only; for everybody else it does not exist. Gives the view the keys that are unlocked now."""

    @sensitive_post_parameters()
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_use_desk(request.user):
            raise Http404
        cookie = request.COOKIES.get(cookie_name(), "")
        opened = vaults.open_vaults(session=request.session, cookie=cookie, user=request.user, now=timezone.now())
        with sees(tenants={membership.organisation_id for membership in holding(request.user, [Role.ADVISER])}):
            response = view(request, opened, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return page


def keep_open(request: HttpRequest, response: HttpResponse, vault: OpenVault) -> HttpResponse:
    """Begin a visit: the cookie holds the secret under which the session holds the key."""
    cookie = vaults.begin_visit(
        session=request.session, cookie=request.COOKIES.get(cookie_name(), ""), vault=vault, now=timezone.now()
    )
    response.set_cookie(cookie_name(), cookie, secure=settings.HTTPS, httponly=True, samesite="Lax", path="/")
    return response


def unlock_page(request: HttpRequest, *, form: UnlockForm | None = None, onward: str = "", status: int = 200) -> HttpResponse:
    keys = [key for key in AdviserKey.objects.of(request.user).select_related("organisation") if key.is_proven]
    if not keys:
        return redirect("desk:key")
    context = {
        "form": form or UnlockForm(),
        "keys": keys,
        "onward": onward or request.get_full_path(),
        "tries_left": vaults.tries_left(request.user, timezone.now()),
    }
    return render(request, "reporting/unlock.html", context, status=status)


def safe_onward(request: HttpRequest, form: UnlockForm) -> str:
    onward = str(form.data.get("verder", ""))
    desk = reverse("desk:inbox")
    allowed = onward.startswith(desk) and ".." not in onward and url_has_allowed_host_and_scheme(onward, allowed_hosts=None)
    return onward if allowed else desk


def is_blocked(request: HttpRequest) -> bool:
    return vaults.tries_left(request.user, timezone.now()) == 0


def try_phrase(request: HttpRequest, form: Any) -> OpenVault | None:
    """Unlock with the typed phrase; what went wrong becomes an error of the form."""
    keys = [key for key in AdviserKey.objects.of(request.user).select_related("organisation", "user") if key.is_proven]
    wanted = form.cleaned_data.get("sleutel")
    key = next((key for key in keys if key.pk == wanted), keys[0] if keys else None)
    if key is None:
        raise Http404
    try:
        vault = vaults.unlock_vault(key=key, phrase=form.cleaned_data["zin"], now=timezone.now())
    except (WrongSecretError, TooManyTriesError, BusyError) as error:
        form.add_error("zin", trouble_with(error, _("Deze zes woorden openen je kluis niet. Kijk ze nog eens na.")))
        return None
    wrap_for_emergency(vault=vault)
    return vault


def own_key(request: HttpRequest, pk: int) -> AdviserKey:
    """One of this adviser's own proven keys; anything else does not exist."""
    found = AdviserKey.objects.of(request.user).filter(pk=pk).select_related("organisation", "user").first()
    if found is None or not found.is_proven:
        raise Http404
    return found


def vault_of(opened: list[OpenVault], key: AdviserKey) -> OpenVault | None:
    """The open vault of this very key; None while it is locked."""
    return next((vault for vault in opened if vault.key.pk == key.pk), None)


def trouble_with(error: Exception, wrong: str) -> str:
    """What went wrong with a typed secret, in words."""
    if isinstance(error, TooManyTriesError):
        return _("Je hebt het vijf keer geprobeerd. Wacht een kwartier en probeer het dan weer.")
    if isinstance(error, BusyError):
        return _("Het is even druk. Probeer het over een paar seconden nog eens. Dit telt niet als poging.")
    return wrong
