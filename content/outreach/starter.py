"""A first place and a first display for every organisation with a form."""

from __future__ import annotations

import yaml

from gehoord.core.registry import StarterRun
from gehoord.organisations.models import Organisation

from .models import Screen, ShortLink

FIRST_PLACE = "Aula"


def load_screens(run: StarterRun) -> None:
    """Make one short link and one screen per listed organisation with a form, where it has none yet."""
    text = yaml.safe_load((run.folder / "screens" / "nl" / "aula.yaml").read_text(encoding="utf-8"))
    for organisation in Organisation.objects.with_form().listed():
        if organisation.short_links.exists():
            continue
        link = ShortLink.objects.create(
            organisation=organisation, place=FIRST_PLACE, code=f"{organisation.slug[:10]}-1".strip("-")
        )
        Screen.objects.create(
            organisation=organisation,
            place=FIRST_PLACE,
            code=f"{organisation.slug[:10]}-1",
            short_link=link,
            title=text["title"],
            text=text["text"],
        )
        run.count("screens")
