"""`make test`: every test, on SQLite, on PostgreSQL and in real Chromium, with all of its own set-up.

What this machine cannot give (no PostgreSQL, no browser, no right to install them) is named at the end as not tested.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOGS = Path(os.environ.get("DATA_DIR", "").strip() or ROOT / "var") / "tests"
# What settings read: a test never sees the installation's own values.
OURS = re.compile(
    r"^(DATA_DIR|HOST|PORT|BASE_URL|[A-Z_]*_URL|ALLOWED_HOSTS|CMS_HOST|SECRET_KEY|[A-Z_]+_KEYS|DEBUG|MEDIA_STORAGE|WEB_[A-Z]+|"
    r"LOG_LEVEL|MAIL_FROM|DJANGO_SETTINGS_MODULE|GEHOORD_TEST_DB)$"
)
PACKAGES = {"postgresql": "postgresql", "chromium": "chromium", "fonts": "fonts-dejavu-core"}
UNIT, BROWSER, DRILL = "not browser and not drill", "browser and not drill", "drill"
AT_A_TIME = 3


def say(sentence: str) -> None:
    print(sentence, flush=True)


# ---------------------------------------------------------------- what the machine has
def postgresql_folder() -> Path | None:
    """Where initdb and postgres are: Debian keeps them off the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    found = shutil.which("initdb")
    return next((path for path in [*folders, *([Path(found).parent] if found else [])] if (path / "initdb").exists()), None)


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def install_what_is_missing() -> None:
    """Debian packages, where this is Debian and we may."""
    missing = [PACKAGES["postgresql"]] if postgresql_folder() is None else []
    missing += [PACKAGES["chromium"], PACKAGES["fonts"]] if chromium() is None else []
    if not missing or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    say(f"Installing {', '.join(missing)} …")
    LOGS.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with (LOGS / "apt.log").open("w") as log:
        subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=log, stderr=log, check=False)
        for package in missing:  # one by one: a missing one does not take the others along
            command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", package]
            subprocess.run(command, env=environment, stdout=log, stderr=log, check=False)


# ---------------------------------------------------------------- PostgreSQL
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as its own user. None when we are nobody special ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def quick_folder() -> str | None:
    """Memory, where there is enough of it: the settings stay as strict as in production, only the disk costs nothing."""
    memory = Path("/dev/shm")
    is_there = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3
    return str(memory) if is_there else None


@contextlib.contextmanager
def postgresql(binaries: Path) -> Iterator[str]:
    """A throw-away cluster on a free port; gives its DATABASE_URL. Our role is no superuser there."""
    folder = Path(tempfile.mkdtemp(prefix="gehoord-pg-", dir=quick_folder()))
    user = unprivileged_user()
    if user is not None:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()

    def run(program: str, *arguments: str) -> None:
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        done = subprocess.run(
            [str(binaries / program), *arguments],
            user=user,
            group=user and pwd.getpwnam(user).pw_gid,
            extra_groups=[] if user else None,
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()[-500:]}")

    try:
        run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c shared_buffers=128MB -c max_connections=100"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        connect = ("-h", "127.0.0.1", "-p", str(port), "-U", "postgres")
        run("createuser", *connect, "--createdb", "gehoord")
        run("createdb", *connect, "-O", "gehoord", "gehoord")
        yield f"postgres://gehoord@127.0.0.1:{port}/gehoord"
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------- runs
@dataclass
class Run:
    """One pytest run with its own log, its own database and its own folder for data."""

    name: str
    marks: str
    folder: Path
    database_url: str = ""
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0

    @property
    def is_browser(self) -> bool:
        return "browser" in self.marks and "not browser" not in self.marks

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name}.log"

    def start(self, extra: list[str]) -> None:
        environment = {key: value for key, value in os.environ.items() if not OURS.match(key)}
        environment["DATA_DIR"] = str(self.folder / self.name)
        environment["GEHOORD_TEST_DB"] = str(self.folder / f"{self.name}.sqlite3")
        environment.setdefault("GEHOORD_SCREENSHOTS", str(LOGS / "screenshots"))
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        environment["COLUMNS"] = "120"
        if self.database_url:
            environment["DATABASE_URL"] = self.database_url
            environment["GEHOORD_ONLY_WITH_DATABASE"] = "1"  # the run on SQLite has those that ask none
        if self.is_browser:
            environment["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the tests' thread
        command = [sys.executable, "-m", "pytest", "-m", self.marks, "-q", "-p", "no:cacheprovider", *extra]
        if not self.is_browser and shutil.which("nice"):
            command = ["nice", "-n", "5", *command]  # a browser waits for people's sake; who only computes gives way
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=self.log.open("wb"), stderr=subprocess.STDOUT
        )

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def finish(self) -> bool:
        """Wait, show what failed, and say whether all went well (a run without tests did not)."""
        assert self.process is not None
        code = self.process.wait()
        text = self.log.read_text(errors="replace")
        if code:
            shown = (
                text[max(text.find("= FAILURES ="), text.find("= ERRORS ="), 0) :]
                if "= FAILURES =" in text or "= ERRORS =" in text
                else text
            )
            say(f"\n──── {self.name} ────\n{shown[-20_000:]}")
        say(f"{self.name}: {time.monotonic() - self.began:.0f} s (whole log: {self.log})")
        return code == 0

    def summary(self) -> str:
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return next(
            (line for line in reversed(lines) if re.search(r"\d+ (passed|failed|error|skipped|deselected)|no tests ran", line)),
            "no summary",
        )


