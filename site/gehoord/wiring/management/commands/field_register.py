from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gehoord.core.field_register import classes, problems, registered


class Command(BaseCommand):
    help = "Says which fields lack a class, a term and a ground in docs/privacy/register, and prints the register otherwise."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = problems()
        if found:
            for line in found:
                self.stderr.write(line)
            kinds = "\n".join(f"  {name}: {parts['what']} ({parts['term']})" for name, parts in classes().items())
            raise CommandError(f"{len(found)} lines to mend in docs/privacy/register. The classes are:\n{kinds}")
        for field, names in sorted(registered().items()):
            parts = classes()[names[0]]
            self.stdout.write(f"{field.room}.{field.table}.{field.name}\t{parts['what']}\t{parts['term']}\t{parts['ground']}")
