"""Looking at processes through /proc."""

from __future__ import annotations

from pathlib import Path


def _status(pid: int) -> dict[str, str]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def alive(pid: int) -> bool:
    """Running or sleeping; a zombie is dead."""
    return _status(pid).get("State", "Z")[0] not in "ZX"


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def children_of(pid: int) -> list[int]:
    """Children and their children, nearest first."""
    parents = {int(path.name): int(_status(int(path.name)).get("PPid", 0)) for path in Path("/proc").glob("[0-9]*")}
    found = [child for child, parent in sorted(parents.items()) if parent == pid]
    return found + [deeper for child in found for deeper in children_of(child)]
