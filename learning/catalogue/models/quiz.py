from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from learning.catalogue.quiz_blocks import QuizQuestionsBlock, ScoreRangesBlock
from learning.catalogue.quiz_preview import preview_quiz

from .pages import CataloguePage

PREVIEW: list[tuple[str, Any]] = [("learner", _("Zoals een deelnemer het ziet"))]


class QuizPage(CataloguePage):
    """Questions of its own, questions of the bank and draws from it, in one order."""

    class ShowFeedback(models.TextChoices):
        AFTER_EACH = "after_each", _("na elke vraag")
        AT_END = "at_end", _("aan het eind")

    intro = models.TextField(_("inleiding"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minuten"), default=5)
    show_feedback = models.CharField(_("uitleg tonen"), max_length=10, choices=ShowFeedback, default=ShowFeedback.AFTER_EACH)
    pass_mark = models.PositiveSmallIntegerField(
        _("nodig om te halen (%)"), null=True, blank=True, validators=[MaxValueValidator(100)],
        help_text=_("Leeg: er is geen halen of niet halen."),
    )  # fmt: skip
    shuffle = models.BooleanField(_("volgorde husselen"), default=True)
    most = models.PositiveSmallIntegerField(
        _("hoeveel vragen"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Leeg: alle vragen hieronder. Anders: zoveel, elke keer andere. Trekkingen uit de bank komen er nog bij."),
    )  # fmt: skip
    tries = models.PositiveSmallIntegerField(
        _("hoe vaak"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Leeg: zo vaak als iemand wil. 1: één keer."),
    )  # fmt: skip
    only_missed = models.BooleanField(_("aanbieden: alleen wat nog niet lukte opnieuw"), default=True)
    asks_sure = models.BooleanField(
        _("vragen: zeker of niet zeker"), default=False,
        help_text=_("De deelnemer ziet aan het eind of dat gevoel klopte."),
    )  # fmt: skip
    questions = StreamField(QuizQuestionsBlock(), verbose_name=_("vragen"), blank=True)
    ranges = StreamField(ScoreRangesBlock(), verbose_name=_("woorden bij een uitkomst"), blank=True)

    preview_modes = PREVIEW
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("questions"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("minutes", "show_feedback", "shuffle", "most", "asks_sure", "organisation")],
            heading=_("Hoe het werkt"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("tries", "only_missed", "pass_mark", "ranges")],
            heading=_("Opnieuw doen en halen"),
            classname="collapsed",
        ),
    ]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug")]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzen")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return preview_quiz(request, self)
