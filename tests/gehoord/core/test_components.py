from __future__ import annotations

import io
import re

import pytest
import zxingcpp
from PIL import Image

from gehoord.core import components

RECT = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


def photograph(svg: str, scale: int = 6) -> Image.Image:
    """A QR code's runs as a picture, as a camera would see them."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]  # every code has one
    picture = Image.new("L", (size * scale, size * scale), 255)
    for x, y, run in RECT.findall(svg):
        box = (int(x) * scale, int(y) * scale, (int(x) + int(run)) * scale, (int(y) + 1) * scale)
        picture.paste(0, box)
    return picture


@pytest.mark.parametrize("name", sorted(components.ICONS))
def test_every_icon_is_hidden_from_screen_readers(name: str) -> None:
    drawn = components.icon(name)
    assert 'aria-hidden="true"' in drawn
    assert drawn.startswith('<svg class="gh-icon"')


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        components.icon("bestaat-niet")


def test_classes_and_labels_are_escaped() -> None:
    assert "<script" not in components.icon("check", '"><script>')
    assert "<b>" not in components.clock(3, "<b>", "<i>")
    assert '"><' not in components.qr('https://x.nl/"><').split("viewBox")[0]


@pytest.mark.parametrize(("on", "total"), [(0, 3), (2, 3), (3, 3), (1, 1), (4, 4)])
def test_arcs_show_how_far(on: int, total: int) -> None:
    drawn = components.arcs(on, total)
    assert drawn.count("gh-arcs__arc--on") == on
    assert drawn.count("<path") == total
    assert drawn.count("<circle") == 1


@pytest.mark.parametrize("picture", sorted(components.PICTURES))
def test_every_picture_has_exactly_one_dot(picture: str) -> None:
    assert components.art(picture).count("<circle") == 1


@pytest.mark.parametrize(("percent", "end"), [(0, None), (50, "H50"), (100, "H98"), (140, "H98"), (-3, None)])
def test_a_meter_stays_within_its_track(percent: float, end: str | None) -> None:
    drawn = components.meter(percent)
    assert ("gh-meter__fill" in drawn) is (end is not None)
    assert end is None or f"M2 6{end}" in drawn


def test_a_clock_shows_what_is_left_and_its_state() -> None:
    assert 'stroke-dasharray="50.0 100"' in components.clock(12, "12", "uur")
    assert "gh-clock__left--late" in components.clock(0, "te laat", "", "late")


@pytest.mark.parametrize("address", ["https://gehoord.example/q/k7", "http://localhost:8000/q/deltion-1"])
def test_another_maker_reads_the_qr_code_back(address: str) -> None:
    found = zxingcpp.read_barcodes(photograph(components.qr(address)))
    assert [code.text for code in found] == [address]


def test_a_small_blurred_tilted_qr_code_is_still_read() -> None:
    from PIL import ImageFilter

    seen = photograph(components.qr("https://gehoord.example/q/k7"), scale=8)
    seen = seen.filter(ImageFilter.GaussianBlur(3)).rotate(7, fillcolor=255).resize((150, 150))
    file = io.BytesIO()
    seen.save(file, "JPEG", quality=50)
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(file))] == ["https://gehoord.example/q/k7"]
