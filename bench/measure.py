"""Slots of load, interleaved round by round, and what follows from them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from .declare import Supply, Target
from .load import Result, run_load

TAIL_CLIENTS = 16
BUSY_GENERATOR = 0.95


class Measurable(Protocol):
    """A server as a series sees it."""

    port: int

    def cpu_seconds(self) -> float:
        """What it has used of the processor so far."""


@dataclass(kw_only=True)
class Series:
    """One thing that is asked again and again: a baseline or a target, against one server."""

    name: str
    server: Measurable
    supply: Supply
    expects: int = 200
    marker: bytes = b""
    clients: int = 64
    with_tail: bool = False
    reset: Callable[[], int | None] | None = None
    results: list[Result] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)
    errors: int = 0
    cpu: float = 0.0
    answered: int = 0
    examples: list[str] = field(default_factory=list)

    def slot(self, seconds: float) -> None:
        """One slot with all clients; for who is asked about the tail, another with 16."""
        self.results.append(self.load(self.clients, seconds))
        if self.with_tail:
            tail = self.load(TAIL_CLIENTS, max(seconds, 1.0))
            if tail.quantile(0.5):
                self.tails.append(tail.quantile(0.95) / tail.quantile(0.5))

    def load(self, clients: int, seconds: float) -> Result:
        supplies = [self.supply(number) for number in range(clients)]
        before = self.server.cpu_seconds()
        result = run_load(self.server.port, supplies, seconds=seconds, expects=self.expects, marker=self.marker)
        self.cpu += self.server.cpu_seconds() - before
        self.answered += result.answers
        stored = self.reset() if self.reset is not None else None
        if stored is not None and stored < result.answers:
            result.errors += result.answers - stored
            result.examples.append(f"{result.answers} were confirmed and {stored} were stored")
        self.errors += result.errors
        self.examples = (self.examples + result.examples)[:3]
        return result

    @property
    def cpu_per_answer(self) -> float:
        """Seconds of processor that the server used for one answer, all slots together; a busy machine disturbs this less
        than it does the rate, but it does not see waiting (for a disk, for a lock, for another process)."""
        return self.cpu / self.answered if self.answered else 0.0

    @property
    def rates(self) -> list[float]:
        return [result.rate for result in self.results]


def run_rounds(series: Sequence[Series], *, rounds: int, seconds: float, say: Callable[[str], None]) -> None:
    """Every series once in each round, beginning elsewhere each time, so that a slow minute hits all alike."""
    for number in range(rounds):
        say(f"  round {number + 1} of {rounds} …")
        turn = number * len(series) // rounds
        for one in [*series[turn:], *series[:turn]]:
            one.slot(seconds)


def ratios(target: Sequence[float], baseline: Sequence[float]) -> list[float]:
    """Round by round, how many times the baseline's rate; rounds in which either gave nothing count as 0."""
    return [mine / other if other else 0.0 for mine, other in zip(target, baseline, strict=True)]


def compare(target: Target, series: Mapping[str, Series], counted: int | None) -> dict[str, Any]:
    """What one target came to: its ratios, queries, tail and errors, and whether what was asked is met."""
    own = series[target.name]
    beside = []
    for name, least in target.beside.items():
        if name not in series:
            beside.append({"beside": name, "aim": least, "not_measured": True, "met": None})
            continue
        found = ratios(own.rates, series[name].rates)
        median = statistics.median(found)
        beside.append(
            {
                "beside": name,
                "aim": least,
                "median": round(median, 3),
                "least": round(min(found), 3),
                "most": round(max(found), 3),
                "by_cpu": round(ratios([1 / (own.cpu_per_answer or 1)], [1 / (series[name].cpu_per_answer or 1)])[0], 3),
                "met": None if least is None else median >= least,
            }
        )
    tail = statistics.median(own.tails) if own.tails else None
    return {
        "name": target.name,
        "cpu_ms": round(own.cpu_per_answer * 1000, 2),
        "per_second": round(statistics.median(own.rates), 1),
        "clients": own.clients,
        "beside": beside,
        "queries": counted,
        "most_queries": target.most_queries,
        "queries_met": None if target.most_queries is None or counted is None else counted <= target.most_queries,
        "tail": None if tail is None else round(tail, 2),
        "tail_aim": target.tail,
        "tail_met": None if tail is None or target.tail is None else tail <= target.tail,
        "answers": sum(result.answers for result in own.results),
        "errors": own.errors,
        "errors_met": own.errors == 0 and all(result.answers for result in own.results),
        "examples": own.examples,
        "generator_was_the_limit": statistics.median(result.busy for result in own.results) > BUSY_GENERATOR,
    }


def verdicts(found: Mapping[str, Any]) -> list[bool]:
    """Every yes and no of one target."""
    each = [*(one["met"] for one in found["beside"]), found["queries_met"], found["tail_met"], found["errors_met"]]
    return [one for one in each if one is not None]
