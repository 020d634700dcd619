"""N: nginx serving one static file, where nginx is there."""

from __future__ import annotations

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
