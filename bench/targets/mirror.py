"""How well the dismissal mirror does on the sentences that were held out and never looked at."""

from __future__ import annotations

from pathlib import Path

from bench.declare import Declaration, Figure, Reading
from learning.catalogue.mirror import shipped_patterns
from learning.engine.mirror_measure import labelled, measure

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = ROOT / "tests" / "learning" / "engine" / "mirror" / "held_out.txt"
PRECISION, RECALL = 0.90, 0.70


def mirror() -> list[Reading]:
    """Precision and recall of the patterns that we ship, for Dutch."""
    sentences = labelled(SENTENCES.read_text(encoding="utf-8"))
    found = measure(sentences, shipped_patterns(ROOT / "content" / "starter", "nl"))
    closing = found.right + len(found.missed)
    return [
        Reading(
            name=f"precision, {len(sentences)} sentences held out ({closing} close)",
            value=f"{found.precision:.2f}",
            aim=f">= {PRECISION:.2f}",
            met=found.precision >= PRECISION,
        ),
        Reading(
            name="recall, the same sentences", value=f"{found.recall:.2f}", aim=f">= {RECALL:.2f}", met=found.recall >= RECALL
        ),
    ]


TARGETS: list[Declaration] = [Figure(name="the dismissal mirror", compute=mirror)]
