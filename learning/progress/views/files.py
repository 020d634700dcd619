"""Files of steps, in whole or in part: a film is only played on some phones when the server can give a part of it (RFC 9110)."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gehoord.core.models import Document

PIECE = 64 * 1024
KINDS = {"vtt": "text/vtt; charset=utf-8", "mp4": "video/mp4", "webm": "video/webm"}


def file_response(request: HttpRequest, document: Document, *, attachment: bool) -> HttpResponseBase:
    """200 with all of it, 206 with the part that was asked for, 416 when there is no such part."""
    extension = document.file_extension.lower()
    kind = KINDS.get(extension) or mimetypes.guess_type(document.filename)[0] or "application/octet-stream"
    size = document.file.size
    asked = re.fullmatch(r"bytes=(\d{0,15})-(\d{0,15})", request.headers.get("Range", "").strip())
    if asked is None or not any(asked.groups()):
        response: HttpResponseBase = FileResponse(
            document.file.open("rb"), as_attachment=attachment, filename=document.filename, content_type=kind
        )
    else:
        start, end = _part(asked[1], asked[2], size)
        if start >= size or end < start:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        response = StreamingHttpResponse(_pieces(document.file.open("rb"), start, end), status=206, content_type=kind)
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
        response["Content-Length"] = str(end - start + 1)
    response["Accept-Ranges"] = "bytes"
    return response


def _part(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte; without a first one the last so many."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _pieces(file: IO[bytes], start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start + 1
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