def run_all(marks: list[tuple[str, str]], extra: list[str]) -> int:
    LOGS.mkdir(parents=True, exist_ok=True)
    install_what_is_missing()
    not_tested: list[str] = []
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gehoord-tests-", ignore_cleanup_errors=True)))
        database_url, why = start_postgresql(stack)
        runs: list[Run] = []
        for name, wanted in marks:
            if "browser" in wanted and "not browser" not in wanted:
                runs += [Run(name, wanted, folder)] if chromium() else []
                continue
            # The longest first: what comes after it fills the other half of the machine.
            runs += [Run(f"{name}-postgresql", wanted, folder, database_url)] if database_url else []
            runs.append(Run(f"{name}-sqlite", wanted, folder))
        good = run_side_by_side(runs, extra)
    if chromium() is None:
        not_tested.append(
            f"the journeys in a real browser: no Chromium here, and no right to install it ({PACKAGES['chromium']})"
        )
    if why:
        not_tested.append(f"everything on PostgreSQL: {why}")
    report(runs, not_tested)
    return 0 if good else 1


def run_side_by_side(runs: list[Run], extra: list[str]) -> bool:
    """Each in its turn, as soon as a place is free. Says whether all went well."""
    waiting, busy, good = list(runs), [], True
    while waiting or busy:
        while waiting and len(busy) < AT_A_TIME:
            run = waiting.pop(0)
            say(f"Running {run.name} …")
            run.start(extra)
            busy.append(run)
        for run in [run for run in busy if run.has_ended]:
            busy.remove(run)
            good = run.finish() and good
        time.sleep(0.5)
    return good


def start_postgresql(stack: contextlib.ExitStack) -> tuple[str, str]:
    """A DATABASE_URL, or why there is none."""
    binaries = postgresql_folder()
    if binaries is None:
        return "", f"it is not on this machine, and there is no right to install it ({PACKAGES['postgresql']})"
    try:
        return stack.enter_context(postgresql(binaries)), ""
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        return "", f"the cluster did not start ({error})"


def left_out(log: str) -> list[str]:
    """Why tests were skipped for want of something here; what belongs to one database alone runs in the other run."""
    reasons = re.findall(r"^SKIPPED \[\d+\] [^\s:]+(?::\d+)?: (.+)$", log, re.MULTILINE)
    return list(dict.fromkeys(reason for reason in reasons if not reason.startswith("only on ")))


def report(runs: list[Run], not_tested: list[str]) -> None:
    say("")
    for run in runs:
        say(f"{run.name}: {run.summary()}")
        not_tested += [f"{run.name}: {reason}" for reason in left_out(run.log.read_text(errors="replace"))]
    for what in not_tested:
        say(f"NOT TESTED: {what}")
    if not not_tested:
        say("Nothing was left untested: SQLite, PostgreSQL, Chromium and every tool that a test asks for were all here.")


def main() -> int:
    arguments = sys.argv[1:]
    if arguments[:1] == ["--drill"]:
        os.environ["GEHOORD_PROOF"] = "long"  # 20,000 inputs and 50 reports, which otherwise are a share of that
        return run_all([("drill", DRILL)], arguments[1:])
    return run_all([("browser", BROWSER), ("unit", UNIT)], arguments)


if __name__ == "__main__":
    sys.exit(main())
