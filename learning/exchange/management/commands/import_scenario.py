"""Bring conversations in from files: Twee 3, Twine 2 HTML, or our YAML. Each becomes a draft."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Locale

from learning.catalogue.models import ScenarioPage
from learning.exchange.scenario_files import Read, read_file
from learning.exchange.scenario_services import NoCatalogueError, import_new, import_over


class Command(BaseCommand):
    help = "Leest gesprekken uit bestanden (Twee, Twine 2 HTML, YAML) en zet ze als concept in de catalogus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="alleen lezen en zeggen wat er gevonden is")
        parser.add_argument("--json", action="store_true", help="het verslag als JSON")
        parser.add_argument("--language", default="nl", help="de taal van de catalogus (nl)")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = [self._one(Path(name), options) for name in options["files"]]
        if options["json"]:
            self.stdout.write(json.dumps(reports, ensure_ascii=False, indent=2))
        else:
            for report in reports:
                self._say(report)
        if not all(report["usable"] for report in reports):
            raise CommandError("Niet alles kon binnenkomen; zie het verslag.")

    def _one(self, path: Path, options: dict[str, Any]) -> dict[str, Any]:
        try:
            data = path.read_bytes()
        except OSError as error:
            sentence = f"Dit bestand is niet te openen: {error.strerror}."
            return _report(path, None, [{"line": None, "severity": "error", "sentence": sentence}])
        found = read_file(data, path.name)
        report = _report(
            path, found, [{"line": one.line, "severity": one.severity, "sentence": one.sentence} for one in found.findings]
        )
        if found.graph is not None and not options["dry_run"]:
            report["page"] = self._bring(found, options["language"])
        return report

    def _bring(self, found: Read, language: str) -> int:
        assert found.graph is not None
        locale = Locale.objects.filter(language_code=language).first()
        if locale is None:
            raise CommandError(f"De taal {language} staat niet aan.")
        page = ScenarioPage.objects.filter(slug=found.slug, locale=locale).first()
        if page is not None:
            import_over(page=page, graph=found.graph, by=None)
            return int(page.pk)
        try:
            made = import_new(graph=found.graph, title=found.title, slug=found.slug, locale=locale, organisation=None, by=None)
        except NoCatalogueError as error:
            raise CommandError("Er is nog geen catalogus in deze taal. Laad eerst de startinhoud (load_starter).") from error
        return int(made.pk)

    def _say(self, report: dict[str, Any]) -> None:
        self.stdout.write(f"{report['file']}: {report['passages']} passages, {report['links']} links")
        for finding in report["findings"]:
            where = f"regel {finding['line']}: " if finding["line"] else ""
            self.stdout.write(f"  {finding['severity']}: {where}{finding['sentence']}")


def _report(path: Path, found: Read | None, findings: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "file": str(path), "title": found.title if found else "", "slug": found.slug if found else "",
        "passages": found.passages if found else 0, "links": found.links if found else 0,
        "usable": found is not None and found.is_usable, "findings": findings,
    }  # fmt: skip
