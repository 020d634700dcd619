"""Ways to pages: a search, a list of all, and what machines read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gehoord.core.page_cache import cacheable
from gehoord.organisations.enums import OrganisationKind
from gehoord.organisations.models import Organisation

from .listing import all_pages, news, pages_with_translations
from .models import ArticlePage
from .searching import find_pages

# Rooms of people, of one student, and addresses that only count: nothing there belongs in a search engine.
KEPT_OUT = (
    "/account/", "/balie/", "/beheer/", "/certificaten/", "/cms/", "/documents/", "/leren/", "/melden/", "/melding/", "/mijn/", "/overzicht/",
    "/q/", "/Q/", "/scherm/", "/trainingen/", "/weg/", "/zoeken/",
)  # fmt: skip
SECURITY_TERM = timedelta(days=180)


def _where_pages_are(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """There are no pages in the languages that only the form speaks."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if get_language() not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            raise Http404
        return view(request, *args, **kwargs)

    return page


@login_not_required
@require_safe
@_where_pages_are
def search(request: HttpRequest) -> HttpResponse:
    """Search the public pages. What somebody searched for is kept nowhere and not sent on to another site."""
    words = request.GET.get("q", "")[:200]
    found = find_pages(words, get_language() or settings.LANGUAGE_CODE)
    response = render(request, "pages/search.html", {"words": words, "found": found})
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
@_where_pages_are
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every page there is, by whom it is for."""
    pages = all_pages(get_language() or settings.LANGUAGE_CODE)
    groups = [
        (_("Voor studenten"), [page for page in pages if page.audience == ArticlePage.Audience.STUDENTS]),
        (_("Voor wie met studenten werkt"), [page for page in pages if page.audience == ArticlePage.Audience.STAFF]),
        (_("Voor iedereen"), [page for page in pages if page.audience == ArticlePage.Audience.EVERYONE]),
    ]
    return cacheable(render(request, "pages/overview.html", {"groups": [group for group in groups if group[1]]}))


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Every public page with its other languages."""
    response = render(request, "pages/sitemap.xml", {"pages": pages_with_translations()}, content_type="application/xml")
    return cacheable(response)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """Search engines may read the pages; the desk, the form and every address that counts stay out."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT)]
    lines += [
        f"Disallow: /{code}{path}"
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
        for path in ("/melden/", "/melding/", "/zoeken/")
    ]
    lines.append(f"Sitemap: {settings.BASE_URL}{reverse('machines:sitemap')}")
    return cacheable(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@login_not_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to tell about a hole. The cooperation's own mail address; without one there is no such page."""
    email = (
        Organisation.objects.filter(kind=OrganisationKind.COOPERATION).exclude(email="").values_list("email", flat=True).first()
    )
    if not email:
        raise Http404
    until = (timezone.now() + SECURITY_TERM).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{quote(email, safe='@.+-_')}",
        f"Expires: {until.isoformat()}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASE_URL}{reverse('machines:security')}",
    ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@login_not_required
@require_safe
@_where_pages_are
def feed(request: HttpRequest) -> HttpResponseBase:
    """News, newest first, for a reader of feeds."""
    language = get_language() or settings.LANGUAGE_CODE
    made = Atom1Feed(
        title=_("Nieuws van Gehoord"), link=settings.BASE_URL + "/", description=_("Wat er nieuw is over veilige stages."), language=language,
        feed_url=settings.BASE_URL + request.path,
    )  # fmt: skip
    for page in news(language):
        made.add_item(
            title=page.title, link=page.full_url, description=page.lead, pubdate=page.first_published_at, updateddate=page.last_published_at,
            unique_id=f"{settings.BASE_URL}/#{page.translation_key}-{language}",
        )  # fmt: skip
    return cacheable(HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"))
