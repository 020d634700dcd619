"""A school's own colour, corrected: whatever is filled in, words stay readable on it, in light and in dark.

The colour keeps its hue; it is made darker or lighter, in small steps, until the contrast of WCAG 2.2 (relative luminance) reaches
the floor of the house: 7:1 for words on a button or a first page, the same in links.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from functools import lru_cache

FLOOR = 7.0
STEP = 0.01
# Tokens of base.css that an accent stands beside.
WHITE, INK, NIGHT, PAPER, WORDS_AT_NIGHT = "#ffffff", "#0c332b", "#08211c", "#f0edf6", "#f4f1fb"
NIGHT_PAPER = "#163830"
Parts = tuple[float, float, float]


def _parts(colour: str) -> Parts:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _written(parts: Parts) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2, of ``#rrggbb``."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _moved(colour: str, step: float, enough: Callable[[str], bool]) -> str:
    """The same hue, lighter (or darker, with a negative step) until it is enough. White and black always are."""
    hue, light, strength = colorsys.rgb_to_hls(*_parts(colour))
    while not enough(colour) and 0.0 <= light <= 1.0:
        light += step
        colour = _written(colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), strength))
    return colour


def darker(colour: str, than: str, floor: float = FLOOR) -> str:
    return _moved(colour, -STEP, lambda one: contrast(one, than) >= floor and luminance(one) < luminance(than))


def lighter(colour: str, than: str, floor: float = FLOOR) -> str:
    return _moved(colour, STEP, lambda one: contrast(one, than) >= floor and luminance(one) > luminance(than))


@lru_cache(maxsize=64)
def accent_sheet(colour: str) -> str:
    """A stylesheet that puts a colour in place of the house's own, on buttons, links and the first page."""
    button, link, hero = darker(colour, WHITE), darker(colour, PAPER), lighter(colour, INK)
    night_button, night_link, night_hero = lighter(colour, NIGHT), lighter(colour, NIGHT_PAPER), darker(colour, WORDS_AT_NIGHT)
    return (
        "@layer tokens, base, layout, components, pages, utilities;\n"
        "@layer tokens {\n"
        f"{_rules(button, WHITE, link, hero, INK)}\n"
        f"@media (prefers-color-scheme: dark) {{ {_rules(night_button, NIGHT, night_link, night_hero, WORDS_AT_NIGHT)} }}\n"
        "}\n"
    )


def _rules(button: str, on_button: str, link: str, hero: str, on_hero: str) -> str:
    tokens = {
        "basis-color-action-1-inverse-bg-default": button, "basis-color-action-1-inverse-bg-hover": button,
        "basis-color-action-1-inverse-bg-active": button, "basis-color-action-1-inverse-color-default": on_button,
        "basis-color-action-1-color-default": link, "gh-hero-background-color": hero, "gh-hero-color": on_hero,
    }  # fmt: skip
    return ":root { " + " ".join(f"--{name}: {value};" for name, value in tokens.items()) + " }"
