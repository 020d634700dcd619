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


def run_on(folder: Path, database_url: str, options: dict[str, Any]) -> dict[str, Any]:
    """One run in a process of its own; raises SystemExit with its words when it fails."""
    command = [sys.executable, "-m", "bench.run", str(folder), database_url or "-", json.dumps(options)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit("The bench stopped: see above.")
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def main() -> int:
    asked = arguments()
    options = {
        "quick": asked.quick,
        "rounds": asked.rounds or (3 if asked.quick else 7),
        "seconds": asked.seconds or (0.6 if asked.quick else 2.0),
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
        if asked.database in {"sqlite", "both"}:
            print("On SQLite:", file=sys.stderr, flush=True)
            own = make(folder / "sqlite")
            if asked.prepared:
                shutil.copytree(asked.prepared, own / "product", ignore=shutil.ignore_patterns("mail", "tests", "bench*"))
            report["databases"]["sqlite"] = run_on(own, "", options)
        if asked.database in {"postgresql", "both"}:
            print("On PostgreSQL:", file=sys.stderr, flush=True)
            database_url, why = start_postgresql(stack)
            if database_url:
                report["databases"]["postgresql"] = run_on(make(folder / "postgresql"), database_url, options)
            else:
                report["not_measured"].append(f"everything on PostgreSQL: {why}")
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
