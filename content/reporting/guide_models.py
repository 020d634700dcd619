"""The adviser's guide: what to do now, one text for each stage of a case. Kept in the CMS; nothing of a report is in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from .enums import ReportState
from .unindexed import Unindexed


class Stage(models.TextChoices):
    """Where a case is, as the guide sees it."""

    FIRST = "first", _("Voor het eerste contact")
    TALKING = "talking", _("In gesprek")
    COMPANY = "company", _("De student zei ja: praten met het bedrijf")
    OUTSIDE = "outside", _("De student zei ja: SBB of het bureau")
    AFTERCARE = "aftercare", _("Afgerond, nazorg volgt")
    OVER = "over", _("Helemaal klaar")
    WITHDRAWN = "withdrawn", _("Ingetrokken")
    ABUSE = "abuse", _("Gemarkeerd als misbruik")


class Language(models.TextChoices):
    DUTCH = "nl", _("Nederlands")
    ENGLISH = "en", _("Engels")


def stage_of(state: str, *, company: bool, outside: bool) -> Stage:
    """The stage of a case: its state, and for a case in conversation what the student said yes to."""
    by_state = {
        ReportState.RECEIVED: Stage.FIRST,
        ReportState.READ: Stage.FIRST,
        ReportState.CLOSED: Stage.AFTERCARE,
        ReportState.ENDED: Stage.OVER,
        ReportState.WITHDRAWN: Stage.WITHDRAWN,
        ReportState.ABUSE: Stage.ABUSE,
    }
    if state in by_state:
        return by_state[ReportState(state)]
    return Stage.OUTSIDE if outside else Stage.COMPANY if company else Stage.TALKING


class GuideText(Unindexed):
    """One stage of the guide in one language."""

    stage = models.CharField(_("moment"), max_length=10, choices=Stage)
    language = models.CharField(_("taal"), max_length=2, choices=Language)
    title = models.CharField(_("kop"), max_length=120)
    body = RichTextField(_("wat nu"), features=["bold", "ol", "ul", "link", "h3"])

    panels = [FieldPanel("title"), FieldPanel("body")]

    class Meta:
        verbose_name = _("tekst van de wijzer")
        verbose_name_plural = _("wijzer voor vertrouwenspersonen")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "language"], name="one_guide_text_per_stage")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} ({self.language})"


def guide_for(stage: Stage) -> GuideText | None:
    """The text of a stage in the reader's language, or else in Dutch."""
    language = (get_language() or "nl")[:2]
    texts = {text.language: text for text in GuideText.objects.filter(stage=stage)}
    return texts.get(language) or texts.get(Language.DUTCH)
