"""Bars per week as inline SVG, with the table always beside them. Every number is formatted here and every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, FOOT, HEAD = 400, 140, 30, 20


def weekly(weeks: Sequence[tuple[date, int]]) -> SafeString:
    """One bar a week with its number above it; the first and every third week say when."""
    most = max((count for _, count in weeks), default=0) or 1
    step = WIDTH / max(len(weeks), 1)
    parts = []
    for number, (start, count) in enumerate(weeks):
        tall = count / most * HEIGHT
        left, top = number * step, HEAD + HEIGHT - tall
        parts.append(
            f'<rect class="gh-chart__bar" x="{left + 3:.1f}" y="{top:.1f}" width="{step - 6:.1f}" height="{max(tall, 1):.1f}" rx="3"/>'
        )
        if count:
            parts.append(f'<text x="{left + step / 2:.1f}" y="{top - 5:.1f}" text-anchor="middle">{count}</text>')
        if number % 3 == 0:
            words = escape(date_format(start, "j M"))
            parts.append(f'<text x="{left + step / 2:.1f}" y="{HEAD + HEIGHT + 20}" text-anchor="middle">{words}</text>')
    return mark_safe(  # noqa: S308  # nosec B308 B703 - see the module's first line
        f'<svg class="gh-chart" viewBox="0 0 {WIDTH} {HEAD + HEIGHT + FOOT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )
