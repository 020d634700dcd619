"""One moment as a whole: its own fields with its lines, its replies, giving back or the ending. Reads it and gives it back."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gehoord.core.starter import checksum_of

from .scenario_forms import (
    ENDINGS,
    NEW,
    Boxes,
    GraphForm,
    LineForm,
    PointForm,
    ReactionForm,
    ReplyForm,
    put,
)
from .scenario_graph import Graph, Moment, free_reply_key, lines_of, reactions_of, replies_of

REPLIES_AT_FIRST = 3
SAY_FIRST = [
    ("", _("Nee, meteen kiezen")), ("write", _("Ja, eerst een eigen zin schrijven (overslaan kan)")),
    ("aloud", _("Ja, eerst hardop zeggen (er wordt niets bewaard)")),
]  # fmt: skip


def moment_checksum(moment: Mapping[str, Any]) -> str:
    """A fingerprint of a moment: shows whether somebody else saved it while this form was open."""
    return checksum_of(moment)[:16]


class MomentForm(GraphForm):
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    say_first = forms.ChoiceField(label=_("Zegt de deelnemer het eerst zelf?"), required=False, choices=SAY_FIRST)
    hint = forms.CharField(
        label=_("Hint van de coach"), required=False, max_length=300, help_text=_("Alleen voor wie erom vraagt.")
    )
    refusal = forms.BooleanField(
        label=_("Hier zegt de ander nee"), required=False, help_text=_("Wie dan doorduwt, verliest openheid.")
    )
    tells = forms.MultipleChoiceField(
        label=_("Dit hele moment vertelt"), required=False, widget=Boxes,
        help_text=_("Moet het verdiend worden? Kies het dan bij de zin."),
    )  # fmt: skip
    ending = forms.ChoiceField(label=_("Is dit een einde?"), required=False, choices=ENDINGS)
    heading = forms.CharField(
        label=_("Hoe gaat de ander weg?"), required=False, max_length=200,
        help_text=_("De kop van de nabespreking, zoals “Noor belt morgen”."),
    )  # fmt: skip
    who_decides = forms.CharField(label=_("Wie beslist wat er nu gebeurt?"), required=False, max_length=120)
    summary = forms.CharField(label=_("In het kort"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    quiet = forms.BooleanField(
        label=_("Een stil goed einde"), required=False, help_text=_("Er is weinig verteld en er hoeft niets. Ook dat is goed.")
    )

    OTHER = ("say_first", "hint", "refusal", "tells")
    ENDING = ("heading", "who_decides", "summary", "quiet")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.fact_choices():
            self.fill({"tells": self.fact_choices()})
        else:
            del self.fields["tells"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("ending") and not cleaned.get("heading"):
            self.add_error("heading", _("Schrijf in één zin hoe de ander weggaat."))
        return cleaned

    @property
    def other(self) -> list[forms.BoundField]:
        return [self[name] for name in self.OTHER if name in self.fields]

    @property
    def about_ending(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ENDING]

    @staticmethod
    def initial_of(moment: Mapping[str, Any]) -> dict[str, Any]:
        ending = moment.get("ending") or {}
        say_first = moment.get("say_first")
        return {
            "base": moment_checksum(moment),
            "say_first": "write" if say_first is True else say_first or "",
            "hint": moment.get("hint") or "",
            "refusal": bool(moment.get("refusal")),
            "tells": moment.get("tells") or [],
            "ending": ending.get("kind") or "",
            "quiet": bool(ending.get("quiet")),
            **{name: ending.get(name) or "" for name in ("heading", "who_decides", "summary")},
        }


class MomentEditor:
    """The form of one moment with its lines and replies: reads a moment, gives it back changed."""

    def __init__(self, graph: Graph, moment: Moment, data: Mapping[str, Any] | None = None, *, more_lines: int = 0) -> None:
        self.graph, self.moment, self.data = graph, moment, data
        back = moment.get("give_back") or {}
        self.main = MomentForm(data, graph=graph, initial=MomentForm.initial_of(moment), prefix="moment")
        self.lines = self._rows(LineForm, "line", lines_of(moment), blank=more_lines if lines_of(moment) else 1)
        self.replies = self._rows(ReplyForm, "reply", replies_of(moment), blank=_blank_replies(moment))
        self.points = self._rows(PointForm, "point", back.get("points") or [], blank=1 if back else 3)
        self.reactions = self._rows(ReactionForm, "reaction", reactions_of(moment), blank=1 if back else 2)

    def _rows(self, form: Any, prefix: str, rows: list[dict[str, Any]], *, blank: int) -> Any:
        factory = forms.formset_factory(form, extra=blank, can_order=True, can_delete=True, max_num=40, absolute_max=60)
        initial = [form.initial_of(row) if hasattr(form, "initial_of") else row for row in rows]
        formset = factory(self.data, initial=initial, prefix=prefix, form_kwargs={"graph": self.graph})
        for one in formset.forms:
            one.fields["ORDER"].label = _("Plaats in de lijst")
            one.fields["DELETE"].label = _("Haal dit weg")
        return formset

    @property
    def has_give_back(self) -> bool:
        """Whether giving back stands open: it is there, or something in it is wrong."""
        return bool(self.moment.get("give_back")) or bool(
            self.data and (self.points.total_error_count() or self.reactions.total_error_count())
        )

    @property
    def is_ending(self) -> bool:
        return bool(self.moment.get("ending")) or bool(self.main.errors)

    @property
    def is_special(self) -> bool:
        """Whether anything is chosen among what stands folded away."""
        return any(self.moment.get(name) for name in MomentForm.OTHER)

    def is_valid(self) -> bool:
        parts = (self.main, self.lines, self.replies, self.points, self.reactions)
        return all(part.is_valid() for part in parts)

    @cached_property
    def wants_new(self) -> list[str]:
        """Keys of the replies and reactions that ask for a new moment."""
        steps = [*replies_of(self.changed), *reactions_of(self.changed)]
        return [str(step["key"]) for step in steps if step.get("next") == NEW]

    @cached_property
    def changed(self) -> Moment:
        """The moment as it is written now; only after `is_valid`."""
        cleaned = self.main.cleaned_data
        moment = deepcopy(self.moment)
        moment["lines"] = [self._line(form) for form in _kept(self.lines)]
        put(
            moment,
            "replies",
            self._keyed(self.replies, replies_of(self.moment), lambda form, former, key: form.as_reply(former, key)),
        )
        for name in ("hint", "refusal", "tells"):
            if name in cleaned:
                put(moment, name, cleaned[name])
        if MomentForm.initial_of(self.moment)["say_first"] != cleaned["say_first"]:
            put(moment, "say_first", cleaned["say_first"])
        put(moment, "give_back", self._give_back())
        put(moment, "ending", self._ending(cleaned))
        return moment

    def _ending(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        if not cleaned["ending"]:
            return {}
        ending = {**(self.moment.get("ending") or {}), "kind": cleaned["ending"]}
        for name in MomentForm.ENDING:
            put(ending, name, cleaned[name])
        return ending

    def _line(self, form: Any) -> dict[str, Any]:
        number = self.lines.forms.index(form)
        former = lines_of(self.moment)
        return dict(form.as_line(former[number] if number < len(former) else {}))

    def _give_back(self) -> dict[str, Any]:
        back = self.moment.get("give_back") or {}
        speaker = str(self.graph.get("with") or "student")
        points = self._keyed(
            self.points, back.get("points") or [],
            lambda form, former, key: {**former, "key": key, "kind": form.cleaned_data["kind"] or "fact", "text": form.cleaned_data["text"]},
            letters="p",
        )  # fmt: skip
        reactions = self._keyed(
            self.reactions, reactions_of(self.moment), lambda form, former, key: form.as_reaction(former, key, speaker),
            by="feedback",
        )  # fmt: skip
        return {**back, "points": points, "reactions": reactions} if points or reactions else {}

    def _keyed(
        self, formset: Any, rows: list[dict[str, Any]], make: Any, *, by: str = "text", letters: str = ""
    ) -> list[dict[str, Any]]:
        """The rows that are kept, each under the key that it had or a free one."""
        former = {str(row.get("key")): row for row in rows}
        taken = set(former)
        found = []
        for form in _kept(formset, by):
            key = form.cleaned_data["key"]
            if key not in former:
                key = (
                    next(f"{letters}{n}" for n in range(1, 99) if f"{letters}{n}" not in taken)
                    if letters
                    else free_reply_key(taken)
                )
                taken.add(key)
            found.append(make(form, former.get(key, {}), key))
        return found


def _kept(formset: Any, by: str = "text") -> list[Any]:
    """The rows that are filled in and not taken away, in the order that the trainer gave."""
    return [form for form in formset.ordered_forms if form.cleaned_data.get(by)]


def _blank_replies(moment: Moment) -> int:
    if moment.get("ending") or moment.get("give_back"):
        return 0
    return max(REPLIES_AT_FIRST - len(replies_of(moment)), 1)
