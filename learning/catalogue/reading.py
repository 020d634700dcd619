"""The text of a reading step, ready to show."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html


def rendered(body: str) -> SafeString:
    """Rich text as it was frozen, with its links made addresses. It was cleaned when it was written."""
    return mark_safe(expand_db_html(body))  # noqa: S308  # nosec B308 B703 - Wagtail's own whitelisted rich text
