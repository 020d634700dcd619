"""The steps of a module, as a trainer fills them in. Shape and validation, no queries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

READING = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "blockquote"]
STEP_KEY = r"^[a-z0-9-]+$"


class StepBlock(blocks.StructBlock):
    key = blocks.RegexBlock(
        regex=STEP_KEY,
        label=_("Vaste naam"),
        max_length=60,
        help_text=_("Komt in het adres en blijft altijd gelijk: zo weten we wie de stap al deed. Kleine letters en streepjes."),
        error_messages={"invalid": _("Gebruik kleine letters, cijfers en streepjes.")},
    )
    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    lead = blocks.CharBlock(label=_("Eén zin erover"), max_length=200, required=False)
    minutes = blocks.IntegerBlock(label=_("Minuten"), min_value=1, max_value=240, default=5)
    required = blocks.BooleanBlock(label=_("Hoort bij het afronden"), required=False, default=True)


class ReadingStepBlock(StepBlock):
    body = blocks.RichTextBlock(label=_("Tekst"), features=READING)

    class Meta:
        icon = "doc-full"
        label = _("Lezen")


class ScenarioStepBlock(StepBlock):
    page = blocks.PageChooserBlock(page_type="catalogue.ScenarioPage", label=_("Gesprek"))

    class Meta:
        icon = "openquote"
        label = _("Gesprek")


class QuizStepBlock(StepBlock):
    page = blocks.PageChooserBlock(page_type="catalogue.QuizPage", label=_("Quiz"))

    class Meta:
        icon = "help"
        label = _("Quiz")


class StepsBlock(blocks.StreamBlock):
    reading = ReadingStepBlock()
    scenario = ScenarioStepBlock()
    quiz = QuizStepBlock()
