"""Templates obey the floors of the house, are all used, and need no script or style in the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from tests.architecture.house import FOLDER, ROOT, may_use, our_files, room_of

TEMPLATES = [path for path in our_files("*.html") if "templates" in path.parts and "/static/" not in path.as_posix()]
USES = re.compile(r"{%-?\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")
LOADS = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")
INLINE = re.compile(
    r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE
)
STATIC = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']")
# Found by Django, Wagtail or allauth by their name, not by ours.
FOUND_BY_NAME = re.compile(
    r"^(400|403|404|405|413|429|500|csrf_failure)\.html$|^(account|mfa|allauth|usersessions|socialaccount|wagtailadmin|openid)/"
)


def name_of(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


NAMES = {name_of(path): path for path in TEMPLATES}
LIBRARIES = {path.stem: room_of(path) for path in our_files("templatetags/*.py") if path.stem != "__init__"}


def ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_a_template_uses_only_templates_and_tags_of_rooms_below(path: Path) -> None:
    room = room_of(path)
    assert room is not None
    text = path.read_text(encoding="utf-8")
    for used in USES.findall(text):
        if used in NAMES:
            other = room_of(NAMES[used])
            assert other is not None
            assert may_use(room, other), f"{path} uses {used} of {other}"
    for group in LOADS.findall(text):
        for library in group.split(" from ")[-1].split():
            if library in LIBRARIES:
                assert may_use(room, LIBRARIES[library] or ""), f"{path} loads {library}"


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_a_template_has_no_style_or_script_of_its_own(path: Path) -> None:
    found = INLINE.search(path.read_text(encoding="utf-8"))
    assert found is None, f"{path}: {found.group(0) if found else ''} would be refused by the content policy"


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_a_template_names_only_static_files_that_are_there(path: Path) -> None:
    """With hashed names a missing file is an error page, which the tests' plain storage does not show."""
    missing = [name for name in STATIC.findall(path.read_text(encoding="utf-8")) if finders.find(name) is None]
    assert not missing


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_a_template_parses_and_lies_in_a_folder_of_its_room(path: Path) -> None:
    get_template(name_of(path))
    if not FOUND_BY_NAME.match(name_of(path)):
        assert name_of(path).startswith(f"{room_of(path)}/"), f"{path} belongs in templates/{room_of(path)}/"


def test_every_template_is_used() -> None:
    sources = [path.read_text(encoding="utf-8") for path in [*our_files("*.py"), *TEMPLATES]]
    everything = "\n".join(sources)
    unused = []
    for name, path in NAMES.items():
        if FOUND_BY_NAME.match(name) or name in everything:
            continue
        # Page types find theirs by class name; blocks and components by a computed last part.
        if page_type_template(name) or computed(name, everything):
            continue
        unused.append(path.relative_to(ROOT).as_posix())
    assert not unused


def page_type_template(name: str) -> bool:
    from wagtail.models import get_page_models

    return name in {model.template for model in get_page_models() if model._meta.app_label in FOLDER}


def computed(name: str, everything: str) -> bool:
    """Used by a name that is put together: its folder stands in the code followed by a placeholder."""
    folder = name.rsplit("/", 1)[0] + "/"
    return re.search(re.escape(folder) + r"(?:[a-z_]*)(?:\{|%s|\"\s*\+|'\s*\+)", everything) is not None


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if "/components/" in path.as_posix() or "/layouts/" in path.as_posix()], ids=ids
)
def test_a_shared_template_opens_with_its_variables(path: Path) -> None:
    assert re.match(
        r"\s*(?:{% extends [^%]+%}\s*)?{%\s*comment\s*%}|\s*{#|\s*{% extends [^%]+%}\s*{#", path.read_text(encoding="utf-8")
    )
