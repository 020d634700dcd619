"""Form, workflow, schedule, bulk, translation, import: every way to publish ends here."""

from __future__ import annotations

from typing import Any

from wagtail.signals import page_published, page_unpublished

from .bank_services import question_changed
from .models import BankQuestionPage, CataloguePage, ModulePage, QuizPage, ScenarioPage
from .services import freeze_published


def freeze_on_publish(sender: type[CataloguePage], instance: CataloguePage, revision: Any = None, **_: Any) -> None:
    freeze_published(page=instance, by=getattr(revision, "user", None) or instance.owner)


def follow_question(sender: type[BankQuestionPage], instance: BankQuestionPage, revision: Any = None, **_: Any) -> None:
    question_changed(question=instance, by=getattr(revision, "user", None) or instance.owner)


def connect() -> None:
    """Called once, when the app is ready."""
    for model in (ModulePage, ScenarioPage, QuizPage):
        page_published.connect(freeze_on_publish, sender=model, dispatch_uid=f"catalogue.freeze.{model.__name__}", weak=False)
    for signal in (page_published, page_unpublished):
        signal.connect(follow_question, sender=BankQuestionPage, dispatch_uid="catalogue.follow_question", weak=False)
