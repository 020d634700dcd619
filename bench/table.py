"""The report as a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .declare import BASELINES
from .measure import verdicts

WORDS = {True: "met", False: "NOT MET", None: ""}
HEAD = ("target", "beside", "ratio (least–most)", "by cpu", "aim", "", "per s", "cpu ms", "queries", "p95/p50", "errors")


def print_report(report: Mapping[str, Any]) -> None:
    machine = report["machine"]
    print(
        f"\nPython {machine['python']}, {machine['cores']} cores, load before {machine['load_before']}; {report['seconds']} s."
    )
    met = asked = 0
    for database, found in report["databases"].items():
        print(f"\n{'SQLite' if database == 'sqlite' else 'PostgreSQL'}")
        print_table(list(rows_of(found)))
        for note in found["notes"]:
            print(f"  {note}")
        each = [one for target in found["targets"] for one in verdicts(target)]
        each += [reading["met"] for reading in found["figures"] if reading["met"] is not None]
        met, asked = met + sum(each), asked + len(each)
    for what in report["not_measured"]:
        print(f"NOT MEASURED: {what}")
    print(
        f"\n{met} of {asked} aims met. Ratios are answers per second beside a baseline in the same round; by cpu: the same from"
    )
    print("processor time alone (what a busy machine disturbs least; it does not see waiting). Baselines:")
    for letter, meaning in BASELINES.items():
        print(f"  {letter}  {meaning}")


def rows_of(found: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    yield HEAD
    for letter, one in found["baselines"].items():
        queries = "" if one["queries"] is None else str(one["queries"])
        speed = (f"{one['per_second']:.0f}", f"{one['cpu_ms']:.2f}")
        yield (letter, "", "", "", "", "", *speed, queries, "", str(one["errors"]))
    for target in found["targets"]:
        yield from _rows_of_target(target)
    for reading in found["figures"]:
        yield (
            f"{reading['of']}: {reading['name']}",
            "",
            reading["value"],
            "",
            reading["aim"],
            WORDS[reading["met"]],
            *[""] * 5,
        )


def _rows_of_target(target: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    queries = "" if target["queries"] is None else str(target["queries"])
    if target["most_queries"] is not None:
        queries += f" (≤ {target['most_queries']}{'' if target['queries_met'] else ', NOT MET'})"
    tail = "" if target["tail"] is None else f"{target['tail']:.2f}"
    if target["tail_aim"] is not None:
        tail += f" (≤ {target['tail_aim']}{'' if target['tail_met'] else ', NOT MET'})"
    errors = f"{target['errors']} of {target['answers'] + target['errors']}"
    if not target["errors_met"]:
        errors += f" NOT MET {'; '.join(target['examples'])}"
    limit = "+" if target["generator_was_the_limit"] else ""
    own = [f"{target['per_second']:.0f}{limit}", f"{target['cpu_ms']:.2f}", queries, tail, errors]
    for number, one in enumerate(target["beside"]):
        if one.get("not_measured"):
            ratio, by_cpu = "not measured", ""
        else:
            by_cpu = f"{one['by_cpu']:.2f}"
            ratio = f"{one['median']:.2f} ({one['least']:.2f}–{one['most']:.2f})"
        aim = "" if one["aim"] is None else f"≥ {one['aim']:.2f}"
        first = not number
        yield (
            target["name"] if first else "",
            one["beside"],
            ratio,
            by_cpu,
            aim,
            WORDS[one["met"]],
            *(own if first else [""] * 5),
        )


def print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for number, row in enumerate(rows):
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if not number:
            print("  " + "  ".join("─" * width for width in widths))
