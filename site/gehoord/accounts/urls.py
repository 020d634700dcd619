"""Signing in. allauth's names stay (it reverses them itself); its password pages are not mounted."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from . import views

public = login_not_required

urlpatterns = [
    # One door: the code by e-mail (a passkey and the school's own door are offered on the same page).
    path("login/", public(account.request_login_code), name="account_login"),
    path("login/code/", public(RedirectView.as_view(pattern_name="account_login")), name="account_request_login_code"),
    path("login/code/confirm/", public(account.confirm_login_code), name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", public(views.closed), name="account_signup"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("email/", views.closed, name="account_email"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessies/", include("allauth.usersessions.urls")),
    path("school/", include("allauth.socialaccount.urls")),
    path("school/oidc/<str:provider_id>/login/", public(views.school_door), name="openid_connect_login"),
    path("school/oidc/<str:provider_id>/login/callback/", public(openid_connect.callback), name="openid_connect_callback"),
]
if settings.DEMO_PEOPLE:
    urlpatterns += [path("demo/<str:token>/", public(views.demo_sign_in), name="demo_sign_in")]
