"""Loads the region's pages and one page per school, in Dutch and English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from wagtail.models import Locale, Page, Site

from gehoord.core.registry import StarterRun
from gehoord.core.starter import bring_page, to_rich_text
from gehoord.organisations.models import Organisation

from .models import ArticlePage, HomePage, PublicPage, SchoolPage
from .queries import schools_with_form

HOME, SCHOOL = "home", "school"


def load_pages(run: StarterRun) -> None:
    """Home first, then articles, then the schools; Dutch before English, so that translations have an original."""
    for language, _ in settings.WAGTAIL_CONTENT_LANGUAGES:
        folder = run.folder / "pages" / language
        locale, _made = Locale.objects.get_or_create(language_code=language)
        home = _load_home(run, folder, locale)
        if home is None:
            continue
        for path in sorted(folder.glob("*.yaml")):
            if path.stem not in {HOME, SCHOOL}:
                _load_article(run, path, locale, home)
        for organisation in schools_with_form():
            _load_school(run, folder / f"{SCHOOL}.yaml", locale, home, organisation)


def read(path: Path) -> dict[str, Any]:
    """One starter page."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict), path
    return content


def _load_home(run: StarterRun, folder: Path, locale: Locale) -> HomePage | None:
    content = read(folder / f"{HOME}.yaml")

    def make() -> Page:
        page = _publish(
            Page.get_first_root_node(), _filled(HomePage(slug=f"gehoord-{locale.language_code}"), content), locale, HOME
        )
        if locale.language_code == settings.LANGUAGE_CODE:
            _make_site_root(page)
        return page

    return bring_page(
        run=run, key=f"pages/{locale.language_code}/{HOME}", content=content, make=make, revise=lambda p: _fill(p, content)
    )


def _make_site_root(home: Page) -> None:
    """The one Site shows our home; Wagtail's own welcome page goes."""
    host, _, port = settings.BASE_URL.split("://", 1)[1].partition(":")
    standard = 443 if settings.HTTPS else 80
    site, made = Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": host, "root_page": home, "site_name": settings.WAGTAIL_SITE_NAME}
    )
    former = None if made else site.root_page
    site.hostname, site.port, site.root_page, site.site_name = host, int(port or standard), home, settings.WAGTAIL_SITE_NAME
    site.save()
    if former is not None and former.pk != home.pk and former.specific_class is Page:
        former.delete()


def _load_article(run: StarterRun, path: Path, locale: Locale, home: HomePage) -> None:
    content = read(path)
    key = path.stem

    def make() -> Page:
        return _publish(home, _filled(ArticlePage(slug=content["slug"]), content), locale, key)

    bring_page(
        run=run, key=f"pages/{locale.language_code}/{key}", content=content, make=make, revise=lambda p: _fill(p, content)
    )


def _load_school(run: StarterRun, path: Path, locale: Locale, home: HomePage, organisation: Organisation) -> None:
    content = _with_name(read(path), organisation.called)
    key = f"{SCHOOL}/{organisation.slug}"

    def make() -> Page:
        page = SchoolPage(slug=organisation.slug, organisation=organisation)
        return _publish(home, _filled(page, content), locale, key)

    bring_page(
        run=run, key=f"pages/{locale.language_code}/{key}", content=content, make=make, revise=lambda p: _fill(p, content)
    )


def _publish(parent: Page, page: PublicPage, locale: Locale, key: str) -> PublicPage:
    """Add a page in its locale, tied to its Dutch original, and publish it."""
    page.locale = locale
    original = _original(key)
    if original is not None:
        page.translation_key = original.translation_key
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _original(key: str) -> Page | None:
    from gehoord.core.models import StarterText

    known = StarterText.objects.filter(key=f"pages/{settings.LANGUAGE_CODE}/{key}").first()
    return Page.objects.filter(pk=known.page_id).first() if known else None


def _filled(page: Any, content: dict[str, Any]) -> Any:
    _fill(page, content)
    return page


def _fill(page: Page, content: dict[str, Any]) -> None:
    """Put a starter file's words on a page."""
    page.title = content["title"]
    page.seo_title = content.get("seo_title", "")
    page.search_description = content.get("search_description", "")
    page.lead = content.get("lead", "")
    page.body = list(_blocks(content.get("body", [])))
    if isinstance(page, ArticlePage):
        page.audience = content.get("audience", ArticlePage.Audience.EVERYONE)
        page.in_footer = bool(content.get("in_footer", False))


def _blocks(body: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    for block in body:
        kind = block["type"]
        yield kind, _value(kind, block)


def _value(kind: str, block: dict[str, Any]) -> Any:
    match kind:
        case "heading":
            return block["text"]
        case "text":
            return _rich(block["text"])
        case "sources":
            return list(block["sources"])
        case "questions":
            items = [{"question": item["question"], "answer": _rich(item["answer"])} for item in block["questions"]]
            return {"heading": block.get("heading", ""), "questions": items}
        case "situations":
            items = [{**item, "text": _rich(item["text"])} for item in block["situations"]]
            return {"heading": block["heading"], "intro": block["intro"], "situations": items}
    value = {name: part for name, part in block.items() if name != "type"}
    for name in {"voices": ("after",), "promises": ("exception",), "callout": ("text",)}.get(kind, ()):
        value[name] = _rich(value.get(name, ""))
    return value


def _rich(markdown: str) -> Any:
    from wagtail.rich_text import RichText

    return RichText(to_rich_text(markdown))


def _with_name(value: Any, name: str) -> Any:
    """``{school}`` in starter texts becomes the school's name."""
    if isinstance(value, str):
        return value.replace("{school}", name)
    if isinstance(value, list):
        return [_with_name(part, name) for part in value]
    if isinstance(value, dict):
        return {key: _with_name(part, name) for key, part in value.items()}
    return value
