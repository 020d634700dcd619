"""The forms of one moment: a line, a reply, giving back, an ending. Only what a trainer must decide stands open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation
from learning.engine.scenario import Scenario
from learning.engine.skills import CLOSING, SKILLS, Skill

from .scenario_check import name_of
from .scenario_graph import Graph, facts_of, lines_of, moments_of, new_graph, people_of
from .scenario_script import graph_from_script
from .scenario_widgets import Select, SelectMultiple
from .script import ScriptError

NEW = "__new__"
SPEAKER_NAMES = {
    "student": _("Student"), "learner": _("Deelnemer (jij)"), "colleague": _("Collega"), "company": _("Stagebedrijf"),
    "narrator": _("Verteller"),
}  # fmt: skip
ENDINGS = [
    ("", _("Nee, het gesprek gaat verder")), ("good", _("Ja, een goed einde: er is ruimte")),
    ("mixed", _("Ja, half: er is iets gebeurd, maar niet alles")), ("stuck", _("Ja, vast: de ander sluit zich")),
]  # fmt: skip
POINT_KINDS = [("fact", _("feit")), ("feeling", _("gevoel")), ("wish", _("wens"))]
DEEDS = [("names_doors", _("noemt wie er kan helpen")), ("offers_signal", _("biedt een signaal zonder naam aan"))]
WHEN_LISTS = ("told", "untold", "visited", "used", "clear_of", "owing")
WHEN_NAMES = ("openness_min", "openness_max", *WHEN_LISTS)
Boxes = forms.CheckboxSelectMultiple


def skill_name(skill: Skill) -> str:
    """A skill in the language of the page."""
    return skill.en if get_language() == "en" else skill.nl


def skill_choices() -> list[Any]:
    """Skills in three groups: what opens, what closes, what does neither by itself."""
    groups: list[tuple[Any, bool | None]] = [(_("Opent"), True), (_("Sluit"), False), (_("Hangt ervan af"), None)]
    return [
        (label, [(skill.key, skill_name(skill)) for skill in SKILLS.values() if skill.opens is opens])
        for label, opens in groups
    ]


def suggested_openness(skills: Sequence[str]) -> int:
    """What a reply does to openness where the trainer leaves it to the skill: one that closes weighs most."""
    opens = [SKILLS[key].opens for key in skills if key in SKILLS]
    return -2 if False in opens else 1 if True in opens else 0


def put(data: dict[str, Any], name: str, value: Any) -> None:
    """What is empty is left out; an empty value that was written there stays, so that an untouched save changes nothing."""
    if value not in (None, "", [], {}, False):
        data[name] = value
    elif data.get(name):
        del data[name]


class GraphForm(forms.Form):
    """A form that knows the graph it is about: the choices of moments and facts come from there."""

    def __init__(self, *args: Any, graph: Graph, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.graph = graph

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """Where a row stands in its list, and taking it away."""
        return [self["ORDER"], self["DELETE"]]

    def fill(self, choices: Mapping[str, Sequence[Any]]) -> None:
        for name, rows in choices.items():
            self.fields[name].choices = rows  # type: ignore[attr-defined]  # all of these are choice fields

    def fact_choices(self) -> list[tuple[str, str]]:
        return [(str(fact["key"]), str(fact.get("text") or fact["key"])) for fact in facts_of(self.graph)]

    def moment_choices(self) -> list[tuple[str, str]]:
        return [(str(moment["key"]), name_of(self.graph, str(moment["key"]))) for moment in moments_of(self.graph)]

    def next_choices(self) -> list[tuple[str, Any]]:
        return [("", _("Kies een moment")), (NEW, _("Nieuw moment na dit antwoord")), *self.moment_choices()]


class WhenForm(GraphForm):
    """Conditions, folded away: most lines and replies have none."""

    openness_min = forms.IntegerField(label=_("Alleen bij een openheid vanaf"), required=False, min_value=0, max_value=10)
    openness_max = forms.IntegerField(label=_("Alleen bij een openheid tot en met"), required=False, min_value=0, max_value=10)
    told = forms.MultipleChoiceField(label=_("Alleen als dit verteld is"), required=False, widget=Boxes)
    untold = forms.MultipleChoiceField(label=_("Alleen als dit nog niet verteld is"), required=False, widget=Boxes)
    visited = forms.MultipleChoiceField(label=_("Alleen na deze momenten"), required=False, widget=SelectMultiple)
    used = forms.MultipleChoiceField(label=_("Alleen na deze vaardigheden"), required=False, widget=SelectMultiple)
    clear_of = forms.MultipleChoiceField(
        label=_("Niet als dit nog tussen hen in staat"), required=False, widget=SelectMultiple,
        help_text=_("Wat sluit, houdt een deur dicht tot de deelnemer het herstelt."),
    )  # fmt: skip
    owing = forms.MultipleChoiceField(label=_("Alleen als dit nog hersteld moet worden"), required=False, widget=SelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        skills = [(skill.key, skill_name(skill)) for skill in SKILLS.values()]
        closing = [(key, name) for key, name in skills if key in CLOSING]
        facts, moments = self.fact_choices(), self.moment_choices()
        self.fill({"told": facts, "untold": facts, "visited": moments, "used": skills, "clear_of": closing, "owing": closing})
        if not facts:
            del self.fields["told"], self.fields["untold"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        low, high = cleaned.get("openness_min"), cleaned.get("openness_max")
        if low is not None and high is not None and low > high:
            self.add_error("openness_max", _("Dit is lager dan “vanaf”. Dan klopt het nooit."))
        return cleaned

    def put_when(self, data: dict[str, Any]) -> None:
        """Write the conditions into a line or reply."""
        when = dict(data.get("when") or {})
        for name in WHEN_NAMES:
            value = self.cleaned_data.get(name, when.get(name))
            if value in (None, [], ""):
                when.pop(name, None)
            else:
                when[name] = value
        put(data, "when", when)

    FOLDED: tuple[str, ...] = WHEN_NAMES

    @property
    def folded(self) -> list[forms.BoundField]:
        """What stands folded away."""
        return [self[name] for name in self.FOLDED if name in self.fields]

    @property
    def is_unfolded(self) -> bool:
        """Open where something in there is wrong."""
        return any(field.errors for field in self.folded)


class LineForm(WhenForm):
    speaker = forms.ChoiceField(label=_("Wie praat er?"), initial="student")
    text = forms.CharField(label=_("Wat zegt die?"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    visible = forms.CharField(
        label=_("Wat zie je?"), required=False, max_length=300,
        help_text=_("Eén zin, zoals “Noor kijkt weg”. Leeg: de zin die bij de openheid past."),
    )  # fmt: skip
    thought = forms.CharField(
        label=_("Wat denkt die?"), required=False, max_length=500,
        help_text=_("De deelnemer leest dit pas in de nabespreking."),
    )  # fmt: skip
    tells = forms.ChoiceField(
        label=_("Vertelt deze zin wat erachter zit?"), required=False,
        help_text=_("Dan klinkt de zin pas als dat verdiend is."),
    )  # fmt: skip
    aside = forms.BooleanField(label=_("Deze zin gaat over iets anders dan het voorval"), required=False)

    FOLDED = ("visible", "thought", "tells", "aside", *WHEN_NAMES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(self.graph)
        self.fill({"speaker": [(key, people.get(key, name)) for key, name in SPEAKER_NAMES.items()]})
        if self.fact_choices():
            self.fill({"tells": [("", _("Nee")), *self.fact_choices()]})
        else:
            del self.fields["tells"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.has_changed() and not cleaned.get("text") and not cleaned.get("DELETE") and "text" not in self.errors:
            self.add_error("text", _("Schrijf wat er gezegd wordt, of haal deze zin weg."))
        return cleaned

    def as_line(self, former: Mapping[str, Any]) -> dict[str, Any]:
        cleaned = self.cleaned_data
        line = {**deepcopy(dict(former)), "speaker": cleaned["speaker"], "text": cleaned["text"]}
        for name in ("visible", "thought", "tells", "aside"):
            if name in cleaned:
                put(line, name, cleaned[name])
        self.put_when(line)
        return line

    @staticmethod
    def initial_of(line: Mapping[str, Any]) -> dict[str, Any]:
        words = {name: line.get(name) or "" for name in ("text", "visible", "thought", "tells")}
        return {**words, "speaker": line.get("speaker") or "student", "aside": bool(line.get("aside")), **when_initial(line)}


def when_initial(data: Mapping[str, Any]) -> dict[str, Any]:
    when = data.get("when") or {}
    return {name: when.get(name, [] if name in WHEN_LISTS else None) for name in WHEN_NAMES}


class ReplyForm(WhenForm):
    """At most four things are asked of a trainer: text, skill, what it does, what follows."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    text = forms.CharField(
        label=_("Wat zegt de deelnemer?"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    skill = forms.ChoiceField(label=_("Welke vaardigheid is dat?"), required=False, widget=Select)
    feedback = forms.CharField(
        label=_("Wat doet dit met de ander?"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000,
        help_text=_("Eén of twee zinnen. De deelnemer leest dit in de nabespreking."),
    )  # fmt: skip
    next = forms.ChoiceField(label=_("Wat komt daarna?"), required=False, widget=Select)
    openness = forms.IntegerField(
        label=_("Verandering van openheid"), required=False, min_value=-10, max_value=10,
        help_text=_("Leeg: wat bij de vaardigheid past. Van −10 tot 10."),
    )  # fmt: skip
    more_skills = forms.MultipleChoiceField(label=_("Ook deze vaardigheden"), required=False, widget=SelectMultiple)
    note = forms.CharField(
        label=_("Coach: wat merk je meteen?"), required=False, max_length=400,
        help_text=_("Alleen voor wie de coach aanzet. Leeg: wat hierboven staat."),
    )  # fmt: skip
    silent = forms.BooleanField(label=_("Dit doe je, je zegt het niet (“Je wacht en knikt.”)"), required=False)
    presses_on = forms.BooleanField(label=_("Dit duwt door na een nee"), required=False)
    does = forms.MultipleChoiceField(label=_("Dit antwoord"), required=False, widget=Boxes, choices=DEEDS)
    once = forms.BooleanField(label=_("Kan maar één keer"), required=False)

    FOLDED = ("openness", "more_skills", "note", "silent", "presses_on", "does", "once", *WHEN_NAMES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fill(
            {
                "skill": [("", _("Kies een vaardigheid")), *skill_choices()],
                "next": self.next_choices(),
                "more_skills": [(skill.key, skill_name(skill)) for skill in SKILLS.values()],
            }
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.has_changed() and not cleaned.get("text") and not cleaned.get("DELETE") and "text" not in self.errors:
            self.add_error("text", _("Schrijf wat de deelnemer zegt, of haal dit antwoord weg."))
        return cleaned

    def as_reply(self, former: Mapping[str, Any], key: str) -> dict[str, Any]:
        """The reply as data; what this form does not know of it stays."""
        cleaned = self.cleaned_data
        skills = list(dict.fromkeys([one for one in (cleaned["skill"], *cleaned["more_skills"]) if one]))
        openness = cleaned["openness"]
        reply = {
            **deepcopy(dict(former)),
            "key": key,
            "text": cleaned["text"],
            "skills": skills,
            "openness": suggested_openness(skills) if openness is None else openness,
            "feedback": cleaned["feedback"],
            "next": cleaned["next"],
        }
        for name in ("note", "silent", "presses_on", "does", "once"):
            put(reply, name, cleaned[name])
        self.put_when(reply)
        return reply

    @staticmethod
    def initial_of(reply: Mapping[str, Any]) -> dict[str, Any]:
        skills = list(reply.get("skills") or [])
        return {
            **{name: reply.get(name) or "" for name in ("text", "next", "feedback", "note")},
            **{name: bool(reply.get(name)) for name in ("silent", "presses_on", "once")},
            "key": reply.get("key"),
            "skill": skills[0] if skills else "",
            "more_skills": skills[1:],
            "openness": reply.get("openness"),
            "does": reply.get("does") or [],
            **when_initial(reply),
        }


class PointForm(GraphForm):
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(label=_("Wat is het?"), choices=POINT_KINDS, required=False, initial="fact")
    text = forms.CharField(label=_("Wat zit er in een goede samenvatting?"), required=False, max_length=300)


class ReactionForm(GraphForm):
    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    ticked = forms.MultipleChoiceField(
        label=_("Als dit erin zat"), required=False, widget=Boxes, help_text=_("Bij de laatste reactie: niets aanvinken.")
    )
    text = forms.CharField(
        label=_("Wat zegt de ander dan?"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    feedback = forms.CharField(
        label=_("Wat doet dit met de ander?"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    next = forms.ChoiceField(label=_("Wat komt daarna?"), required=False, widget=Select)
    openness = forms.IntegerField(label=_("Verandering van openheid"), required=False, min_value=-10, max_value=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fill({"ticked": POINT_KINDS, "next": self.next_choices()})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.has_changed() and not cleaned.get("feedback") and not cleaned.get("DELETE") and not self.errors:
            self.add_error("feedback", _("Schrijf wat dit met de ander doet, of haal deze reactie weg."))
        return cleaned

    def as_reaction(self, former: Mapping[str, Any], key: str, speaker: str) -> dict[str, Any]:
        cleaned = self.cleaned_data
        reaction = {**deepcopy(dict(former)), "key": key, "feedback": cleaned["feedback"], "next": cleaned["next"]}
        # Points that a text form named one by one stay beside the kinds that are ticked here.
        single = [one for one in former.get("ticked") or [] if one not in {kind for kind, _label in POINT_KINDS}]
        reaction["ticked"] = [*cleaned["ticked"], *single]
        reaction["openness"] = cleaned["openness"] or 0
        lines = deepcopy(lines_of(former))
        if cleaned["text"]:
            first = {**(lines[0] if lines else {"speaker": speaker}), "text": cleaned["text"]}
            lines[:1] = [first]
        else:
            lines = lines[1:]
        put(reaction, "lines", lines)
        return reaction

    @staticmethod
    def initial_of(reaction: Mapping[str, Any]) -> dict[str, Any]:
        lines = lines_of(reaction)
        return {
            **{name: reaction.get(name) or "" for name in ("key", "feedback", "next")},
            "ticked": [one for one in reaction.get("ticked") or [] if one in {kind for kind, _label in POINT_KINDS}],
            "openness": reaction.get("openness"),
            "text": str(lines[0].get("text") or "") if lines else "",
        }


class ScriptForm(forms.Form):
    """The ideal conversation, pasted; ``graph`` holds what it becomes."""

    text = forms.CharField(
        label=_("Het gesprek zoals het ideaal gaat"), strip=False, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Op elke regel een naam, een dubbele punt en wat die zegt. “Jij” is de deelnemer."),
    )  # fmt: skip

    graph: Graph

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if text.strip() or self.fields["text"].required:
            try:
                self.graph = graph_from_script(text)
            except ScriptError as error:
                raise forms.ValidationError(str(error.finding)) from error
        return text


class NewForm(ScriptForm):
    """A new conversation: a title, and a script to begin with."""

    title = forms.CharField(label=_("Titel"), max_length=200, help_text=_("Deelnemers lezen dit, zoals “Noor wil stoppen”."))
    organisation = forms.ModelChoiceField(
        label=_("Van"), queryset=Organisation.objects.none(), required=False, empty_label=_("De hele regio")
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # a model choice field
        self.fields["text"].required = False
        self.fields["text"].help_text = _("Op elke regel een naam, een dubbele punt en wat die zegt. Leeg laten kan ook.")
        self.order_fields(["title", "text", "organisation"])
        self.graph = new_graph()


class TryForm(forms.Form):
    """From where a try-out begins."""

    start = forms.ChoiceField(label=_("Begin bij"))
    openness = forms.IntegerField(label=_("Met een openheid van"), min_value=0, max_value=10)
    told = forms.MultipleChoiceField(label=_("Dit is al verteld"), required=False, widget=Boxes)

    def __init__(self, *args: Any, scenario: Scenario, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moments = [
            (key, f"{number} · {' '.join(moment.lines[0].text.split()[:8]) if moment.lines else key}")
            for number, (key, moment) in enumerate(scenario.moments.items(), 1)
        ]
        self.fields["start"].choices = moments  # type: ignore[attr-defined]  # a choice field
        self.fields["told"].choices = [(key, fact.text) for key, fact in scenario.facts.items()]  # type: ignore[attr-defined]
        if not scenario.facts:
            del self.fields["told"]

    @staticmethod
    def usual(scenario: Scenario) -> dict[str, Any]:
        return {"start": scenario.start, "openness": scenario.openness, "told": []}
