"""Published modules, conversations and quizzes for tests of the learning rooms: made as a trainer makes them."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from gehoord.organisations.models import Organisation
from learning.catalogue.bank_services import add_question, bank_of, category_for
from learning.catalogue.models import (
    BankCategoryPage,
    BankQuestionPage,
    CatalogueRoot,
    FrozenVersion,
    ModulePage,
    QuizPage,
    ScenarioPage,
)
from learning.catalogue.quiz_data import block_value

MODULE = "herkennen-en-erkennen"


def reply(key: str, following: str, openness: int = 0, skills: tuple[str, ...] = ("open_question",)) -> dict[str, Any]:
    return {
        "key": key,
        "text": f"Antwoord {key} naar {following}",
        "skills": list(skills),
        "openness": openness,
        "feedback": f"Waarom {key}.",
        "next": following,
    }


SCENARIO: dict[str, Any] = {
    "format": "gehoord-scenario/1",
    "slug": "noor-stopt",
    "title": "Noor wil stoppen",
    "theme": "geloof",
    "content_notice": "In dit gesprek gaat het over geloof.",
    "minutes": 8,
    "role": "mentor",
    "setting": "Dinsdag, tien voor vier.",
    "student": {"name": "Noor", "age": 17},
    "openness": 4,
    "states": [{"from": 0, "text": "Noor pakt haar tas"}, {"from": 4, "text": "Noor kijkt je aan"}],
    "facts": [{"key": "bang", "text": "Noor is bang voor haar diploma.", "invites": "Wat zou er gebeuren?"}],
    "start": "m1",
    "moments": [
        {
            "key": "m1",
            "lines": [{"speaker": "student", "text": "Ik stop.", "visible": "", "thought": "Vraag maar door."}],
            "replies": [
                reply("a", "m2", 2),
                reply("b", "m2", -2, ("dismissing",)),
                reply("c", "m2", 0, ("closed_question",)),
            ],
        },
        {
            "key": "m2",
            "say_first": True,
            "tells": ["bang"],
            "lines": [{"speaker": "student", "text": "Ze lachen om mij.", "visible": "", "thought": "Nu weet je het."}],
            "replies": [
                reply("a", "goed", 2, ("giving_back",)),
                reply("b", "vast", -2, ("judging",)),
                reply("r", "m1", 1, ("repair",)),
            ],
        },
        {
            "key": "goed",
            "ending": {"kind": "good", "heading": "Noor belt morgen.", "who_decides": "Noor", "summary": "Ze koos het zelf."},
            "lines": [{"speaker": "student", "text": "Dank u wel."}],
        },
        {
            "key": "vast",
            "ending": {"kind": "stuck", "heading": "Noor loopt weg.", "who_decides": "Noor", "summary": "Morgen kan het weer."},
            "lines": [{"speaker": "student", "text": "Laat maar."}],
        },
    ],
    "take_along": "Vraag eerst wat iemand wil.",
}


def root() -> CatalogueRoot:
    locale, _ = Locale.objects.get_or_create(language_code="nl")
    found = CatalogueRoot.objects.first()
    if found is None:
        found = CatalogueRoot(title="Catalogus", slug="catalogus-nl", locale=locale)
        first = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
        first.add_child(instance=found)
    return found


def publish(page: Any) -> Any:
    """Publish a new or changed catalogue page; every way of publishing freezes it."""
    if page.pk is None:
        parent = root()
        page.locale = parent.locale
        parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def scenario_page(slug: str = "noor-stopt", organisation: Organisation | None = None, **changes: Any) -> ScenarioPage:
    graph = {**deepcopy(SCENARIO), **changes}
    return publish(ScenarioPage(title=graph["title"], slug=slug, graph=graph, organisation=organisation))


def quiz_page(slug: str = "vragen-bij-noor", *, questions: int = 2, pass_mark: int | None = None, **changes: Any) -> QuizPage:
    page = QuizPage(title="Vragen bij Noor", slug=slug, intro="Wat blijft hangen?", pass_mark=pass_mark, **changes)
    page.questions = [
        (
            "single",
            {
                "text": f"Vraag {number}?",
                "options": [
                    {"text": f"Goed {number}", "correct": True, "feedback": "Ja."},
                    {"text": f"Fout {number}", "correct": False, "feedback": "Nee."},
                ],
                "explanation": f"Uitleg {number}.",
                "source": "Bron 2023",
            },
        )
        for number in range(1, questions + 1)
    ]
    return publish(page)


def step(key: str, *, page: Page | None = None, required: bool = True, title: str = "") -> tuple[str, dict[str, Any]]:
    """A step for a module: reading without a page, else that conversation or quiz."""
    shared = {"key": key, "title": title or f"Stap {key}", "lead": "Waar het over gaat.", "minutes": 5, "required": required}
    if page is None:
        return "reading", {**shared, "body": RichText("<p>Lees dit <b>rustig</b>.</p>")}
    kind = "scenario" if isinstance(page, ScenarioPage) else "quiz"
    return kind, {**shared, "page": page.page_ptr}


def published_module(
    key: str = MODULE,
    title: str = "Herkennen en erkennen",
    steps: list[Any] | None = None,
    organisation: Organisation | None = None,
) -> ModulePage:
    page = ModulePage(
        title=title,
        slug=key,
        lead="Horen wat er gebeurt.",
        minutes=35,
        goals="vragen zonder te sturen",
        content_notice="Het gaat over geloof.",
        organisation=organisation,
    )
    page.steps = steps if steps is not None else [step("lezen")]
    return publish(page)


def base_module() -> ModulePage:
    """A reading, a conversation and a quiz: the shape of the module that we ship."""
    return published_module(
        steps=[step("lezen"), step("gesprek", page=scenario_page(), title="Noor wil stoppen"), step("vragen", page=quiz_page())]
    )


def frozen_scenario() -> FrozenVersion:
    scenario_page()
    return FrozenVersion.objects.get(kind="scenario")


EVERY_KIND: list[dict[str, Any]] = [
    {"kind": "single", "text": "Eén goed?", "options": [{"text": "Goed", "correct": True, "feedback": "Ja."}, {"text": "Fout"}]},
    {"kind": "multiple", "text": "Meer goed?", "options": [{"text": "Een", "correct": True}, {"text": "Twee", "correct": True}, {"text": "Nee"}]},
    {"kind": "true_false", "text": "Een stelling.", "is_true": False},
    {"kind": "sentence", "text": "Wat zeg je?", "options": [
        {"text": "Wat rot.", "correct": True, "skills": ["acknowledging"]}, {"text": "Valt mee."}]},
    {"kind": "ordering", "text": "Op volgorde?", "items": ["horen", "erkennen", "vragen"]},
    {"kind": "matching", "text": "Bij elkaar?", "pairs": [{"left": "wie", "right": "de student"}, {"left": "wat", "right": "het verhaal"}]},
    {"kind": "gap", "text": "Wat ___ voor je, ik ___ je.", "gaps": [{"accept": ["rot"]}, {"accept": ["geloof"]}]},
    {"kind": "number", "text": "Hoeveel procent?", "value": 10, "tolerance": 1, "unit": "%"},
    {"kind": "scale", "text": "Ik durf dit.", "low": "niet", "high": "wel", "compare": "durf"},
    {"kind": "open", "text": "Wat antwoord je?", "model_answer": "Wat rot voor je.", "checks": ["Erken je?", "Vraag je?"]},
    {"kind": "essay", "text": "Schrijf over een gesprek.", "guidance": "Let op erkennen."},
]  # fmt: skip


def quiz_of(questions: list[dict[str, Any]], slug: str = "alle-soorten", **settings: Any) -> QuizPage:
    """A published quiz with these questions (docs/question-format.md), in this order unless it says otherwise."""
    page = QuizPage(title="Alle soorten", slug=slug, **{"shuffle": False, **settings})
    page.questions = [(question["kind"], block_value(question)) for question in questions]
    return publish(page)


def bank_category(title: str = "De route", organisation: Organisation | None = None) -> BankCategoryPage:
    root()
    locale = Locale.objects.get(language_code="nl")
    bank = bank_of(locale)
    assert bank is not None
    return category_for(bank, [title], organisation=organisation)


def bank_questions(number: int, category: BankCategoryPage | None = None, **more: Any) -> list[BankQuestionPage]:
    """Published true-or-false questions."""
    where = category or bank_category()
    return [
        add_question(
            by=None, category=where, question={"kind": "true_false", "text": f"Stelling {one}.", "is_true": True, **more}
        )
        for one in range(number)
    ]
