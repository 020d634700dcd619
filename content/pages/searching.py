"""Finding public pages: by Dutch stem on PostgreSQL, by how a word begins on SQLite. Nothing that is searched for is kept."""

from __future__ import annotations

from django.db import connection
from wagtail.models import Locale, Page

from .models import ArticlePage, HomePage, SchoolPage, StoryPage

MOST_FOUND = 20
MOST_SIGNS = 80
SHORTEST = 2


def find_pages(words: str, language: str) -> list[Page]:
    """Public pages of a language that hold these words, best first."""
    words = " ".join(words.replace("\x00", " ").split())[:MOST_SIGNS]
    if len(words) < SHORTEST:
        return []
    locale = Locale.objects.get(language_code=language)
    pages = Page.objects.live().type(HomePage, SchoolPage, ArticlePage, StoryPage).filter(locale=locale)
    found = (
        pages.search(words, operator="and") if connection.vendor == "postgresql" else pages.autocomplete(words, operator="and")
    )
    return list(found[:MOST_FOUND])
