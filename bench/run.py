"""One run on one database: make the product and the baselines, start all servers, measure. Its own process, since
Django's settings are a process's own. python -m bench.run FOLDER DATABASE_URL_OR_- OPTIONS (JSON): writes "made", waits
for a line, measures, and writes what it found as JSON."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from . import servers
from .baselines import nginx, wagtail_start
from .declare import Target, find_declared
from .load import request_bytes
from .measure import Measurable, Series, compare, run_rounds
from .servers import Server

ROOT = servers.ROOT
WARM_UP = 0.3
FLOOR_PEOPLE = 64
MADE = "made"  # what a run writes when it is ready to measure


@dataclass(frozen=True)
class Options:
    quick: bool
    rounds: int
    seconds: float
    only: str = ""


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


class Bench:
    """All of one run. ``stack`` ends every server."""

    def __init__(self, folder: Path, database_url: str, options: Options, stack: contextlib.ExitStack) -> None:
        self.folder, self.database_url, self.options, self.stack = folder, database_url, options, stack
        self.cores = servers.share_out_cores()
        self.environments: dict[str, dict[str, str]] = {}
        self.series: dict[str, Series] = {}
        self.counted: dict[str, int] = {}
        self.notes: list[str] = [self.cores.sentence]

    # ------------------------------------------------------------ the product
    def set_up_django(self) -> None:
        """From here on the product's modules can be read."""
        os.environ.update(self.product_environment())
        sys.path[:0] = [str(ROOT / "site")]
        import django

        django.setup()

    def make_world(self) -> Any:
        """Tables, starter content, static files and demo people, exactly as `make run` makes them."""
        from django.core.management import call_command

        from .world import World

        call_command("prepare", stdout=sys.stderr)
        return World(self.folder, quick=self.options.quick)

    def product_environment(self) -> dict[str, str]:
        keep = {key: value for key, value in os.environ.items() if key in wagtail_start.KEPT}
        own = {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATA_DIR": str(self.folder / "product"),
            "BASE_URL": "http://localhost",
            "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
            "LOG_LEVEL": "ERROR",
        }
        return {**keep, **own, **({"DATABASE_URL": self.database_url} if self.database_url else {})}

    def serve(self, name: str, application: str, environment: dict[str, str], cwd: Path) -> Server:
        port = servers.free_port()
        command = servers.serve_command(application, port, self.cores)
        block = servers.running(
            name, command, port=port, folder=self.folder, environment=environment, cwd=cwd, cores=self.cores
        )
        return self.stack.enter_context(block)

    def count(self, application: str, environment: dict[str, str], cwd: Path, asked: dict[str, list[bytes]]) -> None:
        """Queries of the last of each name's requests; the earlier ones warm up what is kept."""
        command = [sys.executable, str(ROOT / "bench" / "count.py"), application]
        lines = json.dumps([base64.b64encode(request).decode() for requests in asked.values() for request in requests])
        done = subprocess.run(
            command, input=lines, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{', '.join(asked)}: {done.stderr.strip()[-1500:]}")
        if os.environ.get("BENCH_SHOW_QUERIES"):
            say(done.stderr)
        counts = iter(json.loads(done.stdout))
        for name, requests in asked.items():
            self.counted[name] = [next(counts)["queries"] for _ in requests][-1]

    # ------------------------------------------------------------ baselines
    def make_wagtail_start(self) -> Path:
        folder = self.folder / "fresh"
        wagtail_start.make(folder, self.own_database("bench_fresh"))
        return folder

    def add_wagtail_start(self, folder: Path) -> None:
        environment, home = wagtail_start.environment(), request_bytes("GET", "/")
        application = f"{wagtail_start.PROJECT}.wsgi:application"
        self.count(application, environment, folder, {"W": [home, home]})
        self.add("W", self.serve("W", application, environment, folder), [home], marker=b"</html>")

    def add_hello(self) -> None:
        server = self.serve("H", "bench.baselines.hello:application", self.product_environment(), ROOT)
        self.add("H", server, [request_bytes("GET", "/")], marker=b"Hello")

    def add_nginx(self, body: bytes) -> None:
        if nginx.program() is None:
            self.notes.append("N not measured: no nginx on this machine")
            return
        port = servers.free_port()
        folder = self.folder / "nginx"
        command = nginx.make(folder, port, body)
        block = servers.running(
            "N", command, port=port, folder=self.folder, environment=dict(os.environ), cwd=folder, cores=self.cores
        )
        self.add("N", self.stack.enter_context(block), [request_bytes("GET", "/page.html")])

    def add_proxy(self, product: Server) -> servers.Chain | None:
        """The product behind the nginx configuration that we ship; None without nginx."""
        if nginx.program() is None:
            self.notes.append("behind nginx not measured: no nginx on this machine")
            return None
        port, folder = servers.free_port(), self.folder / "proxy"
        command = nginx.make_proxy(folder, port, product.port, servers.free_port())
        block = servers.running(
            "proxy", command, port=port, folder=self.folder, environment=dict(os.environ), cwd=folder, cores=self.cores
        )
        return servers.Chain(self.stack.enter_context(block), product)

    def add_floor(self) -> None:
        folder = self.folder / "floor"
        folder.mkdir()
        environment = {**self.product_environment(), "BENCH_FLOOR": str(folder)}
        environment["DJANGO_SETTINGS_MODULE"] = "bench.baselines.floor.settings"
        database = self.own_database("bench_floor")
        environment.pop("DATABASE_URL", None)
        if database:
            environment["DATABASE_URL"] = database["url"]
        command = [sys.executable, "-m", "bench.baselines.floor.prepare", str(FLOOR_PEOPLE)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"F: {done.stderr.strip()[-1500:]}")
        requests = []
        for number, key in enumerate(done.stdout.split()):
            headers = {"Cookie": f"sessionid={key}; csrftoken={'f' * 32}", "X-CSRFToken": "f" * 32}
            requests.append(request_bytes("POST", "/say/", headers, f"text=Een+antwoord+van+{number}".encode()))
        application = "bench.baselines.floor.wsgi:application"
        self.count(application, environment, ROOT, {"F": requests[:2]})
        self.add("F", self.serve("F", application, environment, ROOT), requests, expects=302)

    def own_database(self, name: str) -> dict[str, Any]:
        """An empty database beside the product's in the same cluster, as Django's settings; {} on SQLite."""
        if not self.database_url:
            return {}
        import psycopg

        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        host, _, _old = self.database_url.rpartition("/")
        user, _, place = host.removeprefix("postgres://").partition("@")
        server, _, port = place.partition(":")
        return {
            "ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": user, "HOST": server, "PORT": port,
            "CONN_MAX_AGE": None, "url": f"{host}/{name}",
        }  # fmt: skip

    def add(self, name: str, server: Server, requests: list[bytes], *, expects: int = 200, marker: bytes = b"") -> None:
        def supply(number: int) -> Any:
            while True:
                yield requests[number % len(requests)]

        self.series[name] = Series(name=name, server=server, supply=supply, expects=expects, marker=marker)

    # ------------------------------------------------------------ all of it
    def run(self) -> dict[str, Any]:
        self.set_up_django()
        declared = find_declared(self.options.only)
        if self.options.quick:
            declared.targets = [target for target in declared.targets if target.quick]
        if declared.targets:
            self.make(declared.targets)
        print(MADE, flush=True)
        sys.stdin.readline()
        if not declared.targets:
            return {"targets": [], "baselines": {}, "notes": [], "figures": self.figures(declared.figures)}
        if self.cores.load:
            os.sched_setaffinity(0, self.cores.load)
        everything = list(self.series.values())
        for one in everything:
            one.load(8, WARM_UP)
        run_rounds(everything, rounds=self.options.rounds, seconds=self.options.seconds, say=say)
        return self.report(declared.targets) | {"figures": self.figures(declared.figures)}

    def make(self, targets: list[Target]) -> None:
        """The product with people in it, all baselines, and a server for each."""
        with ThreadPoolExecutor(1) as beside:  # a project of its own, made by processes of its own
            fresh = beside.submit(self.make_wagtail_start)
            world = self.make_world()
            environment = self.product_environment()
            supplies = {target.name: target.prepare(world) for target in targets}
            asked = {name: list(islice(supply(0), 3)) for name, supply in supplies.items()}
            self.count("gehoord.wsgi:application", environment, ROOT, asked)
            for target in targets:
                if target.reset is not None:
                    target.reset(world)
            self.add_wagtail_start(fresh.result())
        self.add_hello()
        self.add_floor()
        product = self.serve("product", "gehoord.wsgi:application", environment, ROOT)
        self.add_nginx(self.kept_page(product.port))
        through = self.add_proxy(product) if any(target.through_nginx for target in targets) else None
        for target in targets:
            server = through if target.through_nginx else product
            if server is not None:
                self.add_target(target, supplies[target.name], server, world)
        from django.db import connections

        connections.close_all()

    def add_target(self, target: Target, supply: Any, server: Measurable, world: Any) -> None:
        self.series[target.name] = Series(
            name=target.name,
            server=server,
            supply=supply,
            expects=target.expects,
            marker=target.marker,
            clients=target.clients,
            with_tail=target.tail is not None,
            reset=None if target.reset is None else lambda: target.reset(world) if target.reset else None,
        )

    def kept_page(self, port: int) -> bytes:
        """The home page as it goes over the wire, for nginx to serve as a file."""
        from http.client import HTTPConnection

        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/", headers={"Host": "localhost", "Accept-Encoding": "gzip, deflate, br"})
        return connection.getresponse().read()

    def report(self, targets: list[Target]) -> dict[str, Any]:
        names = ("W", "H", "N", "F")
        baselines = {
            name: {
                "per_second": round(statistics.median(one.rates), 1),
                "cpu_ms": round(one.cpu_per_answer * 1000, 2),
                "queries": self.counted.get(name),
                "errors": one.errors,
            }
            for name, one in self.series.items()
            if name in names
        }
        measured = [target for target in targets if target.name in self.series]
        found = [compare(target, self.series, self.counted.get(target.name)) for target in measured]
        return {"targets": found, "baselines": baselines, "notes": self.notes}

    @staticmethod
    def figures(figures: list[Any]) -> list[dict[str, Any]]:
        return [
            {"of": figure.name, "name": reading.name, "value": reading.value, "aim": reading.aim, "met": reading.met}
            for figure in figures
            for reading in figure.compute()
        ]


def main(folder: str, database_url: str, options: str) -> None:
    with contextlib.ExitStack() as stack:
        bench = Bench(Path(folder), "" if database_url == "-" else database_url, Options(**json.loads(options)), stack)
        found = bench.run()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
