"""How well the dismissal mirror does on sentences that were never looked at while its patterns were written."""

from __future__ import annotations

from pathlib import Path

from bench.declare import Declaration, Figure, Reading
from learning.catalogue.mirror import shipped_patterns
from learning.engine.mirror_measure import Measured, labelled, measure

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = ROOT / "tests" / "learning" / "engine" / "mirror"
PRECISION, RECALL = 0.90, 0.70


def mirror() -> list[Reading]:
    """Precision and recall of the patterns that we ship, for Dutch: held out, and in quite other words."""
    held_out, fresh = _measured("held_out"), _measured("fresh")
    return [
        _reading("precision, held out", held_out.precision, PRECISION),
        _reading("recall, held out", held_out.recall, RECALL),
        _reading("precision, the same things in quite other words", fresh.precision, None),
        _reading("recall, the same things in quite other words", fresh.recall, None),
    ]


def _measured(name: str) -> Measured:
    sentences = labelled((SENTENCES / f"{name}.txt").read_text(encoding="utf-8"))
    return measure(sentences, shipped_patterns(ROOT / "content" / "starter", "nl"))


def _reading(name: str, found: float, least: float | None) -> Reading:
    aim = "" if least is None else f">= {least:.2f}"
    return Reading(name=name, value=f"{found:.2f}", aim=aim, met=None if least is None else found >= least)


TARGETS: list[Declaration] = [Figure(name="the dismissal mirror", compute=mirror)]
