"""The whole grammar of GIFT, in questions of our own."""

from __future__ import annotations

from typing import Any

import pytest

from learning.exchange.found import Found
from learning.exchange.gift import read_gift


def only(text: str) -> Found:
    (found,) = read_gift(text)
    return found


def data(text: str) -> dict[str, Any]:
    found = only(text)
    assert found.data is not None, [str(finding) for finding in found.findings]
    return found.data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wat eerst?{~bellen =luisteren ~wachten}", "single"),
        ("Wie helpt?{~%50%mentor ~%50%vertrouwenspersoon ~%-100%niemand}", "multiple"),
        ("Melden is verplicht.{FALSE}", "true_false"),
        ("Erkennen kan zonder bewijs.{T#Toch wel.#Zo is het.}", "true_false"),
        ("Wie erkent leerbedrijven?{=SBB =S-BB}", "gap"),
        ("Zet bij elkaar.{=horen -> erkennen =kiezen -> de student}", "matching"),
        ("Hoeveel procent?{#10:1}", "number"),
        ("Hoeveel procent?{#9..11}", "number"),
        ("Schrijf wat je zegt.{}", "essay"),
        ("Zet op volgorde.{>3 ALL VERTICAL\nhoren\nerkennen\nvragen\n}", "ordering"),
    ],
)
def test_each_kind_is_recognised(text: str, kind: str) -> None:
    assert data(text)["kind"] == kind


def test_answers_carry_their_weight_and_feedback() -> None:
    found = data("::Titel:: Wat eerst? {\n =luisteren # Ja, dat helpt.\n ~%50%vragen # Kan ook.\n ~bellen\n####Eerst horen.\n}")
    assert found["explanation"] == "Eerst horen."
    assert [(one["text"], one["weight"], one["feedback"]) for one in found["options"]] == [
        ("luisteren", 1.0, "Ja, dat helpt."), ("vragen", 0.5, "Kan ook."), ("bellen", 0.0, ""),
    ]  # fmt: skip


def test_feedback_of_a_statement_is_for_wrong_first_and_right_second() -> None:
    found = data("Bewijs is nodig.{FALSE#Nee hoor.#Goed gezien.}")
    assert (found["is_true"], found["feedback_true"], found["feedback_false"]) == (False, "Nee hoor.", "Goed gezien.")


def test_a_missing_word_leaves_a_gap_where_the_answers_stood() -> None:
    assert data("Eerst {=horen =luisteren}, dan vragen.")["text"] == "Eerst _____, dan vragen."
    assert data("Eerst {~praten =horen} en dan vragen.")["text"] == "Eerst _____ en dan vragen."


def test_numbers_have_margins_ranges_several_credits_and_feedback() -> None:
    assert data("Pi?{#3.141..3.143}")["numbers"] == [{"value": 3.142, "tolerance": 0.001}]
    found = data("Jaar?{#\n =2019:0 # Precies.\n =%50%2019:2 # Bijna.\n ~#Nee.\n}")
    assert found["numbers"] == [
        {"value": 2019.0, "tolerance": 0.0, "feedback": "Precies."},
        {"value": 2019.0, "tolerance": 2.0, "weight": 0.5, "feedback": "Bijna."},
    ]


def test_a_right_text_that_belongs_nowhere_may_be_matched_wrongly() -> None:
    found = data("Wie?{\n=horen->erkennen\n=kiezen -> de student\n= -> SBB\n}")
    assert (found["pairs"][0], found["others"]) == ({"left": "horen", "right": "erkennen"}, ["SBB"])


def test_escaped_signs_are_signs() -> None:
    found = data(r"Wat is \{x\}\: 2 \= 1\+1 \~ \#1?{=a \= b#kan \: ja ~\\ ~\}}")
    assert found["text"] == r"Wat is {x}: 2 = 1\+1 ~ #1?"
    assert [one["text"] for one in found["options"]] == ["a = b", "\\", "}"]
    assert data(r"Regel één\n\nregel twee{}")["text"] == "Regel één\n\nregel twee"


