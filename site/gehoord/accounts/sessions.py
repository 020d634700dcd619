"""Sessions in the database, as Django keeps them; only reading one is quicker."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from gehoord.core.prepared import Prepared

_by_key = Prepared(lambda key: Session.objects.filter(session_key=key), str)


class SessionStore(db.SessionStore):
    """A session is read with one query that is compiled once. One that has ended is as good as none."""

    def _get_session_from_db(self) -> Any:
        key = self.session_key
        found = _by_key.first(str(key)) if key else None
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found
