"""The steps of a module and the questions of a quiz, as a trainer fills them in. Shape and validation, no queries."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StructBlockValidationError

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


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Antwoord"), max_length=300)
    correct = blocks.BooleanBlock(label=_("Dit is goed"), required=False)
    feedback = blocks.CharBlock(label=_("Wat wil je hierbij zeggen?"), max_length=400, required=False)

    class Meta:
        label = _("Antwoord")


class ChoiceQuestionBlock(blocks.StructBlock):
    """A question with options; ``one_right`` decides whether exactly one may be right."""

    text = blocks.CharBlock(label=_("Vraag"), max_length=300)
    options = blocks.ListBlock(OptionBlock(), label=_("Antwoorden"), min_num=2, max_num=8)
    explanation = blocks.TextBlock(label=_("Uitleg na het antwoord"), required=False)
    source = blocks.CharBlock(label=_("Bron"), max_length=200, required=False)

    one_right = True

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        right = sum(bool(option["correct"]) for option in cleaned["options"])
        if right == 0 or (self.one_right and right > 1):
            sentence = _("Kies precies één goed antwoord.") if self.one_right else _("Kies minstens één goed antwoord.")
            raise StructBlockValidationError(non_block_errors=[sentence])
        return cleaned


class SingleQuestionBlock(ChoiceQuestionBlock):
    class Meta:
        icon = "radio-full"
        label = _("Eén goed antwoord")


class MultipleQuestionBlock(ChoiceQuestionBlock):
    one_right = False

    class Meta:
        icon = "tick-inverse"
        label = _("Meer goede antwoorden")


class TrueFalseQuestionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Stelling"), max_length=300)
    is_true = blocks.BooleanBlock(label=_("Deze stelling klopt"), required=False)
    feedback_true = blocks.CharBlock(label=_("Wat zeg je bij “klopt”?"), max_length=400, required=False)
    feedback_false = blocks.CharBlock(label=_("Wat zeg je bij “klopt niet”?"), max_length=400, required=False)
    explanation = blocks.TextBlock(label=_("Uitleg na het antwoord"), required=False)
    source = blocks.CharBlock(label=_("Bron"), max_length=200, required=False)

    class Meta:
        icon = "tick"
        label = _("Klopt het of niet?")


class QuestionsBlock(blocks.StreamBlock):
    single = SingleQuestionBlock()
    multiple = MultipleQuestionBlock()
    true_false = TrueFalseQuestionBlock()
