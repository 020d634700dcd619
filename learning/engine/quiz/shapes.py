"""What a quiz is made of."""

from __future__ import annotations

from dataclasses import dataclass

FORMAT = "gehoord-quiz/1"
KINDS = (
    "single", "multiple", "true_false", "sentence", "ordering", "matching", "gap", "number", "scale", "open", "essay",
)  # fmt: skip
CHOOSE_ONE = frozenset({"single", "true_false", "sentence", "scale"})
WITH_OPTIONS = CHOOSE_ONE | {"multiple", "ordering"}
UNSCORED = frozenset({"scale", "open", "essay"})
"""Kinds without a right answer: they never count in a result."""
OWN_WORDS = frozenset({"open", "essay"})
DIFFICULTIES = ("easy", "normal", "hard")


@dataclass(frozen=True, kw_only=True)
class Option:
    """``weight`` (−1 to 1) replaces the usual credit of an option; None where the usual rule holds."""

    key: str
    text: str
    correct: bool = False
    feedback: str = ""
    weight: float | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pair:
    """``left`` is shown, ``right`` is chosen beside it. Pairs with the same right text accept the same choice."""

    key: str
    left: str
    right: str


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A text that counts in a gap. ``*`` stands for anything; ``weight`` from 0 to 1."""

    text: str
    weight: float = 1.0
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Gap:
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number that counts, give or take ``tolerance``."""

    value: float
    tolerance: float = 0.0
    weight: float = 1.0
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Media:
    """``kind`` image (file, alt) or film (file, captions, transcript). Files are numbers that the caller resolves."""

    kind: str
    file: int
    alt: str = ""
    captions: int | None = None
    transcript: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of any kind; the fields that its kind does not use stay empty."""

    key: str
    kind: str
    text: str
    options: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    others: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    numbers: tuple[Number, ...] = ()
    unit: str = ""
    exact_case: bool = False
    model_answer: str = ""
    checks: tuple[str, ...] = ()
    guidance: str = ""
    compare: str = ""
    explanation: str = ""
    source: str = ""
    category: str = ""
    difficulty: str = "normal"
    tags: tuple[str, ...] = ()
    media: Media | None = None
    keep_order: bool = False

    @property
    def right(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.correct)

    @property
    def several(self) -> bool:
        """Whether more than one option may be chosen."""
        return self.kind == "multiple"

    @property
    def is_scored(self) -> bool:
        return self.kind not in UNSCORED

    @property
    def takes_own_words(self) -> bool:
        return self.kind in OWN_WORDS

    @property
    def rights(self) -> dict[str, str]:
        """What can be chosen beside a left text: key → text, each text once, without telling which belongs where."""
        texts = dict.fromkeys([*(pair.right for pair in self.pairs), *self.others])
        return {f"r{number}": text for number, text in enumerate(texts, 1)}

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Draw:
    """So many questions, at random, from these."""

    number: int
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ScoreRange:
    """What somebody reads at the end from this percentage on, to the next range."""

    start: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """``plan`` is the order of keys and draws; empty means every question as it stands."""

    slug: str
    title: str
    questions: tuple[Question, ...]
    plan: tuple[str | Draw, ...] = ()
    most: int | None = None
    intro: str = ""
    minutes: int = 5
    show_feedback: str = "after_each"
    pass_mark: int | None = None
    shuffle: bool = True
    tries: int | None = None
    only_missed: bool = True
    asks_sure: bool = False
    ranges: tuple[ScoreRange, ...] = ()

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)
