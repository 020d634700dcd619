"""Choice lists that are written at once: a form of one moment holds some hundreds of options, and a template for each is slow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


class _AtOnce:
    """Renders a select like Django's, without a template per option."""

    choices: Any
    attrs: dict[str, Any]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        selected = set(self.format_value(value))  # type: ignore[attr-defined]  # of the select beside this
        everything = {**self.attrs, **(attrs or {}), "name": name}
        if self.allow_multiple_selected:  # type: ignore[attr-defined]
            everything["multiple"] = True
        parts = []
        for key, label in self.choices:
            if isinstance(label, list | tuple):
                parts.append(format_html('<optgroup label="{}">{}</optgroup>', key, _options(label, selected)))
            else:
                parts.append(_options([(key, label)], selected))
        return format_html("<select{}>{}</select>", flatatt(everything), mark_safe("".join(parts)))  # noqa: S308  # nosec B308 B703 - escaped above


def _options(rows: Any, selected: set[str]) -> SafeString:
    return format_html_join(
        "", '<option value="{}"{}>{}</option>', ((key, mark_safe(" selected") if str(key) in selected else "", label) for key, label in rows)  # nosec B308 B703 - a constant
    )  # fmt: skip


class Select(_AtOnce, forms.Select):
    pass


class SelectMultiple(_AtOnce, forms.SelectMultiple):
    pass
