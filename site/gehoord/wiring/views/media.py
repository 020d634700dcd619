"""Public uploads, from the folder or from the store that MEDIA_STORAGE names. Behind nginx the folder is nginx's own."""

from __future__ import annotations

import mimetypes

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

KEPT = 24 * 3600  # seconds; the name of an upload never comes back with other content


@login_not_required
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One upload. Nothing is listed, and a name that leads outside is not found."""
    if isinstance(default_storage, FileSystemStorage):
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    try:
        file = default_storage.open(path)
    except (FileNotFoundError, SuspiciousOperation) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return FileResponse(file, content_type=kind, headers={"Cache-Control": f"public, max-age={KEPT}"})
