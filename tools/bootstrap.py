"""The first step of `make run`, `make test` and `make check`, on a machine with Python and make and nothing else.

Standard library only, and written so that an old Python can still read it and say that it is too old.
Everything that can go wrong here gets one sentence that says what to do.
"""

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)


def stop(sentence: str) -> None:
    """Say what is wrong and what to do, without a traceback."""
    sys.stderr.write("\n" + sentence + "\n")
    sys.exit(1)


if sys.version_info[:2] < OLDEST:
    stop(
        "Gehoord needs Python 3.11 or newer; this is Python %d.%d (%s).\n"
        "Install a newer one (Debian, Ubuntu: apt-get install python3), or point to it: PYTHON=/path/to/python3.11 make run"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import fcntl  # noqa: E402
import hashlib  # noqa: E402
import importlib.util  # noqa: E402
import re  # noqa: E402
import shutil  # noqa: E402
import socket  # noqa: E402
import subprocess  # noqa: E402
from pathlib import Path  # noqa: E402

HOUSE = Path(ROOT)
VENV = Path(os.environ.get("VENV") or HOUSE / ".venv")
PYTHON = VENV / "bin" / "python"


def data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR", "").strip() or HOUSE / "var").expanduser().resolve()


def check_data_dir() -> None:
    """The folder for data can be made and written."""
    folder = data_dir()
    probe = folder / ".write-test"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        stop(
            f"The data folder {folder} cannot be written ({error.strerror}).\n"
            "Make it yours (chown, chmod), free some space, or choose another: DATA_DIR=/some/folder make run"
        )


def check_port() -> None:
    """The port is free. Looked at before anything is installed, so that the answer comes at once."""
    host, port = os.environ.get("HOST", "").strip() or "127.0.0.1", os.environ.get("PORT", "").strip() or "8000"
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        stop(f"PORT={port} is not a port: use a number from 1 to 65535, such as PORT=8000.")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            stop(
                f"Port {port} on {host} cannot be used ({error.strerror}).\n"
                f"Stop what runs there, or choose another: PORT={min(int(port) + 1, 65535)} make run"
            )


def venv_works() -> bool:
    """The virtual environment is there, of this folder, and of a Python that still exists."""
    if not PYTHON.exists():
        return False
    ask = [str(PYTHON), "-c", "import sys; print(sys.prefix, sys.version_info >= (3, 11))"]
    answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    return answer.returncode == 0 and answer.stdout.split() == [str(VENV.resolve()), "True"]


def make_venv() -> None:
    if venv_works():
        return
    print(f"Making a virtual environment in {VENV} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    has_own_pip = importlib.util.find_spec("ensurepip") is not None
    has_pip = importlib.util.find_spec("pip") is not None
    if importlib.util.find_spec("venv") is None or not (has_own_pip or has_pip):
        stop(
            "This Python cannot make virtual environments: its venv part is a separate package here.\n"
            "Debian, Ubuntu: apt-get install python3-venv   then: make run"
        )
    command = [sys.executable, "-m", "venv", *([] if has_own_pip else ["--without-pip"]), str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        last = (made.stderr or made.stdout).strip().splitlines()[-1:] or ["no reason given"]
        stop(
            f"The virtual environment {VENV} could not be made: {last[0]}\n"
            "Is this folder yours to write in, and is there space left? Debian, Ubuntu: apt-get install python3-venv"
        )


def pip_command() -> list[str]:
    """pip of the virtual environment, or this Python's pip at work in it."""
    if (VENV / "bin" / "pip").exists():
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def fingerprint(names: list[str]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in names:
        digest.update((HOUSE / name).read_bytes())
    return digest.hexdigest()


def install(*names: str) -> None:
    """Install requirement files, when they changed since the last time."""
    stamp = VENV / f"installed-{names[-1]}"
    wanted = fingerprint(list(names))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {names[-1]} (a few minutes the first time) …", flush=True)
    log = data_dir() / "install.log"
    command = [*pip_command(), "install", "--disable-pip-version-check", "--no-input", "-q", "-r", str(HOUSE / names[-1])]
    with log.open("w") as sink:
        done = subprocess.run(command, stdout=sink, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        stop(f"{why_pip_failed(log.read_text(errors='replace'))}\nThe whole report of pip: {log}")
    stamp.write_text(wanted)


def why_pip_failed(report: str) -> str:
    """pip's long report as one sentence."""
    if re.search(r"No space left on device", report):
        return "The packages could not be installed: the disk is full. Free about 1 GB and run this again."
    if re.search(
        r"command '?[\w/.+-]*(gcc|cc|clang|g\+\+)'? failed|[Nn]o such file.*gcc|Unable to find .*compiler|Microsoft Visual C|linker .cc. not found|metadata-generation-failed|Failed building wheel|Failed to build",
        report,
    ):
        return (
            "A package has no ready-made form for this Python and machine, and could not be compiled.\n"
            "Use Python 3.11, 3.12 or 3.13, or install a compiler (Debian, Ubuntu: apt-get install build-essential python3-dev), and run this again."
        )
    if re.search(
        r"NewConnectionError|Temporary failure in name resolution|Max retries exceeded|ReadTimeout|ConnectionError|ProxyError|SSLError",
        report,
    ):
        return "The packages could not be fetched: the package index cannot be reached. Check the network (or pip's proxy settings) and run this again."
    if re.search(r"No matching distribution|Could not find a version", report):
        return "A package in the list cannot be found for this Python. Use Python 3.11, 3.12 or 3.13, check pip's index settings, and run this again."
    return "The packages could not be installed. Run this again; if it fails again, the report below says why."


def only_one() -> object:
    """Two starts from one folder at once wait for each other while installing."""
    lock = (HOUSE / "requirements.txt").open()
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def ready(*names: str) -> None:
    """A working virtual environment with these requirement files."""
    lock = only_one()
    make_venv()
    install(*names)
    del lock


def hand_over(*arguments: str) -> None:
    """Become the virtual environment's Python with these arguments."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(str(PYTHON), [str(PYTHON), *arguments])


def main(what: str, rest: list[str]) -> None:
    check_data_dir()
    if what == "run":
        check_port()
        ready("requirements.txt")
        hand_over("manage.py", "serve", "--prepare")
    ready("requirements.txt", "requirements-dev.txt")
    if what == "manage":
        hand_over("manage.py", *rest)
    hand_over(*rest)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run", sys.argv[2:])
    except KeyboardInterrupt:
        stop("Stopped before it was ready. Run it again to go on where it was.")
