"""The table of settings is whole: no variable is read that it does not name, none is named that nobody reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks.registry import registry

ROOT = Path(settings.ROOT)
TABLE = (ROOT / "docs" / "operations" / "settings.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"^\| `([A-Z_]+)`", TABLE, re.M))
READ_WITH = re.compile(r"""(?:env\.[a-z_]+|os\.environ(?:\.get|\.setdefault)?)[(\[]\s*["']([A-Z][A-Z_]+)["']""")
# Set by a test or a child process for itself, not by who installs.
NOT_A_SETTING = {"GEHOORD_TEST_DB"}


def read_in(*folders: str) -> set[str]:
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    files.append(ROOT / "manage.py")
    return {name for path in files for name in READ_WITH.findall(path.read_text(encoding="utf-8"))} - NOT_A_SETTING


def test_every_variable_that_is_read_stands_in_the_table() -> None:
    assert read_in("site", "content", "learning") - NAMED == set()


def test_every_variable_in_the_table_is_read() -> None:
    assert NAMED - read_in("site", "content", "learning") == set()


def test_the_example_names_settings_only_and_all_that_production_must_have() -> None:
    lines = (ROOT / "docs" / "operations" / "example.env").read_text(encoding="utf-8").splitlines()
    given = {line.split("=", 1)[0] for line in lines if "=" in line and not line.startswith("#")}
    assert given <= NAMED
    assert set(re.findall(r"^\| `([A-Z_]+)` \| must", TABLE, re.M)) <= given


def test_every_check_of_ours_stands_in_the_table_with_what_to_do() -> None:
    files = [path for folder in ("site", "content", "learning") for path in (ROOT / folder).rglob("checks.py")]
    ids = {number for path in files for number in re.findall(r'id="([a-z]+\.[EW]\d+)"', path.read_text(encoding="utf-8"))}
    assert ids - set(re.findall(r"`([a-z]+\.[EW]\d+)`", TABLE)) == set()
    assert len(registry.get_checks()) > len(ids)


@pytest.mark.parametrize("page", ["install.md", "settings.md", "key-lists.md"])
def test_links_between_the_pages_lead_somewhere(page: str) -> None:
    folder = ROOT / "docs" / "operations"
    text = (folder / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if "://" not in target:
            assert (folder / target).resolve().exists(), target
