"""Check the newest draft of every conversation. Exit code 1 when one has an error."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from learning.catalogue.engine_words import worded_place
from learning.catalogue.models import ScenarioPage
from learning.catalogue.scenario_services import check_of, draft_of


class Command(BaseCommand):
    help = "Kijkt alle gesprekken na en zegt wat beter moet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="het verslag als JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = ScenarioPage.objects.select_related("locale").order_by("locale__language_code", "slug")
        reports = [self._one(page) for page in pages]
        if options["json"]:
            self.stdout.write(json.dumps(reports, ensure_ascii=False, indent=2))
        else:
            for report in reports:
                self._say(report)
        if any(report["errors"] for report in reports):
            raise CommandError("Er zijn fouten; zie het verslag.")

    def _one(self, page: ScenarioPage) -> dict[str, Any]:
        draft = draft_of(page)
        found = check_of(draft)
        return {
            "slug": draft.slug, "language": page.locale.language_code, "title": draft.title, "live": page.live,
            "paths": found.paths, "all_paths": found.is_all, "minutes": found.minutes, "errors": len(found.errors),
            "findings": [
                {"severity": one.severity, "code": one.code, "place": one.place, "sentence": one.sentence, "reason": one.reason}
                for one in found.findings
            ],
        }  # fmt: skip

    def _say(self, report: dict[str, Any]) -> None:
        more = "" if report["all_paths"] else "meer dan "
        self.stdout.write(f"{report['slug']} ({report['language']}): {more}{report['paths']} wegen, {report['minutes']} min")
        for one in report["findings"]:
            reason = f" (mag: {one['reason']})" if one["reason"] else ""
            self.stdout.write(f"  {one['severity']}: {worded_place(one['place'])}: {one['sentence']}{reason}")
