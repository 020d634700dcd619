from __future__ import annotations

from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import connections
from django.urls import reverse

from gehoord.wiring.demo import DEMO_SCHOOL, all_doors
from gehoord.wiring.preparation import NotReadyError, make_folders, prepare
from gehoord.wiring.supervisor import PortTakenError, Supervisor, check_port


class Command(BaseCommand):
    help = "Runs all of the product in one foreground process: web workers, outbox worker and clock. Ctrl-C ends all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="first do what `prepare` does")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_port(settings.HOST, settings.PORT)
            make_folders()
            if options["prepare"]:
                prepare(self._say)
        except (NotReadyError, PortTakenError) as error:
            raise CommandError(str(error)) from error
        self._refuse_unsafe_values()
        connections.close_all()
        Supervisor(say=self._say, ready=self._announce).run()
        self._say("Gehoord has stopped.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _refuse_unsafe_values(self) -> None:
        """Development is checked for durability; production for everything that `check --deploy` knows."""
        try:
            call_command("check", deploy=not settings.DEMO_PEOPLE, databases=["default"], stdout=StringIO())
        except SystemCheckError as error:
            raise CommandError(f"Gehoord does not start with unsafe values.\n{error}") from error

    def _announce(self) -> None:
        base = settings.BASE_URL
        self._say(f"\nGehoord runs at {base}/")
        if not settings.DEMO_PEOPLE:
            return
        for label, path in (
            ("Report form", f"/melden/{DEMO_SCHOOL}/"),
            ("Back with a code", "/melding/"),
            ("Training", "/leren/"),
            ("Desk of the advisers", "/balie/"),
            ("CMS", "/cms/"),
            ("Mail that was sent", reverse("wiring:development")),
            ("Health", reverse("wiring:healthz")),
        ):
            self._say(f"  {label:<22}{base}{path}")
        doors = all_doors()
        if doors:
            self._say("\nSign in as a demo person (each address works once; more: manage.py demo_signin ROLE):")
        for role, person, address in doors:
            self._say(f"  {role:<15}{address}   {person}")
        connections.close_all()
        self._say("\nCtrl-C stops everything; what was written stays.")
