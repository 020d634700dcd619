"""A first display with a list of slides, a first poster and flyer, each with a place of its own, per organisation with a form."""

from __future__ import annotations

from typing import Any

import yaml

from gehoord.core.models import StarterText
from gehoord.core.registry import StarterRun
from gehoord.core.starter import checksum_of
from gehoord.organisations.models import Organisation

from .models import Playlist, Screen, Sheet, ShortLink, Slide

FIRST_PLACE = "Aula"
MOST_IN_CODE = 16


def load_screens(run: StarterRun) -> None:
    """Bring in what an organisation never had; what its editors took away stays away."""
    words, listed, paper = (_read(run, name) for name in ("aula", "afspeellijst", "papier"))
    for organisation in Organisation.objects.with_form().listed():
        if not organisation.short_links.exists():
            _first_screen(organisation, words)
            run.count("screens")
        if _is_new(f"screens/{organisation.slug}/list", listed):
            _first_list(organisation, listed)
            run.count("playlists")
        if _is_new(f"screens/{organisation.slug}/paper", paper):
            for sheet in paper["sheets"]:
                _sheet(organisation, sheet)
                run.count("sheets")


def _read(run: StarterRun, name: str) -> dict[str, Any]:
    content = yaml.safe_load((run.folder / "screens" / "nl" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict), name
    return content


def _is_new(key: str, content: dict[str, Any]) -> bool:
    _, made = StarterText.objects.get_or_create(key=key, defaults={"checksum": checksum_of(content)})
    return made


def code_for(organisation: Organisation, ending: str) -> str:
    """A code that says whose it is and where it hangs, as far as sixteen signs go."""
    begin = organisation.slug[: MOST_IN_CODE - len(ending) - 1].strip("-")
    return f"{begin}-{ending}"


def _first_screen(organisation: Organisation, words: dict[str, Any]) -> None:
    code = f"{organisation.slug[:10]}-1".strip("-")
    link = ShortLink.objects.create(organisation=organisation, place=FIRST_PLACE, code=code, kind=ShortLink.Kind.SCREEN)
    Screen.objects.create(
        organisation=organisation, place=FIRST_PLACE, code=code, short_link=link, title=words["title"], text=words["text"]
    )


def _first_list(organisation: Organisation, content: dict[str, Any]) -> None:
    playlist = Playlist.objects.create(organisation=organisation, name=content["name"])
    for number, slide in enumerate(content["slides"]):
        Slide.objects.create(playlist=playlist, sort_order=number, **slide)
    organisation.screens.filter(playlist__isnull=True).update(playlist=playlist)


def _sheet(organisation: Organisation, content: dict[str, Any]) -> None:
    words = {name: value for name, value in content.items() if name not in {"place", "code"}}
    link, _ = ShortLink.objects.get_or_create(
        code=code_for(organisation, content["code"]),
        defaults={"organisation": organisation, "place": content["place"], "kind": content["kind"]},
    )
    if link.organisation_id == organisation.pk:  # two long names may begin alike; then the school makes its own
        Sheet.objects.create(organisation=organisation, short_link=link, **words)
