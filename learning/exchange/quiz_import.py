"""A dump of django-quiz-app into the bank, the catalogue and each known learner's own room: all of it or nothing.

Quizzes come in as they were (drafts stay drafts); what came in before is recognised and left as it is. A sitting is for the person
alone: it is an attempt like any other, and counts for no module and no figure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale

from gehoord.accounts.models import User
from gehoord.core.models import StarterText
from learning.catalogue.bank_services import add_question, bank_of, category_for, many_questions
from learning.catalogue.models import BankQuestionPage, CatalogueRoot, FrozenVersion, QuizPage
from learning.catalogue.services import freeze
from learning.progress.enums import AttemptState, PlayedKind, TallyState
from learning.progress.models import Answer, Attempt
from learning.progress.own_words import seal_text

from .bank_store import WITHOUT_CATEGORY
from .django_quiz import Dump, answers_given, answers_of, moment, numbers, question_of, truth, whole
from .found import UnreadableFileError

KEY = "django-quiz-app/{}"


@dataclass(kw_only=True)
class ImportReport:
    """What was done, line by line, and the counts."""

    lines: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def say(self, what: str, sentence: str) -> None:
        self.counts[what] += 1
        self.lines.append(sentence)


@transaction.atomic
def import_quizzes(*, by: Any, dump: Dump, organisation: Any = None) -> ImportReport:
    """Bring in everything that can come in. Raises UnreadableFileError where there is no catalogue yet."""
    locale = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    return _Run(by, dump, organisation, locale).all()


class _Run:
    def __init__(self, by: Any, dump: Dump, organisation: Any, locale: Locale) -> None:
        bank, root = bank_of(locale), CatalogueRoot.objects.filter(locale=locale).first()
        if bank is None or root is None:
            raise UnreadableFileError("Er is nog geen catalogus. Laad eerst de startinhoud (manage.py load_starter).")
        self.by, self.dump, self.organisation, self.locale, self.bank, self.root = by, dump, organisation, locale, bank, root
        self.report = ImportReport()
        self.questions: dict[str, BankQuestionPage] = {}
        self.versions: dict[str, FrozenVersion] = {}

    def all(self) -> ImportReport:
        with many_questions():
            for key in sorted(self.dump.of("question"), key=_by_number):
                self._question(key)
        for key, row in sorted(self.dump.of("quiz").items(), key=lambda item: _by_number(item[0])):
            self._quiz(key, row)
        for key, row in sorted(self.dump.of("sitting").items(), key=lambda item: _by_number(item[0])):
            self._sitting(key, row)
        for _ in self.dump.of("progress"):
            self.report.say("overgeslagen", "Een rij met voortgang is overgeslagen: die rekenen we zelf uit de antwoorden.")
        if self.dump.other:
            self.report.lines.append(f"{self.dump.other} rijen van andere tabellen zijn niet gelezen.")
        return self.report

    def _category(self, row: dict[str, Any]) -> tuple[str, ...]:
        sub = self.dump.of("subcategory").get(str(row.get("sub_category") or ""), {})
        category = self.dump.of("category").get(str(row.get("category") or sub.get("category") or ""), {})
        names = (str(category.get("category") or "").strip(), str(sub.get("sub_category") or "").strip())
        return tuple(name for name in names if name) or WITHOUT_CATEGORY

    def _question(self, key: str) -> None:
        row = self.dump.of("question")[key]
        data, why = question_of(self.dump, key)
        if data is None:
            self.report.say("overgeslagen", f"Vraag {key} is overgeslagen: {why}.")
            return
        number = BankQuestionPage.objects.count()
        category = category_for(self.bank, self._category(row), organisation=self.organisation)
        page = add_question(by=self.by, category=category, question=data, organisation=self.organisation)
        self.questions[key] = page
        if BankQuestionPage.objects.count() == number:
            self.report.say("bestond al", f"Vraag {key} “{page.title}” stond al in de bank.")
        else:
            self.report.say("vragen", f"Vraag {key} “{page.title}” staat in de bank, bij “{category.title}”.")
        if row.get("figure"):
            self.report.lines.append(f"   De afbeelding {row['figure']} zit niet in de dump. Voeg haar toe bij de vraag.")

    def _quiz(self, key: str, row: dict[str, Any]) -> None:
        title, url = str(row.get("title") or f"Quiz {key}"), str(row.get("url") or key)
        known = StarterText.objects.filter(key=KEY.format(url)).first()
        page = QuizPage.objects.filter(pk=known.page_id).first() if known is not None else None
        if known is not None:
            what = "staat er al" if page is not None else "is hier verwijderd en blijft weg"
            self.report.say("bestond al", f"Quiz “{title}” {what}.")
        else:
            page = self._new_quiz(key, row, title, url)
        if page is not None and page.questions:
            self.versions[key] = freeze(page=page)

    def _new_quiz(self, key: str, row: dict[str, Any], title: str, url: str) -> QuizPage | None:
        named = [pk for pk, question in self.dump.of("question").items() if key in numbers(question.get("quiz"))]
        pages = [self.questions[pk] for pk in sorted(named, key=_by_number) if pk in self.questions]
        if not pages:
            self.report.say("overgeslagen", f"Quiz “{title}” is overgeslagen: er is geen vraag in die we konden overnemen.")
            return None
        draft = truth(row.get("draft"))
        page = QuizPage(
            title=title[:255], slug=f"quiz-oud-{slugify(url) or key}"[:250], locale=self.locale, organisation=self.organisation,
            owner=self.by, live=not draft, intro=str(row.get("description") or ""), **_settings(row, len(pages)),
        )  # fmt: skip
        page.questions = [("bank", question.page_ptr) for question in pages]
        page.ranges = _ranges(row)
        self.root.refresh_from_db()
        self.root.add_child(instance=page)
        revision = page.save_revision(user=self.by)
        if not draft:
            revision.publish(user=self.by)
        StarterText.objects.create(key=KEY.format(url), checksum="", page_id=page.pk)
        state = " als concept" if draft else ""
        self.report.say("quizzen", f"Quiz “{title}” is aangemaakt{state}, met {len(pages)} vragen.")
        return page

    def _sitting(self, key: str, row: dict[str, Any]) -> None:
        quiz = str(row.get("quiz") or "")
        email = self.dump.emails.get(str(row.get("user") or ""), "")
        user = User.objects.filter(email__iexact=email).first() if email else None
        version, start, end = self.versions.get(quiz), moment(row.get("start")), moment(row.get("end"))
        why = (
            "de dump zegt niet van wie hij is (neem auth.user mee in de dump)" if not email
            else "dit e-mailadres heeft hier geen account" if user is None
            else "de quiz is niet overgenomen" if version is None
            else "hij was niet af" if not truth(row.get("complete")) or end is None or start is None
            else ""
        )  # fmt: skip
        if why or user is None or version is None or end is None or start is None:
            self.report.say("overgeslagen", f"Poging {key} is overgeslagen: {why}.")
            return
        step = f"quiz-{version.slug}"[:80]
        if Attempt.objects.of(user).filter(version__page_key=version.page_key, step_key=step, started_at=start).exists():
            self.report.say("bestond al", f"Poging {key} stond al bij de deelnemer.")
            return
        attempt = Attempt.objects.create(
            user=user, module_key="", step_key=step, kind=PlayedKind.QUIZ, version=version, state=AttemptState.FINISHED,
            started_at=start, ended_at=end, is_kept=True, tally=TallyState.NEVER,
        )  # fmt: skip
        Answer.objects.bulk_create(self._answers(attempt, row))
        self.report.say("pogingen", f"Poging {key} staat bij de deelnemer, die haar als enige ziet.")

    def _answers(self, attempt: Attempt, row: dict[str, Any]) -> list[Answer]:
        given = answers_given(row.get("user_answers"))
        order = [key for key in numbers(row.get("question_order")) if key in given] or list(given)
        answers: list[Answer] = []
        for key in order:
            page = self.questions.get(key)
            if page is None:
                continue
            chosen, words = self._chosen(key, given[key])
            answers.append(
                Answer(
                    attempt=attempt, sequence=len(answers), own_words_sealed=seal_text(words),
                    payload={"question": str(page.translation_key), "chosen": chosen},
                )
            )  # fmt: skip
        return answers

    def _chosen(self, key: str, given: str) -> tuple[list[str], str]:
        """What somebody gave, in the keys that the bank's question has: a, b, c in the order of its answers."""
        if key in self.dump.of("essay_question"):
            return [], given
        if key in self.dump.of("tf_question"):
            return ["true" if truth(given) else "false"], ""
        order = answers_of(self.dump, key)
        return ([chr(ord("a") + order.index(given))] if given in order else []), ""


def _by_number(key: str) -> tuple[int, str]:
    return whole(key) or 0, key


def _settings(row: dict[str, Any], number: int) -> dict[str, Any]:
    most, mark = whole(row.get("max_questions")), whole(row.get("pass_mark"))
    return {
        "shuffle": truth(row.get("random_order")),
        "most": most if most and 0 < most < number else None,
        "show_feedback": "at_end" if truth(row.get("answers_at_end")) else "after_each",
        "tries": 1 if truth(row.get("single_attempt")) else None,
        "pass_mark": min(mark, 100) if mark else None,
    }


def _ranges(row: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The words for passing and for not passing."""
    success, fail, mark = str(row.get("success_text") or ""), str(row.get("fail_text") or ""), whole(row.get("pass_mark")) or 0
    ranges = [("range", {"start": 0, "text": fail})] if fail and mark else []
    return ranges + ([("range", {"start": min(mark, 100), "text": success})] if success else [])
