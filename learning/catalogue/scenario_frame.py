"""What stands around a conversation: who is in it, what a learner reads beforehand, what lies behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.enums import LearnerFunction
from learning.engine.skills import CLOSING, SKILLS

from .scenario_forms import put, skill_name
from .scenario_graph import Graph, facts_of, without_fact

PARTNERS = [("student", _("Een student")), ("colleague", _("Een collega")), ("company", _("Het stagebedrijf"))]
KINDS = [("conversation", _("Een heel gesprek")), ("refresher", _("Een opfrisser van drie minuten"))]
GROUNDS = [
    ("religion", _("godsdienst")), ("belief", _("levensovertuiging")), ("political_opinion", _("politieke gezindheid")), ("race", _("afkomst of huidskleur")),
    ("sex", _("geslacht, zwangerschap, transgender")), ("nationality", _("nationaliteit")), ("sexual_orientation", _("op wie je valt")),
    ("civil_status", _("burgerlijke staat")), ("disability", _("handicap of chronische ziekte")), ("age", _("leeftijd")),
    ("working_hours", _("uren die je werkt")), ("contract", _("soort contract")),
]  # fmt: skip
WORDS = ("setting", "theme", "content_notice", "take_along")


class FrameForm(forms.Form):
    student = forms.CharField(label=_("Hoe heet de student?"), max_length=60, required=False)
    age = forms.IntegerField(label=_("Hoe oud is die?"), required=False, min_value=12, max_value=99)
    about = forms.CharField(
        label=_("Wie is dat, los van wat er gebeurde?"), required=False, max_length=300,
        help_text=_("Eén zin, zoals “Noor voetbalt en wil later een eigen salon.”"),
    )  # fmt: skip
    setting = forms.CharField(
        label=_("Waar en wanneer?"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=600,
        help_text=_("Staat boven het gesprek, zoals “Dinsdag, tien voor vier. Noor staat in de deur.”"),
    )  # fmt: skip
    theme = forms.CharField(
        label=_("Waar gaat het over?"), required=False, max_length=120, help_text=_("De deelnemer leest dit vooraf.")
    )
    content_notice = forms.CharField(
        label=_("Wat kan iemand raken?"), required=False, max_length=300,
        help_text=_("Eén zin voor wie dit zelf meemaakte. De deelnemer leest dit vooraf."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Wie is de deelnemer in dit gesprek?"), choices=LearnerFunction.choices)
    minutes = forms.IntegerField(label=_("Hoeveel minuten?"), min_value=1, max_value=60)
    openness = forms.IntegerField(
        label=_("Hoe open is de ander aan het begin?"),
        min_value=0,
        max_value=10,
        help_text=_("0 is dicht, 10 is helemaal open."),
    )
    take_along = forms.CharField(
        label=_("Een zin om mee te nemen"), required=False, max_length=300, help_text=_("Staat onder de nabespreking.")
    )
    swap_with = forms.MultipleChoiceField(
        label=_("Mag geruild worden met"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Een gesprek van gelijke waarde. Wie dit liever niet speelt, ruilt zonder reden en zonder spoor."),
    )  # fmt: skip
    grounds = forms.MultipleChoiceField(
        label=_("Over welke gronden gaat het?"), required=False, choices=GROUNDS, widget=forms.CheckboxSelectMultiple
    )
    partner = forms.ChoiceField(label=_("Met wie praat de deelnemer?"), choices=PARTNERS)
    kind = forms.ChoiceField(label=_("Wat voor gesprek is het?"), choices=KINDS)
    colleague = forms.CharField(label=_("Hoe heet de collega?"), required=False, max_length=60)
    company = forms.CharField(label=_("Hoe heet wie van het bedrijf meepraat?"), required=False, max_length=60)

    FOLDED = ("partner", "colleague", "company", "kind", "grounds")

    def __init__(self, *args: Any, swaps: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["swap_with"].choices = swaps  # type: ignore[attr-defined]  # a choice field
        if not swaps:
            del self.fields["swap_with"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        partner = cleaned.get("partner")
        if partner in {"student", "colleague", "company"} and not cleaned.get(partner):
            self.add_error(partner, _("Geef een naam: met deze persoon praat de deelnemer."))
        return cleaned

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FOLDED]

    @property
    def is_unfolded(self) -> bool:
        return any(field.errors for field in self.folded)

    @property
    def first(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.FOLDED]


class FactForm(forms.Form):
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)
    text = forms.CharField(label=_("Wat zit erachter?"), required=False, max_length=400)
    invites = forms.CharField(
        label=_("Welke zin geeft er ruimte voor?"), required=False, max_length=400,
        help_text=_("Voor wie het niet hoorde, in de nabespreking."),
    )  # fmt: skip
    openness_min = forms.IntegerField(label=_("Pas verteld bij een openheid vanaf"), required=False, min_value=0, max_value=10)
    clear_of = forms.MultipleChoiceField(
        label=_("Niet verteld zolang dit tussen hen in staat"), required=False, widget=forms.SelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closing = [(key, skill_name(skill)) for key, skill in SKILLS.items() if key in CLOSING]
        self.fields["clear_of"].choices = closing  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.has_changed() and not cleaned.get("text") and not cleaned.get("DELETE") and not self.errors:
            self.add_error("text", _("Schrijf wat erachter zit, of haal dit weg."))
        return cleaned


class StateForm(forms.Form):
    at_least = forms.IntegerField(label=_("Bij een openheid vanaf"), required=False, min_value=0, max_value=10)
    text = forms.CharField(label=_("Wat zie je dan?"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("text") and cleaned.get("at_least") is None and not self.errors:
            self.add_error("at_least", _("Kies vanaf welke openheid je dit ziet."))
        return cleaned


class FrameEditor:
    """The frame with its facts and visible states."""

    def __init__(self, graph: Graph, data: Mapping[str, Any] | None = None, swaps: Sequence[tuple[str, str]] = ()) -> None:
        self.graph = graph
        known = {key for key, _name in swaps}
        swaps = [*swaps, *((key, key) for key in graph.get("swap_with") or [] if key not in known)]
        self.main = FrameForm(data, initial=_initial(graph), prefix="frame", swaps=swaps)
        facts = [_fact_initial(fact) for fact in facts_of(graph)]
        states = [{"at_least": row.get("from"), "text": row.get("text") or ""} for row in graph.get("states") or []]
        self.facts = _rows_of(FactForm, "fact", facts, max(2 - len(facts), 1), data)
        self.states = _rows_of(StateForm, "state", states, max(3 - len(states), 1), data)

    def is_valid(self) -> bool:
        return all([self.main.is_valid(), self.facts.is_valid(), self.states.is_valid()])

    def onto(self, newest: Graph) -> Graph:
        """The newest graph with this frame; only after `is_valid`. A fact that goes, goes from moments and conditions too."""
        cleaned, graph = self.main.cleaned_data, deepcopy(newest)
        _put_people(graph, cleaned)
        for name in ("role", "minutes", "openness"):
            graph[name] = cleaned[name]
        for name in (*WORDS, "grounds", "swap_with"):
            if name in cleaned:
                put(graph, name, cleaned[name])
        for name, key, usual in (("partner", "with", "student"), ("kind", "kind", "conversation")):
            put(graph, key, "" if cleaned[name] == usual else cleaned[name])
        kept = self._facts()
        gone = {str(fact["key"]) for fact in facts_of(self.graph)} - {str(fact["key"]) for fact in kept}
        graph = without_fact(graph, gone) if gone else graph
        put(graph, "facts", kept)
        put(graph, "states", self._states())
        return graph

    def _facts(self) -> list[dict[str, Any]]:
        former = {str(fact["key"]): fact for fact in facts_of(self.graph)}
        taken, facts = set(former), []
        for row in _filled(self.facts):
            key = row["key"] if row["key"] in former else next(f"f{n}" for n in range(1, 99) if f"f{n}" not in taken)
            taken.add(key)
            fact = {**former.get(key, {}), "key": key, "text": row["text"]}
            put(fact, "invites", row["invites"])
            when = dict(fact.get("when") or {})
            for name in ("openness_min", "clear_of"):
                when.pop(name, None)
                if row[name] not in (None, []):
                    when[name] = row[name]
            put(fact, "when", when)
            facts.append(fact)
        return facts

    def _states(self) -> list[dict[str, Any]]:
        rows = ({"from": row["at_least"], "text": row["text"]} for row in _filled(self.states))
        return sorted(rows, key=lambda state: state["from"])


def _put_people(graph: Graph, cleaned: Mapping[str, Any]) -> None:
    student = dict(graph.get("student") or {})
    for name, value in (("name", cleaned["student"]), ("age", cleaned["age"]), ("about", cleaned["about"])):
        put(student, name, value)
    put(graph, "student", student if student.get("name") else {})
    cast = deepcopy(graph.get("cast") or {})
    for who in ("colleague", "company"):
        person = dict(cast.get(who) or {})
        put(person, "name", cleaned[who])
        put(cast, who, person if person.get("name") else {})
    put(graph, "cast", cast)


def _rows_of(
    form: type[forms.Form], prefix: str, initial: list[dict[str, Any]], blank: int, data: Mapping[str, Any] | None
) -> Any:
    factory = forms.formset_factory(form, extra=blank, can_delete=True, max_num=20, absolute_max=30)
    formset = factory(data, initial=initial, prefix=prefix)
    for one in formset.forms:
        one.fields["DELETE"].label = _("Haal dit weg")
    return formset


def _filled(formset: Any) -> list[dict[str, Any]]:
    return [
        form.cleaned_data for form in formset.forms if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")
    ]


def _fact_initial(fact: Mapping[str, Any]) -> dict[str, Any]:
    when = fact.get("when") or {}
    return {
        **{name: fact.get(name) or "" for name in ("key", "text", "invites")},
        "openness_min": when.get("openness_min"),
        "clear_of": when.get("clear_of") or [],
    }


def _initial(graph: Graph) -> dict[str, Any]:
    student, cast = graph.get("student") or {}, graph.get("cast") or {}
    return {
        "student": student.get("name") or "",
        "age": student.get("age"),
        "about": student.get("about") or "",
        "role": graph.get("role") or "teacher",
        "minutes": graph.get("minutes") or 8,
        "openness": 5 if graph.get("openness") is None else graph["openness"],
        "partner": graph.get("with") or "student",
        "kind": graph.get("kind") or "conversation",
        "grounds": graph.get("grounds") or [],
        "swap_with": graph.get("swap_with") or [],
        **{who: (cast.get(who) or {}).get("name") or "" for who in ("colleague", "company")},
        **{name: graph.get(name) or "" for name in WORDS},
    }
