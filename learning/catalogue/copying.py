"""A school's own copy of a module of the region, and what changed in the original since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from gehoord.core import audit
from gehoord.organisations.models import Organisation

from .errors import NothingToCopyError
from .models import FrozenVersion, ModulePage

LONGEST_SLUG = 200


@transaction.atomic
def copy_module(*, page: ModulePage, organisation: Organisation, by: Any) -> ModulePage:
    """An own draft of a published module, under a name of its own. Its completions are its own too.

    Raises NothingToCopyError when the module was never published, so that there is no version to compare with.
    """
    version = newest_version_of(page)
    if version is None:
        raise NothingToCopyError
    parent = page.get_parent()
    slug = _free_slug(parent, f"{page.slug[:LONGEST_SLUG]}-{organisation.slug}")
    copy: ModulePage = page.copy(
        to=parent, keep_live=False, copy_revisions=False, user=by,
        update_attrs={"slug": slug, "organisation": organisation, "copied_from": version},
    )  # fmt: skip
    copy.save_revision(user=by)
    audit.record(by=by, action="catalogue.module_copied", target=copy, organisation_id=organisation.pk)
    return copy


@transaction.atomic
def note_original_seen(*, page: ModulePage, by: Any) -> None:
    """From here on changes are counted from the original's newest version."""
    version = newest_original_of(page)
    if version is not None:
        ModulePage.objects.filter(pk=page.pk).update(copied_from=version)
        audit.record(by=by, action="catalogue.original_seen", target=page, organisation_id=page.organisation_id)


def newest_version_of(page: ModulePage) -> FrozenVersion | None:
    series = FrozenVersion.objects.filter(kind="module", page_key=page.translation_key, language=page.locale.language_code)
    return series.order_by("-number").first()


def newest_original_of(page: ModulePage) -> FrozenVersion | None:
    """The newest version of what a copy was copied from; None for a page that is no copy."""
    known = page.copied_from
    if known is None:
        return None
    series = FrozenVersion.objects.filter(kind=known.kind, page_key=known.page_key, language=known.language)
    return series.order_by("-number").first()


@dataclass(frozen=True, kw_only=True)
class Change:
    """One part that is different; empty before: new; empty after: gone."""

    what: str
    before: str
    after: str


def changes_in_original(page: ModulePage) -> list[Change]:
    """What changed in the original since the copy was made, or looked at last; empty for a page that is no copy."""
    newest = newest_original_of(page)
    if newest is None or page.copied_from is None or newest.pk == page.copied_from.pk:
        return []
    return changes_between(page.copied_from.content, newest.content)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    labels = {
        "title": _("Titel"),
        "lead": _("Waar het over gaat"),
        "goals": _("Daarna kun je"),
        "content_notice": _("Vooraf weten"),
    }
    found = [
        Change(what=label, before=_words(before.get(name)), after=_words(after.get(name)))
        for name, label in labels.items()
        if _words(before.get(name)) != _words(after.get(name))
    ]
    return found + _steps(before["steps"], after["steps"])


def _steps(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Change]:
    old, new = {step["key"]: step for step in before}, {step["key"]: step for step in after}
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        if was != now:
            title = (now or was or {})["title"]
            found.append(Change(what=_("Stap: %(title)s") % {"title": title}, before=_step(was), after=_step(now)))
    if [key for key in old if key in new] != [key for key in new if key in old]:
        order = (", ".join(step["title"] for step in steps) for steps in (before, after))
        found.append(Change(what=_("Volgorde"), before=next(order), after=next(order)))
    return found


def _step(step: Mapping[str, Any] | None) -> str:
    """A step as words; what only a machine reads (which page, which file) shows as such."""
    if step is None:
        return ""
    needed = "" if step["required"] else _("Deze stap hoeft niet.")
    own = _words(step.get("body") or step.get("question"))
    length = _("%(minutes)s minuten") % {"minutes": step["minutes"]}
    return " · ".join(part for part in (step["title"], step["lead"], length, needed, own) if part)


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return " ".join(strip_tags(str(value or "").replace("</p>", " ").replace("</li>", " ").replace("</h2>", " ")).split())


def _free_slug(parent: Any, wanted: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    return next(slug for slug in (wanted, *(f"{wanted}-{number}" for number in range(2, 1000))) if slug not in taken)
