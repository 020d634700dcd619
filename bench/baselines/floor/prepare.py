"""Makes the floor's tables and people; prints their session keys, one a line."""

from __future__ import annotations

import sys

import django
from django.core.management import call_command

CSRF = "f" * 32


def main(people: int) -> None:
    django.setup()
    from django.contrib.sessions.backends.db import SessionStore

    from bench.baselines.floor.models import Conversation

    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    for number in range(people):
        owner = f"owner-{number}"
        Conversation.objects.create(owner=owner)
        session = SessionStore()
        session["owner"] = owner
        session.create()
        print(session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]))
