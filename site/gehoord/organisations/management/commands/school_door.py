from __future__ import annotations

import os
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gehoord.organisations.models import Organisation
from gehoord.organisations.services import delete_sign_in_provider, save_sign_in_provider


class Command(BaseCommand):
    help = "Gives an organisation its own sign-in (OIDC), changes it, or takes it away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="the slug, such as deltion")
        parser.add_argument("--issuer", help="exactly as the provider names itself (iss), an https address")
        parser.add_argument("--client-id", help="what the provider calls this installation")
        parser.add_argument("--label", help="the text of the button, such as: Inloggen met je Deltion-account")
        parser.add_argument("--remove", action="store_true", help="take it away, with every link made by it")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"No organisation has the slug {options['organisation']!r}.")
        if options["remove"]:
            delete_sign_in_provider(organisation=organisation, by=None)
            self.stdout.write(f"{organisation} has no sign-in of its own any more.")
            return
        missing = [f"--{name.replace('_', '-')}" for name in ("issuer", "client_id", "label") if not options[name]]
        if missing:
            raise CommandError(f"Also needed: {', '.join(missing)}.")
        if not options["issuer"].startswith("https://"):
            raise CommandError("The issuer must be an https address.")
        # Never as an argument: those stand in the process list and in the shell's history.
        secret = os.environ.get("OIDC_CLIENT_SECRET") or getpass("Client secret: ")
        save_sign_in_provider(
            organisation=organisation, issuer=options["issuer"].rstrip("/"), client_id=options["client_id"], secret=secret,
            label=options["label"], by=None,
        )  # fmt: skip
        self.stdout.write(
            f"{organisation} signs in at {options['issuer']}. "
            f"The address to allow there ends in /account/school/oidc/{organisation.slug}/login/callback/"
        )
