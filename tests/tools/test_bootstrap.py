"""The first step speaks in sentences: what is wrong, and what to do."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "bootstrap.py"


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gehoord_bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(**environment: str) -> subprocess.CompletedProcess[str]:
    keep = {key: value for key, value in os.environ.items() if key not in {"DATA_DIR", "PORT", "HOST"}}
    return subprocess.run(
        [sys.executable, str(SCRIPT), "run"],
        env={**keep, **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_a_data_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run(DATA_DIR=str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "DATA_DIR=/some/folder make run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_busy_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        done = run(DATA_DIR=str(tmp_path), PORT=str(busy.getsockname()[1]))
    assert done.returncode == 1
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_no_number_is_one_sentence(tmp_path: Path) -> None:
    done = run(DATA_DIR=str(tmp_path), PORT="eighty")
    assert "PORT=eighty is not a port" in done.stderr


def test_an_old_python_is_told_so_before_anything_else() -> None:
    text = SCRIPT.read_text()
    assert text.index("sys.version_info[:2] < OLDEST") < text.index("import fcntl")


@pytest.mark.parametrize(
    ("report", "advice"),
    [
        ("error: command 'gcc' failed: No such file or directory", "build-essential"),
        ("ERROR: Failed building wheel for nh3", "build-essential"),
        ("NewConnectionError: Failed to establish a new connection", "network"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for django==5.2.19", "3.11, 3.12 or 3.13"),
        ("something else", "Run this again"),
    ],
)
def test_pips_long_report_becomes_one_sentence(bootstrap: ModuleType, report: str, advice: str) -> None:
    assert advice in bootstrap.why_pip_failed(report)


def test_requirements_are_installed_again_only_when_they_change(bootstrap: ModuleType) -> None:
    names = ["requirements.txt"]
    assert bootstrap.fingerprint(names) == bootstrap.fingerprint(names)
    assert bootstrap.fingerprint(names) != bootstrap.fingerprint([*names, "requirements-dev.txt"])
