"""The self-check stores and sends nothing, and never says no."""

from __future__ import annotations

import re

import pytest
import yaml
from django.template.loader import render_to_string

from content.pages.blocks import SituationsBlock
from content.pages.starter import _value
from tests.architecture.house import ROOT

ENDINGS = {"nl": "Wat het ook is: je mag het vertellen.", "en": "Whatever it is: you may tell us."}
NO = re.compile(
    r"geen (?:stage)?discriminatie|is (?:dus )?niet verboden|valt mee|not discrimination|not illegal", re.IGNORECASE
)


def shown(language: str) -> str:
    from django.utils.translation import override

    page = yaml.safe_load(
        (ROOT / f"content/starter/pages/{language}/is-dit-stagediscriminatie.yaml").read_text(encoding="utf-8")
    )
    block = next(part for part in page["body"] if part["type"] == "situations")
    definition = SituationsBlock()
    value = definition.normalize(_value("situations", block))
    with override(language):
        return render_to_string("pages/blocks/situations.html", {"value": value, "school": None, "self": value})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_there_are_five_situations_and_each_ends_in_you_may_tell(language: str) -> None:
    html = shown(language)
    outcomes = re.findall(r"<details.*?</details>", html, re.DOTALL)
    assert len(outcomes) == 5
    for outcome in outcomes:
        assert ENDINGS[language] in outcome
        assert 'href="/melden/"' in outcome or 'href="/en/melden/"' in outcome
        assert outcome.index(ENDINGS[language]) > outcome.index("<li>"), "after what one can do"
        assert not NO.search(outcome)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_of_it_can_be_sent(language: str) -> None:
    html = shown(language)
    assert not re.search(r"<form|<input|<script|action=|\?", re.sub(r">[^<]*<", "><", html))
