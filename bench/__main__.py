"""`make bench`: on SQLite and on PostgreSQL, as a table and as var/bench.json."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.testing import start_postgresql

from .run import MADE
from .table import print_report

ROOT = Path(__file__).resolve().parents[1]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds: about two minutes")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--only", default="", help="a part of a target's name")
    parser.add_argument("--rounds", type=int, help="how often everything is measured")
    parser.add_argument("--seconds", type=float, help="how long one slot lasts")
    parser.add_argument("--prepared", type=Path, metavar="DATA_DIR", help="copy a prepared SQLite copy instead of making one")
    return parser.parse_args()


class Run:
    """The bench on one database, in a process of its own: Django's settings are a process's own. It makes its product and
    its baselines at once, while another run does the same, and measures when it is told to: one at a time."""

    def __init__(self, stack: contextlib.ExitStack, folder: Path, database_url: str, options: dict[str, Any]) -> None:
        command = [sys.executable, "-m", "bench.run", str(folder), database_url or "-", json.dumps(options)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        stack.callback(self.end)

    def wait_until_made(self) -> None:
        """Raises SystemExit when it failed; it said itself why."""
        assert self.process.stdout is not None
        if self.process.stdout.readline().strip() != MADE:
            raise SystemExit("The bench stopped: see above.")

    def measure(self) -> dict[str, Any]:
        """Raises SystemExit when it failed."""
        written, _ = self.process.communicate("go\n")
        if self.process.returncode:
            raise SystemExit("The bench stopped: see above.")
        found = json.loads(written)
        assert isinstance(found, dict)
        return found

    def end(self) -> None:
        """End what is still running: it ends its own servers."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


def main() -> int:
    asked = arguments()
    options = {
        "quick": asked.quick,
        "rounds": asked.rounds or (3 if asked.quick else 7),
        "seconds": asked.seconds or (0.5 if asked.quick else 2.0),
        "only": asked.only,
    }
    data = Path(os.environ.get("DATA_DIR", "").strip() or ROOT / "var")
    data.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = {"machine": machine(), "options": options, "databases": {}, "not_measured": []}
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        # On the disk of the data, not in memory: what a report costs is partly what a disk costs.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", dir=data, ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        runs: dict[str, Run] = {}
        if asked.database in {"sqlite", "both"}:
            own = make(folder / "sqlite")
            if asked.prepared:
                shutil.copytree(asked.prepared, own / "product", ignore=shutil.ignore_patterns("mail", "tests", "bench*"))
            runs["sqlite"] = Run(stack, own, "", options)
        if asked.database in {"postgresql", "both"}:
            database_url, why = start_postgresql(stack)
            if database_url:
                runs["postgresql"] = Run(stack, make(folder / "postgresql"), database_url, options)
            else:
                report["not_measured"].append(f"everything on PostgreSQL: {why}")
        print("Making the product and the baselines …", file=sys.stderr, flush=True)
        for run in runs.values():
            run.wait_until_made()
        print(f"Made in {time.monotonic() - began:.0f} s.", file=sys.stderr, flush=True)
        for name, run in runs.items():
            print(f"Measuring on {name} …", file=sys.stderr, flush=True)
            report["databases"][name] = run.measure()
    report["seconds"] = round(time.monotonic() - began)
    print_report(report)
    print(f"\nAll of it: {write_report(report, data)}")
    return 0


def write_report(report: dict[str, Any], folder: Path) -> Path:
    """Everything that was found, as bench.json in this folder."""
    path = folder / "bench.json"
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return path


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = os.getloadavg()[0]
    return {"python": platform.python_version(), "system": platform.platform(), "cores": cores, "load_before": round(load, 2)}


if __name__ == "__main__":
    sys.exit(main())
