"""The house as data: which room stands on which floor. The import contract in pyproject.toml is the same picture."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# A room may use rooms on lower floors only. Rooms on one floor are strangers.
FLOOR = {
    "wiring": 9,
    "exchange": 8,
    "pages": 7,
    "reporting": 7,
    "outreach": 7,
    "progress": 7,
    "trainings": 7,
    "certificates": 7,
    "insights": 7,
    "completion": 6,
    "catalogue": 5,
    "organisations": 4,
    "accounts": 3,
    "core": 2,
}
FOLDER = {
    "wiring": "site/gehoord/wiring",
    "core": "site/gehoord/core",
    "accounts": "site/gehoord/accounts",
    "organisations": "site/gehoord/organisations",
    "pages": "content/pages",
    "reporting": "content/reporting",
    "outreach": "content/outreach",
    "catalogue": "learning/catalogue",
    "completion": "learning/completion",
    "progress": "learning/progress",
    "trainings": "learning/trainings",
    "certificates": "learning/certificates",
    "insights": "learning/insights",
    "exchange": "learning/exchange",
}
CONTENT = {"pages", "reporting", "outreach"}
LEARNING = {"catalogue", "completion", "progress", "trainings", "certificates", "insights", "exchange"}


def may_use(user: str, used: str) -> bool:
    """Whether a room may know another."""
    if user == used:
        return True
    if (user in CONTENT and used in LEARNING) or (user in LEARNING and used in CONTENT):
        return False
    return FLOOR[user] > FLOOR[used]


def room_of(path: Path) -> str | None:
    """The room that a file lies in; None outside the rooms."""
    relative = path.resolve().relative_to(ROOT).as_posix()
    return next((room for room, folder in FOLDER.items() if relative.startswith(folder + "/")), None)


def our_files(pattern: str) -> list[Path]:
    """Files of the product (tests aside) that match, migrations included."""
    return sorted(path for folder in ("site", "content", "learning") for path in (ROOT / folder).rglob(pattern))
