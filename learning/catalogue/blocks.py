"""The steps of a module, as a trainer fills them in. Shape and validation, no queries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

READING = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "blockquote", "image"]
PLAIN = ["bold", "italic", "ol", "ul"]
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


class FilmStepBlock(StepBlock):
    film = DocumentChooserBlock(label=_("Film"), help_text=_("Een mp4- of webm-bestand."))
    captions = DocumentChooserBlock(label=_("Ondertiteling"), help_text=_("Een vtt-bestand, in de taal van de module."))
    transcript = blocks.RichTextBlock(
        label=_("Uitgeschreven tekst"), features=PLAIN, help_text=_("Wat er te zien en te horen is, voor wie liever leest.")
    )

    class Meta:
        icon = "media"
        label = _("Film")


class ReflectionStepBlock(StepBlock):
    question = blocks.TextBlock(
        label=_("Vraag aan jezelf"),
        max_length=500,
        rows=2,
        help_text=_("Alleen de deelnemer ziet het antwoord. Schrijven hoeft niet."),
    )

    class Meta:
        icon = "edit"
        label = _("Nadenken voor jezelf")


class LiveStepBlock(StepBlock):
    body = blocks.RichTextBlock(label=_("Wat doen we daar?"), features=PLAIN)

    class Meta:
        icon = "group"
        label = _("Training op locatie")


class DownloadStepBlock(StepBlock):
    file = DocumentChooserBlock(label=_("Bestand"))
    body = blocks.RichTextBlock(label=_("Wat is het, en waarvoor?"), features=PLAIN)

    class Meta:
        icon = "download"
        label = _("Downloaden")


class StepsBlock(blocks.StreamBlock):
    reading = ReadingStepBlock()
    film = FilmStepBlock()
    scenario = ScenarioStepBlock()
    quiz = QuizStepBlock()
    reflection = ReflectionStepBlock()
    live = LiveStepBlock()
    download = DownloadStepBlock()


class FirstModulesBlock(blocks.StreamBlock):
    """Modules that are better taken before this one: advice, never a lock."""

    module = blocks.PageChooserBlock(page_type="catalogue.ModulePage", label=_("Module"))

    class Meta:
        required = False
        max_num = 3
