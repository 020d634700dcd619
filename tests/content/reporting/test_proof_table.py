"""The table of proofs and the list of planted faults name tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from tools.planted_faults import FAULTS, Fault

ROOT = Path(settings.ROOT)
TABLE = (ROOT / "docs" / "security" / "proof.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TABLE)


def is_there(path: str, name: str) -> bool:
    file = ROOT / path
    return file.is_file() and f"def {name}(" in file.read_text(encoding="utf-8")


def test_every_test_in_the_table_exists() -> None:
    assert len(NAMED) > 30
    assert [f"{path}::{name}" for path, name in NAMED if not is_there(path, name)] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_finds_its_text_and_its_test(fault: Fault) -> None:
    """A fault whose text or test moved away would pass for caught: its run fails for another reason."""
    path, _, name = fault.test.partition("::")
    assert fault.before in (ROOT / fault.file).read_text(encoding="utf-8")
    assert is_there(path, name.split("[")[0]) if name else (ROOT / path).is_dir()


def test_there_are_at_least_sixteen() -> None:
    assert len({fault.name for fault in FAULTS}) >= 16
