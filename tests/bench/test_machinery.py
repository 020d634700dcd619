"""The bench computes its ratios rightly, sees errors, and writes down what it found. Nothing here depends on speed."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from bench import servers
from bench.__main__ import write_report
from bench.declare import Figure, Reading, Target, find_declared
from bench.load import Result, request_bytes, run_load
from bench.measure import Series, compare, ratios, run_rounds, verdicts
from bench.table import rows_of
from bench.walk import forms_of

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
ASK = request_bytes("GET", "/")


@contextmanager
def answering(*answers: bytes) -> Iterator[int]:
    """A port that gives these answers in turn on each connection, and drops it after an empty one."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(connection: socket.socket) -> None:
        with connection:
            for answer in [*answers] * 1000:
                if not connection.recv(65536) or not answer:
                    return
                for part in (answer[:20], answer[20:]):  # in two pieces: an answer is more than one packet
                    connection.sendall(part)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=talk, args=[connection], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def load(port: int, *, times: int = 4, clients: int = 2, expects: int = 200, marker: bytes = b"") -> Result:
    supplies = [repeat(ASK, times) for _ in range(clients)]
    return run_load(port, supplies, seconds=5, expects=expects, marker=marker)


def test_good_answers_are_counted_with_their_latency() -> None:
    with answering(OK) as port:
        result = load(port, marker=b"hello")
    assert (result.answers, result.errors, len(result.latencies)) == (8, 0, 8)
    assert 0 < result.quantile(0.5) <= result.quantile(0.95)


def test_an_answer_in_chunks_is_read_to_its_end() -> None:
    with answering(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n") as port:
        assert load(port).answers == 8


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsomething",
        b"",
    ],
    ids=["wrong status", "not the page that was asked for", "the connection is dropped"],
)
def test_every_kind_of_error_is_seen(answer: bytes) -> None:
    with answering(answer) as port:
        result = load(port, marker=b"hello")
    assert (result.answers, result.errors > 0) == (0, True)
    assert result.examples


def test_a_server_that_is_not_there_is_an_error() -> None:
    assert load(servers.free_port()).errors


def test_ratios_are_of_the_same_round() -> None:
    assert ratios([10, 20, 30], [20, 20, 10]) == [0.5, 1.0, 3.0]
    assert ratios([10], [0]) == [0.0]


class NoServer:
    port = 0

    def cpu_seconds(self) -> float:
        return 0.0


def series(name: str, *rates: float, errors: int = 0) -> Series:
    one = Series(name=name, server=NoServer(), supply=lambda _number: iter(()), errors=errors)
    one.results = [Result(seconds=1.0, answers=int(rate), errors=0, latencies=[], busy=0.1) for rate in rates]
    return one


def target(**aims: Any) -> Target:
    return Target(name="page", prepare=lambda _world: lambda _number: iter(()), **aims)


def test_an_aim_is_met_by_the_median_and_the_extremes_are_shown() -> None:
    found = compare(target(beside={"W": 1.5}), {"page": series("page", 30, 40, 20), "W": series("W", 20, 20, 20)}, 5)
    assert [found["beside"][0][key] for key in ("median", "least", "most", "met")] == [1.5, 1.0, 2.0, True]
    assert verdicts(found) == [True, True]


def test_errors_queries_and_a_slow_tail_fail_a_target() -> None:
    own = series("page", 30, errors=1)
    own.tails = [3.0]
    found = compare(target(beside={"W": 0.5}, most_queries=8, tail=2.5), {"page": own, "W": series("W", 10)}, 9)
    assert verdicts(found) == [True, False, False, False]


def test_a_baseline_that_is_not_there_is_said_and_judged_by_nobody() -> None:
    found = compare(target(beside={"N": 0.25}), {"page": series("page", 30)}, None)
    assert verdicts(found) == [True]
    rows = list(rows_of({"baselines": {}, "targets": [found], "figures": [], "notes": []}))
    assert "not measured" in rows[1]


def test_what_was_confirmed_and_not_stored_is_an_error() -> None:
    with answering(OK) as port:
        server = NoServer()
        server.port = port
        one = Series(name="post", server=server, supply=lambda _number: repeat(ASK, 2), clients=2, reset=lambda: 3)
        one.load(2, 5)
    assert one.errors == 1
    assert "4 were confirmed and 3 were stored" in one.examples


def test_a_real_server_is_started_measured_and_ended(tmp_path: Path) -> None:
    cores, port = servers.Cores((), ()), servers.free_port()
    environment = {**os.environ, "PYTHONPATH": f"{servers.ROOT / 'site'}:{servers.ROOT}"}
    command = servers.serve_command("bench.baselines.hello:application", port, cores)
    with servers.running(
        "H", command, port=port, folder=tmp_path, environment=environment, cwd=servers.ROOT, cores=cores
    ) as server:
        one = Series(name="H", server=server, supply=lambda _number: repeat(ASK, 20), marker=b"Hello", clients=4)
        run_rounds([one], rounds=2, seconds=5, say=lambda _words: None)
    assert [result.answers for result in one.results] == [80, 80]
    assert one.errors == 0
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_the_report_is_written_as_json(tmp_path: Path) -> None:
    report = {"databases": {"sqlite": {"targets": [compare(target(beside={}), {"page": series("page", 3)}, 1)]}}}
    write_report(report, tmp_path)
    assert json.loads((tmp_path / "bench.json").read_text())["databases"]["sqlite"]["targets"][0]["name"] == "page"


def test_every_declared_target_asks_something_or_says_beside_what() -> None:
    declared = find_declared()
    assert {one.name for one in declared.targets} >= {"submitting a report", "a reply in a conversation"}
    for one in declared.targets:
        assert one.beside, one.name
    for figure in declared.figures:
        assert isinstance(figure, Figure)


def test_a_reading_of_a_figure_stands_in_the_table() -> None:
    reading = Reading(name="precision", value="0.93", aim="≥ 0.90", met=True)
    found = {"of": "mirror", "name": reading.name, "value": reading.value, "aim": reading.aim, "met": reading.met}
    rows = list(rows_of({"baselines": {}, "targets": [], "figures": [found], "notes": []}))
    assert rows[1][:6] == ("mirror: precision", "", "0.93", "", "≥ 0.90", "met")


def test_a_form_is_filled_as_a_person_would() -> None:
    html = """<form method="post"><input type="hidden" name="sequence" value="2"><input type="radio" name="chosen" value="a">
      <input type="radio" name="chosen" value="b"><button>Verder</button><button name="skip" value="yes">Sla over</button></form>
      <form method="post" action="/elsewhere/"><input name="x"></form><form method="get"><input name="q"></form>"""
    (form,) = forms_of(html, "/here/")
    assert form.filled() == {"sequence": "2", "chosen": "a"}
