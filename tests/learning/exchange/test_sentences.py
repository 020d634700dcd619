"""What readers of question files say can be read in every language of the CMS."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from learning.exchange.gift import read_gift
from learning.exchange.moodle_xml import read_moodle_xml
from learning.exchange.sentences import SENTENCES
from tests.architecture.house import ROOT
from tests.learning.catalogue.test_engine_words import sentences_in

ENGINE_SAYS_IT_TOO = {"Soort “%(kind)s” ken ik niet. Kies uit: %(known)s."}
READERS = ("cloze", "csv_table", "django_quiz", "files", "found", "gift", "gift_answers", "moodle_xml", "bank_store")


@pytest.mark.parametrize("name", READERS)
def test_every_sentence_of_a_reader_can_be_translated(name: str) -> None:
    path: Path = ROOT / "learning" / "exchange" / f"{name}.py"
    assert sentences_in(path) - ENGINE_SAYS_IT_TOO <= set(SENTENCES)


def test_findings_come_in_the_language_of_the_page() -> None:
    with translation.override("en"):
        gift = read_gift("Hoeveel?{#veel}\n\nLees dit eerst.")
        xml = read_moodle_xml(b'<quiz><question type="calculated"><name><text>x</text></name></question></quiz>')
        said = [str(finding) for found in (*gift, *xml) for finding in found.findings]
    assert said[:2] == [
        "Line 1: “veel” is no number. Write 12, 12:2 or 10..14.",
        "Line 3: This is a text without a question. We do not take that.",
    ]
    assert said[2].endswith("This is a calculated question. We do not take that.")