def test_comments_categories_and_tags_belong_to_what_follows() -> None:
    text = (
        "// een opmerking\n$CATEGORY: $course$/top/De route/SBB\n\n// [id:sbb-1] [tag:sbb] [tag:route]\nSBB erkent.{T}\n\n"
        "Vraag met { ~a\n// middenin\n =b }\n\n$CATEGORY: Wonen // werken/x\nLaatste.{F}"
    )
    found = read_gift(text)
    assert [one.category for one in found] == [("De route", "SBB"), ("De route", "SBB"), ("Wonen / werken", "x")]
    assert (found[0].data or {})["tags"] == ["sbb", "route"]
    assert (found[0].data or {})["key"] == "sbb-1"
    assert [one.line for one in found] == [5, 7, 12]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("[html]<p>Een <b>vet</b> woord</p><p>en meer &amp; meer</p>{T}", "Een vet woord\n\nen meer & meer"),
        ("[plain]1 < 2 en <b>dit</b> blijft{T}", "1 < 2 en <b>dit</b> blijft"),
        ("[markdown]Een **vet** woord{T}", "Een **vet** woord"),
        ("Een <i>schuin</i> woord{T}", "Een schuin woord"),
        ("::Alleen een titel::{T}", "Alleen een titel"),
    ],
)
def test_formats_become_plain_text(text: str, read: str) -> None:
    assert data(text)["text"] == read


def test_an_empty_line_between_braces_does_not_cut_a_question() -> None:
    assert [one.question.kind for one in read_gift("Wat?{\n=a\n\n~b\n}\n\nJa?{T}") if one.question] == ["single", "true_false"]


def test_one_brace_too_few_loses_one_question_and_says_where() -> None:
    found = read_gift("Goed.{T}\n\nFout? {=a ~b\n\nWeer goed.{F}")
    assert [one.data is not None for one in found] == [True, False, True]
    assert str(found[1].findings[0]).startswith("Regel 3: ")


@pytest.mark.parametrize(
    "text",
    [
        "Alleen tekst, geen vraag.",
        "Wat?{~a ~b}",
        "Wat?{#veel}",
        "Wat?{hmm}",
        "A {=x} en B {=y}.",
        "Wat?{=a ~a}",
        "Wat?}{",
        "Wie?{=a->b}",
    ],
)
def test_what_cannot_be_taken_says_so_with_its_line(text: str) -> None:
    found = read_gift(f"\n\n{text}")
    assert found[0].data is None
    assert found[0].findings[0].line == 3


def test_credits_that_do_not_add_up_are_put_right_and_said() -> None:
    found = only("Wat?{~%100%a ~%100%b ~c}")
    assert [one["weight"] for one in (found.data or {})["options"]] == [0.5, 0.5, 0.0]
    assert "100 %" in str(found.findings[0])


def test_several_right_answers_of_which_one_is_chosen_all_count() -> None:
    found = only("Wat?{=a =b ~c}")
    assert [one["weight"] for one in (found.data or {})["options"]] == [1.0, 1.0, 0.0]
    assert found.findings


def test_a_text_without_answers_never_swallows_the_question_after_it() -> None:
    """Seen in a public file: titles one after the other, without an empty line, and some of them without answers."""
    text = "::Een::Wie helpt? {=mentor ~niemand}\n::Twee::Lees dit eerst.\n::Drie::Hoeveel? {#42}\n::Vier::Nog een tekst."
    first, second, third, fourth = read_gift(text)
    assert (first.data or {})["text"] == "Wie helpt?"
    assert (second.line, second.data, fourth.data) == (2, None, None)
    assert (third.data or {})["text"] == "Hoeveel?"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Noem een getal van 1 tot 5. {#1..5}.", "Noem een getal van 1 tot 5."),
        ('Bewijs is nodig.{F}";', "Bewijs is nodig."),
        ("Je begint met {=luisteren}.", "Je begint met _____."),
    ],
)
def test_a_loose_sign_after_a_whole_sentence_is_no_gap(text: str, read: str) -> None:
    assert data(text)["text"] == read


def test_a_picture_in_the_explanation_is_missed_aloud() -> None:
    found = only(
        '::T::[html]<p>Wat eerst?</p>{\n=<p>horen</p>\n~<p>bellen</p>\n####<p><img src\\="@@PLUGINFILE@@/3.png"></p>\n}'
    )
    assert [finding.sentence for finding in found.findings] == ["Een afbeelding uit de uitleg is niet meegekomen."]


def test_an_equals_sign_in_the_middle_of_an_answer_is_pointed_out() -> None:
    found = only("Welke regel? {=schrijf kop=ja erbij ~niets}")
    assert "Hoort een = bij de tekst? Schrijf \\=." in found.findings[0].sentence
    assert [option["text"] for option in data("Welke regel? {=schrijf kop\\=ja ~niets}")["options"]] == [
        "schrijf kop=ja",
        "niets",
    ]
