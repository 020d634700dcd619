"""Bars as inline SVG, with the table always beside them. Every number is formatted here and every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WIDTH, LABEL_HEIGHT, BAR_HEIGHT, STEP = 400, 22, 18, 52


@dataclass(frozen=True)
class Bar:
    """One bar; without a number it is drawn as hidden."""

    label: str
    number: int | None
    kind: int = 1


def bars(given: Sequence[Bar]) -> SafeString:
    """Horizontal bars with their words above them, so that long labels fit at 320 px too. Hidden numbers are dashed."""
    most = max((bar.number or 0 for bar in given), default=0) or 1
    parts, top = [], 0
    for bar in given:
        hidden = bar.number is None
        words = _("verborgen") if hidden else str(bar.number)
        width = 60.0 if bar.number is None else max(bar.number / most * (WIDTH - 8), 2.0)
        css = (
            "gh-chart__bar--hidden"
            if hidden
            else "gh-chart__bar"
            if bar.kind == 1
            else f"gh-chart__bar gh-chart__bar--{bar.kind}"
        )
        parts.append(
            f'<text x="0" y="{top + 15}">{escape(bar.label)}: <tspan class="gh-chart__bold">{escape(words)}</tspan></text>'
            f'<rect class="{css}" x="1" y="{top + LABEL_HEIGHT}" width="{width:.1f}" height="{BAR_HEIGHT}" rx="4"/>'
        )
        top += STEP
    return mark_safe(  # noqa: S308  # nosec B308 B703 - see the module's first line
        f'<svg class="gh-chart" viewBox="0 0 {WIDTH} {max(top, 1)}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )
