"""The public door: what stands in for cookie and session on the form and behind the code.

No cookie, so no cookie-based CSRF: a signed token plus the browser's own word about where a post came from.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from gehoord.core.registry import FooterLinks, registry
from gehoord.core.sealed.tokens import address_bucket

from .gate import one_look

PER_HOUR = 10
WRONG_CODES_PER_HOUR = 30
UNREADABLE = (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError)
FASTEST = timedelta(seconds=2)


class RefuseFiles(FileUploadHandler):
    """No file is ever read: text stays in memory, and whatever else is sent is dropped while it arrives."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for students: public, in no cache, no cookie, no file, and its own guard instead of CSRF's cookie."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [RefuseFiles(request)]
        with one_look():
            response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return csrf_exempt(login_not_required(page))


def env_keys() -> list[bytes]:
    """The environment's keys for tokens, newest first."""
    return [base64.urlsafe_b64decode(key) for key in settings.SMALL_SECRETS_KEYS]


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that this post comes from a page of ours. Old browsers say nothing and are believed:
    the token is the proof, this is the belt."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def _bucket(request: HttpRequest, now: datetime) -> str:
    """A name for this address that ends with the day and cannot be turned back."""
    address = str(get_adapter().get_client_ip(request) or "")
    return address_bucket(env_keys()[0], address=address, day=timezone.localtime(now).date().isoformat())


def _count(name: str) -> int:
    cache.add(name, 0, timeout=3600)
    try:
        return cache.incr(name)
    except ValueError:
        return 1


def count_for_address(request: HttpRequest, now: datetime, seed: bytes) -> int:
    """How many pages of this address were sent in this hour, this one included; held in the cache under a name that ends with
    the day. The same page sent again (a reload, a second try) counts once."""
    name = f"reporting:{_bucket(request, now)}:{timezone.localtime(now).hour}"
    if not cache.add(f"reporting:page:{sha256(seed).hexdigest()[:32]}", 1, timeout=3600):
        return int(cache.get(name, 1))
    return _count(name)


def note_wrong_code(request: HttpRequest, now: datetime) -> None:
    """A well-formed code that opens nothing. A typing error is no guess and is not counted."""
    _count(f"reporting:guess:{_bucket(request, now)}:{timezone.localtime(now).hour}")


def guess_may_pass(request: HttpRequest, now: datetime) -> bool:
    """Whether a code from this address is looked up now. After thirty wrong ones in an hour: one each second, for all behind
    it together. Nobody is locked out: a whole school can stand behind one address, and a right code only has to wait."""
    bucket = _bucket(request, now)
    if int(cache.get(f"reporting:guess:{bucket}:{timezone.localtime(now).hour}", 0)) < WRONG_CODES_PER_HOUR:
        return True
    return bool(cache.add(f"reporting:turn:{bucket}", 1, timeout=1))


def alternates(request: HttpRequest) -> dict[str, str]:
    """This page in every language of the form."""
    return {code: translate_url(request.path, code) for code, _name in settings.LANGUAGES}


def embed_origins(request: HttpRequest) -> str:
    """Sites that may hear how high the framed form is, with spaces between them."""
    return " ".join(getattr(request, "embed_origins", ()))


def privacy_url() -> str:
    """Where the privacy text stands, in the page's language or else in Dutch; "" when there is none."""
    language = get_language() or settings.LANGUAGE_CODE
    if language not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        language = settings.LANGUAGE_CODE
    links = (link.url for entry in registry.all(FooterLinks) for link in entry.links(language))
    return next((url for url in links if url.rstrip("/").endswith("/privacy")), "")
