"""The question bank: categories with sub-categories, and one page per question.

They are pages, so that revisions, search, where-used, translation, workflow and rights are Wagtail's own.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, Tag
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from learning.catalogue.bank_forms import BankCategoryPageForm, BankQuestionPageForm
from learning.catalogue.bank_panels import UsedInPanel
from learning.catalogue.quiz_blocks import QuestionsBlock
from learning.catalogue.quiz_data import fingerprint_of, title_of
from learning.catalogue.quiz_preview import preview_question

from .pages import CataloguePage, Unserved
from .quiz import PREVIEW


class QuestionBankPage(Unserved):
    """Where all categories hang: one per language."""

    parent_page_types: ClassVar[list[str]] = ["catalogue.CatalogueRoot"]
    subpage_types: ClassVar[list[str]] = ["catalogue.BankCategoryPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("vragenbank")
        verbose_name_plural = _("vragenbanken")


class BankCategoryPage(CataloguePage):
    """A category, or a sub-category inside one."""

    parent_page_types: ClassVar[list[str]] = ["catalogue.QuestionBankPage", "catalogue.BankCategoryPage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.BankQuestionPage", "catalogue.BankCategoryPage"]

    base_form_class = BankCategoryPageForm
    content_panels = [*Page.content_panels, FieldPanel("organisation")]
    promote_panels: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("categorie met vragen")
        verbose_name_plural = _("categorieën met vragen")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """One level of sub-categories, no deeper."""
        inside = isinstance(parent.specific, BankCategoryPage) and isinstance(parent.get_parent().specific, BankCategoryPage)
        return super().can_create_at(parent) and not inside


class BankQuestionTag(ItemBase):
    tag = models.ForeignKey(Tag, related_name="bank_questions", on_delete=models.CASCADE)
    content_object = ParentalKey("catalogue.BankQuestionPage", related_name="tagged_items", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("trefwoord van een vraag")
        verbose_name_plural = _("trefwoorden van vragen")

    def __str__(self) -> str:
        return self.tag.name


class BankQuestionPage(CataloguePage):
    """One question. Its title is the beginning of its text, so nobody has to think of one."""

    class Difficulty(models.TextChoices):
        EASY = "easy", _("makkelijk")
        NORMAL = "normal", _("gewoon")
        HARD = "hard", _("moeilijk")

    question = StreamField(QuestionsBlock(max_num=1), verbose_name=_("vraag"))
    difficulty = models.CharField(_("hoe moeilijk"), max_length=6, choices=Difficulty, default=Difficulty.NORMAL)
    tags = ClusterTaggableManager(through=BankQuestionTag, blank=True, verbose_name=_("trefwoorden (mag leeg)"))
    # What makes two questions the same: kind and plain text, as a fingerprint.
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    base_form_class = BankQuestionPageForm
    parent_page_types: ClassVar[list[str]] = ["catalogue.BankCategoryPage"]
    subpage_types: ClassVar[list[str]] = []
    preview_modes = PREVIEW
    content_panels = [
        FieldPanel("question"),
        MultiFieldPanel(
            [FieldPanel("difficulty"), FieldPanel("tags"), FieldPanel("organisation")],
            heading=_("Terugvinden"),
            classname="collapsed",
        ),
        UsedInPanel(heading=_("Waar deze vraag staat")),
    ]
    promote_panels: ClassVar[list[Any]] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("question"),
        index.FilterField("difficulty"),
        index.RelatedFields("tags", [index.SearchField("name")]),
    ]

    class Meta:
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen in de bank")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._name_itself()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """What a draft goes through."""
        self._name_itself()
        super().minimal_clean()

    def _name_itself(self) -> None:
        """Whatever way it is written, a question's title comes from its text."""
        text = str(self.question[0].value["text"] or "") if self.question else ""
        self.title = title_of(text) or gettext("Nieuwe vraag")
        self.fingerprint = fingerprint_of(self.question[0].block_type, text) if text else ""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return preview_question(request, self)
