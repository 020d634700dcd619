"""HTML of other systems as plain text: paragraphs stay, markup goes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
_SILENT = {"script", "style", "head"}
LOOKS_LIKE_HTML = re.compile(
    r"</?(p|br|div|span|b|i|strong|em|ul|ol|li|h[1-6]|img|a|sub|sup|code|pre|table)\b[^>]*>", re.IGNORECASE
)
ENTITY = re.compile(r"&(#\d+|#x[0-9a-f]+|[a-z]+);", re.IGNORECASE)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0
        self.pictures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in {"img", "video", "audio", "iframe", "object"}:
            self.pictures += 1
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def to_plain(html: str) -> tuple[str, int]:
    """The text, and how many pictures or films it had."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    text = "".join(reader.parts).replace("\u00a0", " ")
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), reader.pictures


def if_html(text: str, form: str = "") -> tuple[str, int]:
    """Plain text where it is HTML by its format or by its looks; else as it stands."""
    form = form.lower()
    if form in {"html"} or (form in {"", "moodle", "moodle_auto_format", "auto"} and LOOKS_LIKE_HTML.search(text)):
        return to_plain(text)
    return text.strip(), 0
