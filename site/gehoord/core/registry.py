"""The slots in which rooms meet.

Rooms on one line of the house are strangers, and a lower room never calls up. What one room offers to the whole it
hands to `registry` in its ``AppConfig.ready()``; whoever needs all of a kind asks `registry` for them::

    registry.add(MenuEntry(key="reporting.desk", label=_("Meldingen"), url_name="reporting:inbox", order=30, visible=user_can_use_desk))
    for entry in registry.all(MenuEntry): ...

Keys start with the room's label and a dot, and are unique per kind. Order is by ``order``, then by key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol, TypeVar

from django.http import HttpRequest


class Tenant(Protocol):
    """What core may know of an organisation."""

    pk: Any
    slug: Any


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every slot has in common."""

    key: str
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class MailKind(Entry):
    """A kind of mail. ``compose(message)`` returns an `outbox.Mail`, or None when it is no longer needed."""

    label: Any
    compose: Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class Job(Entry):
    """Work for the clock: ``run(now)`` each minute or once a day. It must bear being run again after a crash."""

    label: Any
    every: Literal["minute", "day"]
    run: Callable[[datetime], None]


@dataclass(frozen=True, kw_only=True)
class Health:
    """One line of /healthz: dead means 503."""

    alive: bool
    detail: str


@dataclass(frozen=True, kw_only=True)
class HealthCheck(Entry):
    """Part of /healthz: ``check(now)`` returns `Health`, without content and without names."""

    check: Callable[[datetime], Health]


@dataclass(frozen=True, kw_only=True)
class RetentionRule(Entry):
    """A term from the register: ``forget(now, dry_run)`` erases what is over its term and returns how many."""

    label: Any
    term: str
    ground: str
    forget: Callable[[datetime, bool], int]


@dataclass(frozen=True, kw_only=True)
class PersonalData(Entry):
    """What a room holds of a person: ``export(user)`` for the person, ``erase(user)`` returns how many rows went."""

    label: Any
    export: Callable[[Any], Mapping[str, Any]]
    erase: Callable[[Any], int]


@dataclass(frozen=True, kw_only=True)
class GoLiveItem:
    """One thing that only the organisation can know or promise.

    ``kind`` is "fact" (filled in somewhere: ``done`` is computed, ``url`` leads there) or "promise" (confirmed on the
    list itself).
    """

    key: str
    title: Any
    why: Any
    kind: Literal["fact", "promise"]
    done: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class GoLiveItems(Entry):
    """``items(organisation)``: this room's part of the "before you go live" list."""

    items: Callable[[Any], Iterable[GoLiveItem]]


@dataclass(frozen=True, kw_only=True)
class MenuEntry(Entry):
    """A place in the menu of signed-in rooms, shown when ``visible(user)``."""

    label: Any
    url_name: str
    visible: Callable[[Any], bool]
    icon: str = "right"
    home_of: int | None = None  # the lowest number wins: where somebody lands after signing in


@dataclass(frozen=True, kw_only=True)
class Panel(Entry):
    """Part of a page of the wiring. ``context(request, organisation)`` fills ``template``, which shows nothing else."""

    page: Literal["overview"]
    template: str
    visible: Callable[[Any, Any], bool]
    context: Callable[[HttpRequest, Any], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A right in the CMS: ``codename`` on a page's or collection's subtree, or a plain model permission ("app.codename")."""

    codename: str
    page: Any = None
    collection: Any = None


@dataclass(frozen=True, kw_only=True)
class CmsGrants(Entry):
    """``grants(organisation, role)``: what that role of that organisation may do in the CMS with this room's things."""

    grants: Callable[[Any, str], Iterable[Grant]]


@dataclass(frozen=True, kw_only=True)
class StarterLoader(Entry):
    """Loads this room's part of content/starter; may be run again and never overwrites what a school wrote.

    ``load(run)`` gets a `StarterRun`: the folder, and a sink for sentences about what was done.
    """

    load: Callable[[StarterRun], None]
    demo: bool = False  # only where demo people exist


@dataclass(kw_only=True)
class StarterRun:
    """One run of the starter loaders."""

    folder: Any
    today: date
    say: Callable[[str], None]
    made: dict[str, int] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        self.made[what] = self.made.get(what, 0) + number


@dataclass(frozen=True, kw_only=True)
class MembershipHook(Entry):
    """Called in the same transaction after a membership began, changed or ended: ``changed(membership, by)``."""

    changed: Callable[[Any, Any], None]


@dataclass(frozen=True, kw_only=True)
class AttendanceHook(Entry):
    """Called in the same transaction when somebody attended a live training: ``attended(user, module_key, on)``, perhaps twice."""

    attended: Callable[[Any, str, date], None]


@dataclass(frozen=True, kw_only=True)
class OrganisationHook(Entry):
    """Called in the same transaction after an organisation was made or changed: ``changed(organisation, by)``."""

    changed: Callable[[Any, Any], None]


@dataclass(frozen=True, kw_only=True)
class ReservedSlugs(Entry):
    """Reserved first path parts of this room, which no school's slug may take."""

    slugs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FormDoor(Entry):
    """``is_open(organisation)``: whether a student can send something there now. Whoever changes the answer purges the pages."""

    is_open: Callable[[Any], bool]


@dataclass(frozen=True)
class FooterLink:
    """A page at the foot of every public page."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class FooterLinks(Entry):
    """Pages that every public page leads to: ``links(language)``, without a query on most requests."""

    links: Callable[[str], Iterable[FooterLink]]


Kind = TypeVar("Kind", bound=Entry)


class DuplicateEntryError(Exception):
    """Two rooms, or one twice, used the same key for the same kind."""


class Registry:
    def __init__(self) -> None:
        self._entries: dict[type[Entry], dict[str, Entry]] = {}

    def add(self, entry: Entry) -> None:
        """Hand in an entry. Raises DuplicateEntryError when the key is taken."""
        slot = self._entries.setdefault(type(entry), {})
        if entry.key in slot:
            raise DuplicateEntryError(f"{type(entry).__name__} {entry.key!r} is registered twice")
        slot[entry.key] = entry

    def all(self, kind: type[Kind]) -> list[Kind]:
        """All entries of a kind, in order."""
        found: list[Kind] = [entry for entry in self._entries.get(kind, {}).values() if isinstance(entry, kind)]
        return sorted(found, key=lambda entry: (entry.order, entry.key))

    def get(self, kind: type[Kind], key: str) -> Kind:
        """The entry with this key; raises KeyError when no room handed it in."""
        entry = self._entries.get(kind, {})[key]
        assert isinstance(entry, kind)
        return entry


registry = Registry()
