"""Playing blind in a terminal shows what a learner sees and nothing that gives away which reply is best."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from learning.engine.skills import SKILLS

from .blind_playing import in_order, main, read_notebook
from .blind_reading import conversations


def test_the_first_call_begins_and_a_number_goes_on(tmp_path: Path) -> None:
    notebook = tmp_path / "ans.yaml"
    first = in_order("ans")[0]
    shown = main([str(notebook)])
    assert first.title in shown
    assert first.moments[first.start].lines[-1].text[:20] in shown
    assert not notebook.exists()
    main([str(notebook), "1"])
    assert len(read_notebook(notebook)[first.slug]) == 1


def test_what_is_no_number_on_the_screen_changes_nothing(tmp_path: Path) -> None:
    notebook = tmp_path / "ans.yaml"
    assert main([str(notebook), "9"]).startswith("Typ een nummer van 1 tot en met")
    assert main([str(notebook), "1", "2"]).startswith("Typ een nummer")
    assert not notebook.exists()


@pytest.mark.parametrize("reader", ["ans", "bo", "cas"])
def test_a_whole_reading_is_kept_and_gives_nothing_away(tmp_path: Path, reader: str) -> None:
    notebook, kept = tmp_path / f"{reader}.yaml", tmp_path / "kept.yaml"
    assert "is nog niet uitgespeeld" in main([str(notebook), "keep", "Bo", "Speelde alles.", str(kept)])
    shown = [main([str(notebook)])]
    while "Alle gesprekken zijn gespeeld" not in shown[-1]:
        shown.append(main([str(notebook), "1"]))
    assert main([str(notebook), "keep", "Bo", "Speelde alles.", str(kept)]) == "Bewaard.\n"
    found = yaml.safe_load(kept.read_text(encoding="utf-8"))
    assert set(found["conversations"]) == set(conversations())
    _assert_silent("\n".join(shown))


def _assert_silent(shown: str) -> None:
    for one in conversations().values():
        for moment in one.moments.values():
            secret = [line.thought for line in moment.lines] + [reply.feedback for reply in moment.replies] + [moment.hint]
            secret += [moment.ending.heading] if moment.ending else []
            assert not [text for text in secret if len(text) > 30 and text in " ".join(shown.split())], moment.key
    names = re.compile(r"\b(" + "|".join(key for key in SKILLS if "_" in key) + r")\b")
    assert not names.search(shown)
