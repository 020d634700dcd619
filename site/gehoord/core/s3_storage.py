"""Public uploads in an S3 store, handed out by the product itself. Imported only where MEDIA_STORAGE asks for it.

The bucket stays private and no page names another host: a picture's address is /media/… wherever it lies, so that the
content policy stays 'self' and no visitor is seen by the store.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from storages.backends.s3 import S3Storage


class S3MediaStorage(S3Storage):
    """Keeps files in the bucket and says that they are under /media/."""

    def url(self, name: str, *_args: Any, **_kwargs: Any) -> str:
        return f"{settings.MEDIA_URL}{quote(name)}"
