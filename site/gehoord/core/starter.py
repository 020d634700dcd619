"""Bringing in starter pages: published where there is none yet, a draft where a later release has other words.

What a school wrote is never overwritten: an update arrives as a new draft revision on top of the live page, which
Wagtail shows beside it under "compare". A page that somebody deleted stays deleted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import nh3
from django.db import transaction
from markdown_it import MarkdownIt
from wagtail.models import Page

from .models import StarterText
from .registry import StarterRun

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h2", "h3", "br", "blockquote"}


def to_rich_text(markdown: str) -> str:
    """Markdown of a starter text as the limited HTML that our rich text fields hold."""
    html = _MARKDOWN.render(markdown or "")
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i>").replace("</em>", "</i>")
    return nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, link_rel=None).strip()


def checksum_of(content: Any) -> str:
    """A fingerprint of a starter file's content."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


@transaction.atomic
def bring_page(
    *, run: StarterRun, key: str, content: Any, make: Callable[[], Page], revise: Callable[[Page], None]
) -> Page | None:
    """Bring in one starter page under ``key``; returns it, or None when somebody deleted it.

    ``make()`` adds and publishes a new page; ``revise(page)`` puts the new words on a page that is then saved as a draft.
    """
    checksum = checksum_of(content)
    known = StarterText.objects.filter(key=key).first()
    if known is None:
        page = make()
        StarterText.objects.create(key=key, checksum=checksum, page_id=page.pk)
        run.count("pages")
        return page
    found = Page.objects.filter(pk=known.page_id).first()
    if known.checksum != checksum:
        StarterText.objects.filter(key=key).update(checksum=checksum)
        if found is not None:
            draft = found.specific
            revise(draft)
            draft.save_revision()
            run.count("drafts")
            run.say(f"{key}: new words stand ready as a draft of “{found.title}”.")
    return found.specific if found is not None else None
