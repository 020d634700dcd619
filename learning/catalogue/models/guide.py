"""A facilitator's guide: for who gives the live training of a module. Learners never see it, so it is not frozen."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from learning.catalogue.blocks import PLAIN
from learning.catalogue.forms import GuidePageForm
from learning.catalogue.guide_blocks import GuideBlock

from .pages import CataloguePage


class GuidePage(CataloguePage):
    lead = models.CharField(_("waar gaat het over"), max_length=300)
    module = models.ForeignKey(
        "catalogue.ModulePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="guides",
        verbose_name=_("module"),
    )
    preparation = RichTextField(_("voorbereiding"), features=PLAIN, blank=True)
    moments = StreamField(GuideBlock(), verbose_name=_("momenten"), blank=True)
    agreements = RichTextField(_("afspraken met de groep"), features=PLAIN, blank=True)
    when_hurt = RichTextField(_("als iemand geraakt wordt of iets kwetsends zegt"), features=PLAIN, blank=True)
    aftercare = RichTextField(_("nazorg"), features=PLAIN, blank=True)
    role_speaks = RichTextField(_("rolkaart: wie praat"), features=PLAIN, blank=True)
    role_student = RichTextField(_("rolkaart: de student"), features=PLAIN, blank=True)
    role_observes = RichTextField(_("rolkaart: wie kijkt"), features=PLAIN, blank=True)
    skills = models.JSONField(_("vaardigheden op het kijkblad"), default=list, blank=True)

    base_form_class = GuidePageForm
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel([FieldPanel("module"), FieldPanel("organisation")], heading=_("Bij welke training")),
        FieldPanel("preparation"),
        FieldPanel("moments"),
        FieldPanel("agreements"),
        FieldPanel("when_hurt"),
        FieldPanel("aftercare"),
        MultiFieldPanel(
            [FieldPanel("role_speaks"), FieldPanel("role_student"), FieldPanel("role_observes"), FieldPanel("skills")],
            heading=_("Rolkaarten en kijkblad"),
        ),
    ]

    class Meta:
        verbose_name = _("draaiboek")
        verbose_name_plural = _("draaiboeken")

    @property
    def minutes(self) -> int:
        return sum(block.value["minutes"] for block in self.moments)
