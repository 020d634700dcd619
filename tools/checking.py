"""`make check`: everything that can be said of the code without running it for real. `make fix` mends what mends itself."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
OURS = ["site", "content", "learning"]


@dataclass(frozen=True)
class Check:
    """One question, the command that answers it, and the environment it needs."""

    question: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def tool(name: str, *arguments: str) -> list[str]:
    return [str(BIN / name), *arguments]


def sample_environment() -> dict[str, str]:
    """The complete example of an installation that we ship, with fresh keys in it."""
    sample = {}
    for line in (ROOT / "docs" / "operations" / "example.env").read_text().splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.startswith("#"):
            sample[name] = value.strip("'\"")
    return sample


def checks(folder: str) -> list[Check]:
    test = {"DJANGO_SETTINGS_MODULE": "gehoord.settings.test", "DATA_DIR": folder}
    production = {**sample_environment(), "DATA_DIR": f"{folder}/production"}
    Path(production["DATA_DIR"]).mkdir()
    deploy = ["check", "--deploy", "--database", "default", "--fail-level", "WARNING"]
    return [
        Check("types (mypy)", tool("mypy", "--no-error-summary", *OURS), test),
        Check("style (ruff)", tool("ruff", "check", "--quiet", ".")),
        Check("form (ruff format)", tool("ruff", "format", "--quiet", "--check", "--diff", ".")),
        Check("who imports whom (import-linter)", tool("lint-imports"), {"PYTHONPATH": "site:."}),
        Check("templates (djlint)", tool("djlint", "--quiet", "--lint", *OURS)),
        Check("no migration is missing", [*MANAGE, "makemigrations", "--check", "--dry-run"], test),
        Check("texts compile", [*MANAGE, "compile_texts"], test),
        Check("every text has its English", [*MANAGE, "check_texts"], test),
        Check("production without a warning", [*MANAGE, *deploy], production),
        Check(
            "security lint (bandit)", tool("bandit", "-q", "-r", "-c", "pyproject.toml", "--severity-level", "medium", *OURS)
        ),
        Check("packages fit together (pip)", [sys.executable, "-m", "pip", "check"]),
    ]


def answer(check: Check) -> bool:
    began = time.monotonic()
    keep = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV"}
    environment = {**{key: value for key, value in os.environ.items() if key in keep}, **check.environment}
    done = subprocess.run(check.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    mark = "ok  " if done.returncode == 0 else "FAIL"
    text = f"{mark}  {check.question:<38}{time.monotonic() - began:6.1f} s"
    if done.returncode:
        text += "\n" + "\n".join(f"      {line}" for line in (done.stdout + done.stderr).strip().splitlines()[-80:])
    print(text, flush=True)
    return done.returncode == 0


def fix() -> int:
    for command in (tool("ruff", "check", "--fix", "--quiet", "."), tool("ruff", "format", "--quiet", ".")):
        subprocess.run(command, cwd=ROOT, check=False)
    return subprocess.run(tool("ruff", "check", "."), cwd=ROOT, check=False).returncode


def main() -> int:
    if "--fix" in sys.argv:
        return fix()
    with tempfile.TemporaryDirectory(prefix="gehoord-check-") as folder, ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(answer, checks(folder)))
    print(f"{sum(answers)} of {len(answers)} checks passed.")
    return 0 if all(answers) else 1


if __name__ == "__main__":
    sys.exit(main())
