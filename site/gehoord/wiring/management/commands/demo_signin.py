from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gehoord.organisations.enums import Role
from gehoord.wiring.demo import NoDemoPersonError, sign_in_address


class Command(BaseCommand):
    help = "Prints an address that signs a demo person of a role in, once, both factors proven. Development only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", choices=[str(role) for role in Role])
        parser.add_argument("--school", metavar="SLUG", help="a person of this organisation (the demo school when left out)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_PEOPLE:
            raise CommandError("There are no demo people in production, and no way to sign in as one.")
        try:
            person, address = sign_in_address(Role(options["role"]), options["school"])
        except NoDemoPersonError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"{person}; works once")
        self.stdout.write(address)
