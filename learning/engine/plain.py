"""Reading plain data (from YAML, JSON or a form) with a place and a plain sentence for everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .said import said

NOTHING: tuple[Any, ...] = ()
UNKNOWN = "“%(name)s: %(value)s” ken ik niet. Kies uit: %(known)s."


class ScenarioFormatError(ValueError):
    """A scenario's text cannot be read. ``place`` says where ("moment m3, antwoord b"), ``sentence`` what to do."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(f"{place}: {sentence}" if place else sentence)
        self.place, self.sentence = place, sentence


class Fields:
    """One block of names and values. Each value is asked for once; what nobody asked for is a typing error.

    Names that begin with "x-" are the writer's own and are left alone.
    """

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, Mapping):
            raise ScenarioFormatError(place, "Hier hoort een blok met namen en waarden.")
        self.data, self.place = data, place
        self._asked: set[str] = set()

    def _value(self, name: str) -> Any:
        self._asked.add(name)
        return self.data.get(name)

    def _wrong(self, name: str, sentence: str) -> ScenarioFormatError:
        return ScenarioFormatError(self.place or name, sentence)

    def has(self, name: str) -> bool:
        return self._value(name) is not None

    def raw(self, name: str) -> Any:
        return self._value(name)

    def text(self, name: str, default: str | None = None) -> str:
        """Without a default the field must be filled in."""
        value = self._value(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, str | int | float)):
            raise self._wrong(name, said("“%(name)s” moet tekst zijn.", name=name))
        words = "" if value is None else str(value).strip()
        if not words and default is None:
            raise self._wrong(name, said("Vul “%(name)s” in.", name=name))
        return words or (default or "")

    def one_of(self, name: str, known: Iterable[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value not in known:
            raise self._wrong(name, said(UNKNOWN, name=name, value=value, known=", ".join(k for k in known if k)))
        return value

    def number(self, name: str, default: int | None = None) -> int | None:
        value = self._value(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._wrong(name, said("“%(name)s” moet een heel getal zijn.", name=name))
        return value

    def whole(self, name: str, default: int) -> int:
        value = self.number(name, default)
        return default if value is None else value

    def yes(self, name: str) -> bool:
        value = self._value(name)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self._wrong(name, said("“%(name)s” is true of false.", name=name))
        return value

    def rows(self, name: str) -> Iterable[Any]:
        value = self._value(name)
        if value is None:
            return NOTHING
        if not isinstance(value, list | tuple):
            raise self._wrong(name, said("“%(name)s” moet een lijst zijn.", name=name))
        return value

    def words(self, name: str, known: Iterable[str] | None = None) -> tuple[str, ...]:
        found = []
        for value in self.rows(name):
            if isinstance(value, bool | Mapping | list) or value is None:
                raise self._wrong(name, said("“%(name)s” is een lijst van woorden.", name=name))
            if known is not None and str(value) not in known:
                raise self._wrong(name, said(UNKNOWN, name=name, value=value, known=", ".join(known)))
            found.append(str(value))
        return tuple(found)

    def done(self) -> None:
        """Everything was asked for; raises for a name that nobody knows."""
        for name in self.data:
            if name not in self._asked and not str(name).startswith("x-"):
                raise ScenarioFormatError(
                    self.place or str(name), said("Het veld “%(name)s” ken ik niet. Kijk of het goed gespeld is.", name=name)
                )
