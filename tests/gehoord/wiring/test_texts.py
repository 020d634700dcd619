"""Texts are found where gettext would find them, and nothing lacks its English unnoticed."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from gehoord.wiring.texts import collect, compile_room, missing, po_path, texts_of, wrong_placeholders

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
A = _("Hallo")
B = _("Twee "
      "delen")
C = ngettext("%(n)s dag", "%(n)s dagen", 2)
D = pgettext("knop", "Open")
E = other("Niet dit")
"""
TEMPLATE = """{% load i18n %}{% translate "Welkom" %}{% translate "100% zeker" as x %}{{ _("Los") }}
{% blocktranslate trimmed count n=n %}
  {{ n }} stap
{% plural %}
  {{ n }} stappen
{% endblocktranslate %}{# {% translate "Weg" %} #}"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "templates" / "room").mkdir(parents=True)
    (tmp_path / "views.py").write_text(PYTHON)
    (tmp_path / "templates" / "room" / "page.html").write_text(TEMPLATE)
    return tmp_path


def fill(room: Path, **words: str) -> None:
    catalogue = polib.pofile(str(po_path(room)))
    for entry in catalogue:
        entry.msgstr = words.get("all", "x") if not entry.msgid_plural else ""
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    catalogue.save()


def test_texts_of_code_and_templates_are_found(room: Path) -> None:
    found = {text.msgid: text for text in texts_of(room)}
    assert set(found) == {"Hallo", "Twee delen", "%(n)s dag", "Open", "Welkom", "100%% zeker", "Los", "%(n)s stap"}
    assert found["Open"].context == "knop"
    assert found["%(n)s stap"].plural == "%(n)s stappen"


def test_collecting_adds_keeps_and_drops(room: Path) -> None:
    assert collect(room) == (8, 0)
    fill(room)
    assert not missing(room)
    (room / "views.py").write_text(PYTHON.replace("Hallo", "Goedendag"))
    assert collect(room) == (1, 1)
    assert missing(room) == [f"{room.name}/views.py: Goedendag"]


def test_a_fuzzy_text_counts_as_missing(room: Path) -> None:
    collect(room)
    fill(room)
    catalogue = polib.pofile(str(po_path(room)))
    catalogue[0].flags.append("fuzzy")
    catalogue.save()
    assert len(missing(room)) == 1


def test_other_placeholders_than_the_source_are_found(room: Path) -> None:
    collect(room)
    fill(room, all="%(somebody)s")
    assert f"{room.name}: Hallo" in wrong_placeholders(room)


def test_compiling_is_done_once(room: Path) -> None:
    collect(room)
    fill(room)
    assert compile_room(room)
    assert not compile_room(room)
