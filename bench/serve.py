"""One server of the bench in its own process: python -m bench.serve APPLICATION PORT WORKERS THREADS CORES."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(application: str, port: str, workers: str, threads: str, cores: str) -> None:
    sys.path[:0] = [os.getcwd(), str(ROOT / "site"), str(ROOT)]
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[:3])  # the workers are processes of their own
    if cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core) for core in cores.split(",")})
    from gehoord.wiring.web_server import web_server  # after the path is set

    web_server(application, host="127.0.0.1", port=int(port), workers=int(workers), threads=int(threads)).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
