"""The tree stands as ARCHITECTURE says, and our names collide with nobody's."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.house import FLOOR, FOLDER, ROOT, our_files

TOP_LEVEL = ("gehoord", "content", "learning")
MOST_LINES, MOST_FUNCTION_LINES = 400, 40
MOST_JOURNEY_LINES = 50  # a journey is one story: somewhat longer reads better than cut in two


def test_site_is_a_folder_and_no_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()


def test_site_stays_pythons_own_module() -> None:
    code = "import site, sys; print(site.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(ROOT) not in found.stdout


def test_no_name_of_ours_is_an_installed_distribution_or_stdlib() -> None:
    installed = importlib.metadata.packages_distributions()
    assert not [name for name in TOP_LEVEL if name in installed or name in sys.stdlib_module_names]


def test_every_room_is_an_app_with_its_own_label() -> None:
    ours = {
        config.label: Path(config.path).relative_to(ROOT).as_posix()
        for config in apps.get_app_configs()
        if str(ROOT) in config.path and ".venv" not in config.path
    }
    assert ours == FOLDER
    assert set(FLOOR) == set(FOLDER)


def test_the_starter_content_holds_no_python() -> None:
    assert not list((ROOT / "content" / "starter").rglob("*.py"))


def test_no_room_has_a_junk_drawer() -> None:
    assert not [path for path in our_files("*.py") if path.stem in {"utils", "helpers", "misc", "common"}]


@pytest.mark.parametrize(
    "path",
    [path for path in our_files("*.py") if "migrations" not in path.parts],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_files_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES, f"{path} is over {MOST_LINES} lines"
    _assert_short_functions(path, MOST_FUNCTION_LINES)


@pytest.mark.parametrize("folder", ["tests", "tools", "bench"])
def test_tests_and_tools_stay_readable_too(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= MOST_LINES, f"{path} has {lines} lines"
        _assert_short_functions(path, MOST_JOURNEY_LINES if folder == "tests" else MOST_FUNCTION_LINES)


def _assert_short_functions(path: Path, most: int) -> None:
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            length = (node.end_lineno or node.lineno) - body[0].lineno + 1
            assert length <= most, f"{path}: {node.name} has {length} lines"


def test_the_import_contract_exempts_nobody() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    assert "ignore_imports = []" in text
    assert re.findall(r"^ignore_imports.*$", text, re.M) == ["ignore_imports = []"]


def test_the_import_contract_holds() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        env={"PYTHONPATH": "site:.", "PATH": "/usr/bin:/bin", "HOME": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]


def test_a_day_is_a_day_on_the_schools_clock() -> None:
    """``now.date()`` is the day in Greenwich: after midnight in Amsterdam a term would end a day late. Use `timezone.localdate`."""
    greenwich = re.compile(r"\b(?:now|since|moment)\.date\(\)|\.now\(\)\.date\(\)|_at\.date\(\)")
    found = [path.name for path in our_files("*.py") if greenwich.search(path.read_text(encoding="utf-8"))]
    assert not found
