"""What editors see beside their text: how easy it reads, and which sentences are long."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .reading import read

MOST_SENTENCES = 5
# A block that ends is a line that ends: two headings are not one sentence.
BLOCK_END = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)


def plain_text(page: Any) -> str:
    """What stands on a page as lines of text, for measuring."""
    parts = [page.lead or ""]
    for block in page.body:
        parts.append(_texts(block.block.get_prep_value(block.value)))
    return "\n".join(parts)


# Settings of a block, not words that are read.
NOT_READ = frozenset({"id", "type", "tone", "link", "primary", "needs_confirmation", "image", "decorative"})


def _texts(value: Any) -> str:
    if isinstance(value, str):
        return strip_tags(BLOCK_END.sub("\n", value))
    if isinstance(value, dict):
        return "\n".join(_texts(part) for name, part in value.items() if name not in NOT_READ)
    if isinstance(value, list | tuple):
        return "\n".join(_texts(part) for part in value)
    return ""


class ReadingPanel(Panel):
    """Measures the saved text again each time the page is opened for editing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Hoe leest dit?"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/panels/reading.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            language = self.instance.locale.language_code if self.instance.locale_id else "nl"
            found = read(plain_text(self.instance), language)
            return {**context, "reading": found, "long_sentences": found.long_sentences[:MOST_SENTENCES]}

        def is_shown(self) -> bool:
            return bool(super().is_shown()) and self.instance.pk is not None
