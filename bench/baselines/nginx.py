"""N: nginx serving one static file, where nginx is there; and the proxy that we ship."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

CONFIG = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
    }}
}}
"""


# The shipped configuration reads these places of an installation.
OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations"
FRAME = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 1024; }}
http {{
{temporary}
{ours}
}}
"""
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def make_proxy(folder: Path, port: int, upstream: int, unused: int) -> list[str]:
    """The configuration that we ship in front of the product, on plain HTTP (TLS would measure the load generator); gives
    the command. Raises RuntimeError when a place that is swapped here is no longer in it."""
    folder.mkdir(parents=True)
    text = re.sub(r"listen \[::\]:\d+[^;]*;|ssl_[a-z_]+ [^;]+;", "", (OPERATIONS / "nginx.conf").read_text(encoding="utf-8"))
    swaps = {
        "listen 80;": f"listen 127.0.0.1:{unused};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/nginx/gehoord-proxy.conf": str(OPERATIONS / "gehoord-proxy.conf"),
        "/var/log/nginx/": f"{folder}/",
        "/var/cache/nginx/gehoord": f"{folder}/cache",
    }
    for ours, here in swaps.items():
        if ours not in text:
            raise RuntimeError(f"{ours} is not in the shipped nginx.conf")
        text = text.replace(ours, here)
    temporary = "\n".join(f"{name}_temp_path {folder}/{name};" for name in FOLDERS)
    user = "user root;" if os.geteuid() == 0 else ""  # the folder is its owner's only
    config = folder / "nginx.conf"
    config.write_text(FRAME.format(folder=folder, user=user, temporary=temporary, ours=text))
    command = program()
    if command is None:
        raise RuntimeError("nginx is not on this machine")
    return [command, "-p", str(folder), "-c", str(config)]


def program() -> str | None:
    """Where nginx is, or None."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")


def make(folder: Path, port: int, body: bytes) -> list[str]:
    """A folder with one file of the size of a public page over the wire; gives the command that serves it."""
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "page.html").write_bytes(body)
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, port=port))
    folder.chmod(0o755)
    command = program()
    if command is None:
        raise RuntimeError("nginx is not on this machine")
    return [command, "-p", str(folder), "-c", str(config)]
