"""The report form and what is sent with it, sealing and storing included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django.utils import timezone

from bench.declare import Declaration, Supply, Target, same_for_all
from bench.load import request_bytes
from bench.world import World, anonymous, own_address
from content.reporting.enums import ContactWay
from content.reporting.models import Report
from content.reporting.public_door import env_keys
from content.reporting.tenancy import sees_everything
from gehoord.core.sealed.tokens import make_form_token, new_seed

STORY = (
    "Op mijn stage maakt een collega elke dag opmerkingen over mijn afkomst. Ik heb gezegd dat ik dat niet wil. "
    "Mijn begeleider zegt dat ik me niet zo moet aanstellen. Ik wil graag met iemand praten over wat ik kan doen. "
)


def submissions(world: World) -> Supply:
    """Every one a new report of a new student with an address of its own, written a minute ago, reachable by phone."""
    path = f"/melden/{world.school.slug}/"
    written = timezone.now() - timedelta(minutes=1)

    def supply(number: int) -> Iterator[bytes]:
        count = 0
        while True:
            count += 1
            token = make_form_token(env_keys(), school=world.school.slug, now=written, seed=new_seed())
            body = urlencode(
                {
                    "verhaal": f"{STORY} ({number}-{count})",
                    "contact": ContactWay.CALL.value,
                    "tel": "06 12345678",
                    "wie": "later",
                    "token": token,
                }
            )
            yield request_bytes("POST", path, {"X-Forwarded-For": own_address(), "Origin": "http://localhost"}, body.encode())

    return supply


def newly_stored(world: World) -> int:
    """How many reports came since it was asked last."""
    with sees_everything():
        before, now = world.kept.get("reports", 0), Report.objects.count()
    world.kept["reports"] = now
    return now - int(before)


TARGETS: list[Declaration] = [
    Target(
        name="report form",
        prepare=same_for_all(lambda world: anonymous(f"/melden/{world.school.slug}/")),
        beside={"W": None},
        marker=b"</html>",
        quick=False,
    ),
    Target(
        name="submitting a report",
        prepare=submissions,
        beside={"W": 2.5},
        marker=b"</html>",
        tail=2.5,
        reset=newly_stored,
    ),
]
