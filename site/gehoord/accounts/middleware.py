"""Signing in is required, and public pages are not even asked who looks at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's, with its two questions in the other order.

    Django asks first who is signed in, which reads the session and puts ``Vary: Cookie`` on public pages too, so that
    none of them could be kept in a cache. Here a view that says it is public is let through unasked.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
