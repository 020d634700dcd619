from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from gehoord.core.registry import Health, HealthCheck, registry


def _database() -> Health:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Health(alive=False, detail=type(error).__qualname__)
    return Health(alive=True, detail=connection.vendor)


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the state of every part, 503 when one of them is dead. No names, no content."""
    now = timezone.now()
    states = {"database": _database()}
    if states["database"].alive:
        for check in registry.all(HealthCheck):
            try:
                states[check.key] = check.check(now)
            except DatabaseError as error:
                states[check.key] = Health(alive=False, detail=type(error).__qualname__)
    alive = all(state.alive for state in states.values())
    parts = {key: {"alive": state.alive, "detail": state.detail} for key, state in states.items()}
    response = JsonResponse({"alive": alive, "parts": parts}, status=200 if alive else 503)
    # The answer is the message. Django would write "ERROR Service Unavailable" for each look at a product that is starting.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return response
