"""Hostile and broken files get a sentence, quickly, and nothing else."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from learning.exchange.files import LARGEST, read_bytes, read_path
from learning.exchange.found import UnreadableFileError

BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><quiz><question type="essay"><questiontext><text>&c;</text></questiontext></question></quiz>"""
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><name><text>&x;</text></name></question></quiz>'


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/cron.d/x", "Wat?{T}")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (BOMB.encode(), "vragen.xml"),
        (OUTSIDE.encode(), "vragen.xml"),
        (b'<!DOCTYPE quiz SYSTEM "http://example.org/x.dtd"><quiz/>', "vragen.xml"),
        (b"<quiz><question></quiz>", "vragen.xml"),
        (b"<html></html>", "vragen.xml"),
        (b'<?xml version="1.0" encoding="made-up"?><quiz/>', "vragen.xml"),
        (b"<quiz>" + b"<a>" * 200_000, "vragen.xml"),
        (zipped(), "vragen.zip"),
        (zipped(), "vragen.gift"),
        (b"\xff\xfe\x00", "vragen.gift"),
        ("Wát?{T}".encode("latin-1"), "vragen.gift"),
        (b"Wat?\x00{T}", "vragen.gift"),
        (b"", "vragen.gift"),
        (b"  \n", "vragen.csv"),
        (b"a;b\n1;2", "vragen.csv"),
        (b'soort;vraag\n"single;Wat', "vragen.csv"),
        (b"a: &x [1]\nb: *x", "vragen.yaml"),
        (b"- 1", "vragen.yaml"),
        (b"a: [", "vragen.yaml"),
        (b"x" * (LARGEST + 1), "vragen.gift"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_gets_a_sentence(data: bytes, name: str) -> None:
    start = time.monotonic()
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(data, name)
    assert caught.value.sentence.endswith(".")
    assert time.monotonic() - start < 5


def test_fifty_megabytes_are_not_even_read(tmp_path: Path) -> None:
    large = tmp_path / "groot.xml"
    with large.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(UnreadableFileError, match="50 MB"):
        read_path(large)
    with pytest.raises(UnreadableFileError):
        read_path(tmp_path / "er-niet.gift")


def test_thousands_of_braces_do_not_take_long() -> None:
    start = time.monotonic()
    read_bytes(("Wat?{" * 20_000).encode(), "x.gift")
    read_bytes(("::a::" + "\\" * 50_000 + "{=a ~" + "%" * 20_000 + "b}").encode(), "x.gift")
    read_bytes((("Wat? {=a\n\n") * 3_000).encode(), "x.gift")
    assert time.monotonic() - start < 10


def test_windows_and_utf16_files_are_read() -> None:
    for data in ("Wát?{T}\r\n\r\nJa?{F}".encode("utf-8-sig"), "Wát?{T}\r\n\r\nJa?{F}".encode("utf-16")):
        assert [one.data["text"] for one in read_bytes(data, "x.txt") if one.data] == ["Wát?", "Ja?"]
