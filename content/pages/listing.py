"""Lists of pages: all of them, the news, and what a sitemap says. Kept until a page is published or taken down (core.kept)."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from gehoord.core.kept import kept

from .models import ArticlePage, HomePage, SchoolPage, StoryPage

MOST_NEWS = 20


def all_pages(language: str) -> list[ArticlePage]:
    """The region's own articles in a language, in the order in which they stand. Schools' pages are on the schools' own."""
    schools = SchoolPage.objects.filter(locale__language_code=language).values_list("path", flat=True)

    def make() -> list[ArticlePage]:
        pages = ArticlePage.objects.live().filter(locale__language_code=language).order_by("title")
        own = tuple(schools)
        return [page for page in pages if not page.path.startswith(own)] if own else list(pages)

    return kept(("pages.all", language), make)


def news(language: str) -> list[ArticlePage]:
    """News of the whole region, newest first."""
    found = ArticlePage.objects.live().filter(is_news=True, locale__language_code=language)
    return list(kept(("pages.news", language), lambda: list(found.order_by("-first_published_at")[:MOST_NEWS])))


def pages_with_translations() -> list[dict[str, Any]]:
    """Address, day of the last change and other languages of every public page: a constant number of queries."""
    pages = list(
        Page.objects.live()
        .public()
        .type(HomePage, SchoolPage, ArticlePage, StoryPage)
        .select_related("locale")
        .order_by("path")
        .distinct()
    )
    versions: dict[Any, dict[str, str]] = {}
    for page in pages:
        versions.setdefault(page.translation_key, {})[page.locale.language_code] = page.full_url
    return [
        {"url": page.full_url, "changed": page.last_published_at, "languages": sorted(versions[page.translation_key].items())}
        for page in pages
        if page.full_url
    ]
