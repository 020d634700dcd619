"""The proxy that we document: real nginx in front of a small upstream. It logs no address and no query, and believes nobody."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

OPERATIONS = Path(settings.ROOT) / "docs" / "operations"
CONFIG = (OPERATIONS / "nginx.conf").read_text(encoding="utf-8")
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
FRAME = "{3}daemon off; worker_processes 1; pid {0}/pid; error_log {0}/main.log;\nevents {{}}\nhttp {{\n{1}\n{2}\n}}\n"
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def test_no_log_line_has_an_address_a_query_or_a_browser() -> None:
    formats = re.findall(r"log_format[^;]+;", CONFIG)
    assert formats
    for one in formats:
        assert not re.search(r"remote|forwarded|request_uri|\$request\b|\$args|query|referer|user_agent|cookie", one)
    assert set(re.findall(r"access_log ([^;]+);", CONFIG)) == {"off", "/var/log/nginx/gehoord.log gehoord_quiet"}
    assert re.findall(r"error_log \S+ (\w+);", CONFIG) == ["crit"]


@dataclass
class Proxy:
    port: int
    folder: Path

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str]]:
        """Status, and what the upstream saw."""
        context = ssl._create_unverified_context()
        wanted = urllib.request.Request(
            f"https://127.0.0.1:{self.port}{path}", headers={"Host": "gehoord.example.nl", **headers}
        )
        with urllib.request.urlopen(wanted, context=context, timeout=10) as answer:
            return answer.status, json.loads(answer.read())


class Upstream(BaseHTTPRequestHandler):
    """Answers with the headers that it got."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = json.dumps(dict(self.headers.items())).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gehoord.example.nl")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(days=1))
    (folder / "cert.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*plain))


def config_for(folder: Path, port: int, upstream: int) -> str:
    """Ours as it stands, with the places of this test in it."""
    text = re.sub(r"listen \[::\]:\d+[^;]*;", "", CONFIG)
    swaps = {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2;",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/letsencrypt/live/gehoord.example.nl/fullchain.pem": f"{folder}/cert.pem",
        "/etc/letsencrypt/live/gehoord.example.nl/privkey.pem": f"{folder}/key.pem",
        "/etc/nginx/gehoord-proxy.conf": str(OPERATIONS / "gehoord-proxy.conf"),
        "/var/log/nginx/": f"{folder}/",
        "/var/cache/nginx/gehoord": f"{folder}/cache",
    }
    for ours, here in swaps.items():
        assert ours in text, ours
        text = text.replace(ours, here)
    return text


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[Proxy]:
    if NGINX is None:
        pytest.skip("no nginx on this machine: the documented proxy is not tried out")
    upstream = HTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    port = free_port()
    write_certificate(tmp_path)
    temporary = "\n".join(f"{name}_temp_path {tmp_path}/{name};" for name in FOLDERS)
    user = "user root; " if os.geteuid() == 0 else ""  # pytest's folder is its owner's only
    whole = FRAME.format(tmp_path, temporary, config_for(tmp_path, port, upstream.server_address[1]), user)
    (tmp_path / "nginx.conf").write_text(whole)
    tmp_path.chmod(0o755)
    process = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 20
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
        yield Proxy(port, tmp_path)
    finally:
        process.terminate()
        process.wait(10)
        if process.stderr:
            process.stderr.close()
        upstream.shutdown()
        upstream.server_close()


def test_what_is_logged_says_nothing_of_who_asked_for_what(proxy: Proxy) -> None:
    for path in ("/?zoek=geheim", "/deltion/", "/melden/deltion/?q=geheim", "/melding/", "/en/melden/deltion/"):
        assert proxy.ask(path, Referer="https://school.example/geheim")[0] == 200
    time.sleep(0.2)
    logged = "".join(path.read_text() for path in proxy.folder.glob("*.log"))
    assert logged.count("gehoord.example.nl GET 200") == 2
    for word in ("geheim", "127.0.0.1", "melden", "deltion", "Python-urllib"):
        assert word not in logged


def test_the_upstream_hears_one_address_and_that_it_was_https(proxy: Proxy) -> None:
    for path in ("/", "/melden/deltion/"):
        seen = proxy.ask(path, **{"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"})[1]
        assert (seen["X-Forwarded-For"], seen["X-Forwarded-Proto"]) == ("127.0.0.1", "https")
        assert seen["Host"].split(":")[0] == "gehoord.example.nl"


def test_only_static_files_are_kept_by_the_proxy(proxy: Proxy) -> None:
    for path in ("/static/core/base.1a2b.css", "/", "/melding/", "/balie/"):
        first = proxy.ask(path, **{"X-Turn": "1"})[1]
        again = proxy.ask(path, **{"X-Turn": "2"})[1]
        assert first["X-Turn"] == "1"
        assert again["X-Turn"] == ("1" if path.startswith("/static/") else "2")
