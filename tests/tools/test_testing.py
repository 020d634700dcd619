"""`make test` says what it could not test; a skipped test never hides behind "nothing was left untested"."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.testing import Run, left_out, report

LOG = """
=========================== short test summary info ============================
SKIPPED [1] tests/operations/test_nginx.py:113: no nginx on this machine
SKIPPED [5] tests/gehoord/wiring/test_supervisor.py: only on sqlite
SKIPPED [2] tests/journeys/test_drill.py:211: strace is not here
SKIPPED [1] tests/operations/test_nginx.py:140: no nginx on this machine
12 passed, 9 skipped in 1.00s
"""


def test_what_a_machine_lacks_is_named_once_and_what_the_other_run_has_is_not() -> None:
    assert left_out(LOG) == ["no nginx on this machine", "strace is not here"]


def test_the_last_lines_name_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("tools.testing.LOGS", tmp_path)
    (tmp_path / "unit-sqlite.log").write_text(LOG)
    report([Run("unit-sqlite", "", tmp_path)], [])
    said = capsys.readouterr().out
    assert "NOT TESTED: unit-sqlite: strace is not here" in said
    assert "Nothing was left untested" not in said
