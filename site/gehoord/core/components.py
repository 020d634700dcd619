"""What the house draws itself: icons, arcs, pictures, meters, clocks and QR codes, as SVG.

Pure functions from arguments to markup. Every number is formatted here and every text is escaped, so the result is safe;
no drawing carries meaning on its own: the words stand beside it, and each drawing is hidden from screen readers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# 24×24, stroke 2, drawn by hand for this project.
ICONS = {
    "again": '<path d="M4.5 12A7.5 7.5 0 1 0 7 6.4M7 3v3.5h3.5"/>',
    "alert": '<path d="M12 4l9.5 16.5h-19zM12 10v4.5M12 17.5h.01"/>',
    "book": '<path d="M12 6.5C10 5 7 4.5 3.5 4.5v13.5c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2V4.5C17 4.5 14 5 12 6.5zM12 6.5V20"/>',
    "calendar": '<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 10h17M8 3v4M16 3v4"/>',
    "chat": '<path d="M4 12a8 7.5 0 1 1 8 7.5H4z"/><path d="M9 12h.01M12.5 12h.01M16 12h.01"/>',
    "check": '<path d="M4.5 12.5l5 5L19.5 7"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2.5"/>'
    '<path d="M15.5 8.5v-2a3 3 0 0 0-3-3h-6a3 3 0 0 0-3 3v6a3 3 0 0 0 3 3h2"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "door": '<path d="M5 21V3h11v18M3 21h18M12.5 12h.01"/>',
    "down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
    "download": '<path d="M12 4v11M7 11l5 5 5-5M4 20h16"/>',
    "edit": '<path d="M4 20l1-4L16.5 4.5l3 3L8 19z"/>',
    "exit": '<path d="M10 4H5v16h5M14 8l5 4-5 4M19 12H9"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>',
    "eyeoff": '<path d="M4 4l16 16M9.5 5.9A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-3 3.7'
    'M6.2 7.7A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4-.9"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.5h.01"/>',
    "left": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "mail": '<rect x="3" y="5.5" width="18" height="13.5" rx="2.5"/><path d="M4 8l8 6 8-6"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "mic": '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 12a6.5 6.5 0 0 0 13 0M12 18.5V21"/>',
    "people": '<circle cx="9" cy="9" r="3.5"/>'
    '<path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 5.8a3.5 3.5 0 0 1 0 6.4M18 14.5a6.5 6.5 0 0 1 3.5 5.5"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>',
    "phone": '<path d="M6 3h4l1.5 5L9 10a12 12 0 0 0 5 5l2-2.5 5 1.5v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z"/>',
    "play": '<path d="M7 4.5v15l12.5-7.5z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z"/>',
    "question": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.6 2.6 0 1 1 3.8 2.3c-.9.5-1.3 1-1.3 2M12 17h.01"/>',
    "right": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "same": '<path d="M5 12h14"/>',
    "screen": '<rect x="3" y="4.5" width="18" height="12" rx="2"/><path d="M9 20.5h6M12 16.5v4"/>',
    "speaker": '<path d="M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11"/>',
    "star": '<path d="M12 4v16M4 12h16M6.5 6.5l11 11M17.5 6.5l-11 11"/>',
    "up": '<path d="M12 19V5M6 11l6-6 6 6"/>',
}


@dataclass(frozen=True)
class _Picture:
    """One dot (the voice) and the arcs that listen: radius, width, from and to in degrees, tone."""

    size: int
    dot: int
    arcs: Sequence[tuple[int, int, int, int, int]]


PICTURES = {
    "hero": _Picture(
        900, 44, [(104, 40, 90, 270, 1), (176, 40, 0, 270, 1), (250, 40, 112, 318, 2), (324, 40, 66, 250, 3), (398, 40, 150, 286, 4)]
    ),
    "thanks": _Picture(
        600, 32, [(78, 28, 90, 270, 1), (130, 28, 0, 270, 1), (182, 28, 100, 300, 2), (234, 28, 20, 230, 3), (286, 28, 120, 340, 4)]
    ),
    "continue": _Picture(600, 34, [(82, 30, 90, 270, 1), (138, 30, 0, 270, 1), (194, 30, 60, 290, 2), (250, 30, 10, 240, 3)]),
    "screen": _Picture(
        1000, 52, [(118, 46, 90, 270, 1), (202, 46, 0, 270, 1), (286, 46, 130, 350, 2), (370, 46, 30, 260, 3), (454, 46, 100, 330, 5)]
    ),
    "portrait": _Picture(
        1000, 52, [(118, 46, 90, 270, 1), (202, 46, 0, 270, 1), (286, 46, 124, 318, 2), (370, 46, 30, 222, 3), (454, 46, 100, 212, 5)]
    ),
    "sheet": _Picture(
        600, 30, [(70, 28, 90, 270, 1), (120, 28, 0, 270, 1), (170, 28, 110, 318, 2), (220, 28, 40, 218, 3), (270, 28, 120, 211, 4)]
    ),
}  # fmt: skip

HIDDEN = 'aria-hidden="true" focusable="false"'


def _safe(markup: str) -> SafeString:
    """Markup that this module put together from its own constants, numbers it formatted and texts it escaped."""
    return mark_safe(markup)  # noqa: S308  # nosec B308 B703 - see the module's first lines


def _classes(*names: str) -> str:
    return escape(" ".join(name for name in names if name))


def _arc(cx: float, cy: float, r: float, start: float, end: float) -> str:
    """Path data of a part of a circle, in degrees."""

    def point(degrees: float) -> tuple[float, float]:
        return cx + r * math.cos(math.radians(degrees)), cy + r * math.sin(math.radians(degrees))

    (x0, y0), (x1, y1) = point(start), point(end)
    far = 1 if abs(end - start) > 180 else 0
    return f"M{x0:.1f} {y0:.1f}A{r:g} {r:g} 0 {far} {1 if end > start else 0} {x1:.1f} {y1:.1f}"


@lru_cache(maxsize=512)
def icon(name: str, css: str = "") -> SafeString:
    """One of `ICONS`. An icon never stands alone: its meaning is in the text beside it. Raises KeyError."""
    return _safe(f'<svg class="{_classes("gh-icon", css)}" viewBox="0 0 24 24" {HIDDEN}>{ICONS[name]}</svg>')


@lru_cache(maxsize=1)
def logo() -> SafeString:
    """The sign: a voice, and two who listen."""
    rings = f"{_arc(24, 24, 20, 0, 270)}M24 35A11 11 0 0 1 24 13"
    return _safe(
        f'<svg class="gh-logo__mark" viewBox="0 0 48 48" {HIDDEN}>'
        f'<path class="gh-logo__ring" d="{rings}"/><circle class="gh-logo__dot" cx="24" cy="24" r="5"/></svg>'
    )


@lru_cache(maxsize=128)
def arcs(on: int, total: int = 4, css: str = "") -> SafeString:
    """Progress or openness: ``on`` of ``total`` arcs around the dot."""
    paths = []
    for index in range(total):
        radius = 9.5 + index * 16.5 / max(total - 1, 1) if total > 1 else 15.0
        state = " gh-arcs__arc--on" if index < on else ""
        paths.append(f'<path class="gh-arcs__arc{state}" d="{_arc(30, 30, round(radius, 1), 0, 270)}"/>')
    return _safe(
        f'<svg class="{_classes("gh-arcs", css)}" viewBox="0 0 60 60" {HIDDEN}>{"".join(paths)}'
        '<circle class="gh-arcs__dot" cx="30" cy="30" r="4.4"/></svg>'
    )


@lru_cache(maxsize=32)
def art(picture: str, css: str = "") -> SafeString:
    """One of `PICTURES`, large. Raises KeyError."""
    drawing = PICTURES[picture]
    middle = drawing.size // 2
    paths = "".join(
        f'<path class="gh-art__arc gh-art__arc--{tone}" stroke-width="{width}" d="{_arc(middle, middle, radius, start, end)}"/>'
        for radius, width, start, end, tone in reversed(drawing.arcs)
    )
    return _safe(
        f'<svg class="{_classes("gh-art", css)}" viewBox="0 0 {drawing.size} {drawing.size}" {HIDDEN}>{paths}'
        f'<circle class="gh-art__dot" cx="{middle}" cy="{middle}" r="{drawing.dot}"/></svg>'
    )


def art_svg(picture: str, tones: Sequence[str], dot: str) -> str:
    """The same picture on its own, for print: ``tones`` are the colours of its arcs, from the dot outwards. Raises KeyError."""
    drawing = PICTURES[picture]
    middle = drawing.size // 2
    paths = "".join(
        f'<path stroke="{tones[tone - 1]}" stroke-width="{width}" d="{_arc(middle, middle, radius, start, end)}"/>'
        for radius, width, start, end, tone in reversed(drawing.arcs)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.size} {drawing.size}" fill="none" stroke-linecap="round">'
        f'{paths}<circle cx="{middle}" cy="{middle}" r="{drawing.dot}" fill="{dot}"/></svg>'
    )


def logo_svg(ring: str, dot: str) -> str:
    """The sign on its own, for print, in two colours."""
    rings = f"{_arc(24, 24, 20, 0, 270)}M24 35A11 11 0 0 1 24 13"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="none" stroke-linecap="round">'
        f'<path stroke="{ring}" stroke-width="5.5" d="{rings}"/><circle cx="24" cy="24" r="5" fill="{dot}"/></svg>'
    )


def meter(percent: float, css: str = "") -> SafeString:
    """A bar of 0 to 100; the number stands in words beside it."""
    value = max(0.0, min(100.0, float(percent)))
    fill = f'<path class="{_classes("gh-meter__fill", css)}" d="M2 6H{2 + value * 0.96:g}"/>' if value else ""
    return _safe(
        f'<svg class="gh-meter__bar" viewBox="0 0 100 12" preserveAspectRatio="none" {HIDDEN}>'
        f'<path class="gh-meter__track" d="M2 6H98"/>{fill}</svg>'
    )


def clock(hours: float, label: str, unit: str, state: str = "", of: float = 24) -> SafeString:
    """A round clock: how much of ``of`` hours is left. ``state``: "", "soon" or "late"."""
    part = max(0.0, min(float(of), float(hours))) / float(of) * 100
    name = _classes("gh-clock__left", f"gh-clock__left--{state}" if state else "")
    dash = f' pathLength="100" stroke-dasharray="{part:.1f} 100" transform="rotate(-90 34 34)"' if part else ""
    return _safe(
        f'<svg class="gh-clock gh-case__clock" viewBox="0 0 68 68" {HIDDEN}><circle class="gh-clock__track" cx="34" cy="34" r="29"/>'
        f'<circle class="{name}" cx="34" cy="34" r="29"{dash}/>'
        f'<text class="gh-clock__text" x="34" y="36">{escape(label)}</text>'
        f'<text class="gh-clock__unit" x="34" y="48">{escape(unit)}</text></svg>'
    )


@lru_cache(maxsize=256)
def _qr_path(text: str) -> tuple[int, str]:
    """Size and path data of a QR code with a quarter of it spare (level Q), runs of modules joined."""
    rows = [list(row) for row in segno.make(text, error="q", micro=False).matrix]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start + 4} {y + 4}h{x - start}v1h-{x - start}z")
            x += 1
    return len(rows) + 8, "".join(runs)


def qr_svg(text: str) -> str:
    """The same code as a picture of its own, for print: dark on white, quiet zone included."""
    size, path = _qr_path(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#08211c"/></svg>'
    )


def qr(text: str) -> SafeString:
    """A QR code with its quiet zone, dark on white in every theme, and without a stylesheet. The typed address stands beside it."""
    size, path = _qr_path(text)
    label = escape(_("QR-code naar %(address)s") % {"address": text})
    return _safe(
        f'<svg class="gh-qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{path}" fill="#08211c"/></svg>'
    )
