from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from content.reporting.gate import open_form_if_ready
from content.reporting.key_lists import KeyListAlarmError, pinned_version, verified_chain, waits_for_pin, write_pin
from content.reporting.models import AdviserKey, KeyListVersion
from gehoord.organisations.models import Organisation


class Command(BaseCommand):
    help = "Write down each school's newest signed key list outside the database. Run it as the owner of KEY_PINS_DIR."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", help="only this organisation, by its slug")
        parser.add_argument("--yes", action="store_true", help="pin without asking")

    def handle(self, *args: Any, school: str | None = None, yes: bool = False, **options: Any) -> None:
        organisations = Organisation.objects.filter(pk__in=KeyListVersion.objects.values("organisation")).order_by("slug")
        if school:
            organisations = organisations.filter(slug=school)
        for organisation in organisations:
            self._pin(organisation, yes)

    def _pin(self, organisation: Organisation, yes: bool) -> None:
        try:
            chain = verified_chain(organisation.pk)
        except KeyListAlarmError:
            raise CommandError(
                f"{organisation.slug}: the list in the database does not follow from the pinned one. Nothing was written. "
                "Somebody changed the database: see docs/operations/key-lists.md."
            ) from None
        if not waits_for_pin(organisation.pk):
            self.stdout.write(f"{organisation.slug}: version {pinned_version(organisation.pk)} is pinned; nothing to do.")
            return
        self.stdout.write(f"{organisation.slug}: version {chain[-1].version}. Compare these marks with the advisers by phone:")
        keys = AdviserKey.objects.filter(organisation=organisation).select_related("user")
        owners = {bytes.fromhex(key.fingerprint): key for key in keys}
        for pair in chain[-1].keys:
            key = owners.get(pair.fingerprint)
            self.stdout.write(f"  {key.mark if key else pair.fingerprint.hex()[:16]}  {key.user if key else 'unknown'}")
        if not yes and input("Pin this list? [y/N] ").strip().lower() not in {"y", "yes", "j", "ja"}:
            self.stdout.write("Nothing was written.")
            return
        write_pin(organisation)
        is_open = open_form_if_ready(organisation=organisation, now=timezone.now(), by=None)
        self.stdout.write(f"{organisation.slug}: pinned. The form is {'open' if is_open else 'still closed'}.")
