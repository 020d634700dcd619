"""What this room holds of a person."""

from __future__ import annotations

from typing import Any

from .models import Certificate


def export(user: Any) -> dict[str, Any]:
    rows = Certificate.objects.filter(user=user)
    return {
        "certificaten": [
            {"code": row.grouped_code, "module": row.module, "gemaakt": row.issued_on, "geldig_tot": row.valid_until}
            for row in rows
        ]
    }


def erase(user: Any) -> int:
    """A paper in somebody's hands stays; its address says from then on that it is not known."""
    return Certificate.objects.filter(user=user).delete()[0]
