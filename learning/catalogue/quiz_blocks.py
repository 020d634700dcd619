"""Questions as a trainer fills them in: one block per kind. Shape and validation, no queries.

What is needed comes first; what may stay empty comes after it and says so.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup, StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from learning.engine.quiz import QuizFormatError, question_from_dict
from learning.engine.skills import SKILLS

from .engine_words import worded
from .quiz_data import question_data

BANK_QUESTION, BANK_CATEGORY = "catalogue.BankQuestionPage", "catalogue.BankCategoryPage"
LONGEST_QUESTION = 2000
# What needs two to be a question begins with two: nobody has to look for how a second is added.
# Every field is named: what is left out, the editor's script would show as "undefined".
EMPTY_OPTION: dict[str, Any] = {"text": "", "correct": False, "feedback": ""}
TWO_OPTIONS = [{**EMPTY_OPTION, "weight": None} for _number in range(2)]
TWO_SENTENCES: list[dict[str, Any]] = [{**EMPTY_OPTION, "skills": []} for _number in range(2)]
TWO_PAIRS = [{"left": "", "right": ""} for _number in range(2)]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Afbeelding"))
    alt = blocks.CharBlock(label=_("Wat staat erop?"), max_length=250, help_text=_("Voor wie de afbeelding niet ziet."))

    class Meta:
        icon = "image"
        label = _("Afbeelding")


class FilmBlock(blocks.StructBlock):
    film = DocumentChooserBlock(label=_("Film"), help_text=_("Een mp4-bestand."))
    captions = DocumentChooserBlock(label=_("Ondertiteling"), help_text=_("Een vtt-bestand."))
    transcript = blocks.TextBlock(label=_("Uitgeschreven tekst"), required=False)

    class Meta:
        icon = "media"
        label = _("Film")


class MediaBlock(blocks.StreamBlock):
    image = PictureBlock()
    film = FilmBlock()

    class Meta:
        required = False
        max_num = 1
        label = _("Afbeelding of film (mag leeg)")


class QuestionBlock(blocks.StructBlock):
    """What every kind has. Whether the question can be taken, the engine says: in one place, for every way in."""

    text = blocks.TextBlock(label=_("Vraag"), max_length=LONGEST_QUESTION, rows=2)
    explanation = blocks.TextBlock(label=_("Uitleg na het antwoord (mag leeg)"), required=False, rows=2)
    source = blocks.CharBlock(label=_("Bron (mag leeg)"), max_length=300, required=False)
    media = MediaBlock()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        try:
            question_from_dict({**question_data(self.name, cleaned), "key": "q"})
        except QuizFormatError as error:
            raise StructBlockValidationError(non_block_errors=[worded(error.sentence)]) from error
        return cleaned


def layout(*own: str, more: tuple[str, ...] = ()) -> BlockGroup:
    """What a kind needs first; what may stay empty folded away below it."""
    folded = BlockGroup(
        [*more, "source", "media"], heading=_("Bron, afbeelding of film (mag leeg)"), classname="collapsed", icon="plus"
    )
    return BlockGroup(["text", *own, "explanation", folded])


class ChoiceBlock(QuestionBlock):
    """A question with options, which are mixed unless somebody wants to keep their order."""

    keep_order = blocks.BooleanBlock(label=_("Antwoorden in deze volgorde laten staan"), required=False)


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Antwoord"), max_length=500)
    correct = blocks.BooleanBlock(label=_("Dit is goed"), required=False)
    feedback = blocks.CharBlock(label=_("Wat zeg je hierbij? (mag leeg)"), max_length=1000, required=False)

    class Meta:
        label = _("Antwoord")


class WeightedOptionBlock(OptionBlock):
    weight = blocks.DecimalBlock(
        label=_("Gewicht in % (mag leeg)"), required=False, min_value=-100, max_value=100, max_digits=8, decimal_places=5,
        help_text=_("Alleen als een antwoord voor een deel telt."),
    )  # fmt: skip

    class Meta:
        form_layout = BlockGroup(["text", "correct", "feedback"], settings=["weight"])


class SentenceOptionBlock(OptionBlock):
    skills = blocks.MultipleChoiceBlock(
        choices=[(skill.key, skill.nl) for skill in SKILLS.values()],
        label=_("Wat laat deze zin zien? (mag leeg)"),
        required=False,
    )

    class Meta:
        form_layout = BlockGroup(["text", "correct", "feedback"], settings=["skills"])


class SingleQuestionBlock(ChoiceBlock):
    options = blocks.ListBlock(WeightedOptionBlock(), label=_("Antwoorden"), default=TWO_OPTIONS, min_num=2, max_num=12)

    class Meta:
        form_layout = layout("options", more=("keep_order",))
        icon = "radio-full"
        label = _("Eén goed antwoord")


class MultipleQuestionBlock(ChoiceBlock):
    options = blocks.ListBlock(
        WeightedOptionBlock(), label=_("Antwoorden"), default=TWO_OPTIONS, min_num=2, max_num=12,
        help_text=_("Elk goed antwoord telt een deel mee, een fout antwoord gaat eraf."),
    )  # fmt: skip

    class Meta:
        form_layout = layout("options", more=("keep_order",))
        icon = "tasks"
        label = _("Meer goede antwoorden")


class StatementBlock(QuestionBlock):
    """Kinds that put no question, but a statement."""

    text = blocks.TextBlock(label=_("Stelling"), max_length=LONGEST_QUESTION, rows=2)


class TrueFalseQuestionBlock(StatementBlock):
    is_true = blocks.BooleanBlock(
        label=_("Deze stelling klopt"), required=False, help_text=_("Geen vinkje: de stelling klopt niet.")
    )
    feedback_true = blocks.CharBlock(label=_("Wat zeg je bij “klopt”? (mag leeg)"), max_length=1000, required=False)
    feedback_false = blocks.CharBlock(label=_("Wat zeg je bij “klopt niet”? (mag leeg)"), max_length=1000, required=False)

    class Meta:
        form_layout = layout("is_true", "feedback_true", "feedback_false")
        icon = "check"
        label = _("Klopt het of niet?")


class SentenceQuestionBlock(ChoiceBlock):
    options = blocks.ListBlock(SentenceOptionBlock(), label=_("Zinnen"), default=TWO_SENTENCES, min_num=2, max_num=8)

    class Meta:
        form_layout = layout("options", more=("keep_order",))
        icon = "openquote"
        label = _("Welke zin zou je zeggen?")


class OrderingQuestionBlock(QuestionBlock):
    items = blocks.ListBlock(
        blocks.CharBlock(max_length=300, label=_("Tekst")),
        label=_("Teksten, in de goede volgorde"),
        default=["", ""],
        min_num=2,
        max_num=12,
    )

    class Meta:
        form_layout = layout("items")
        icon = "list-ol"
        label = _("Op volgorde zetten")


class PairBlock(blocks.StructBlock):
    left = blocks.CharBlock(label=_("Links"), max_length=300)
    right = blocks.CharBlock(label=_("Wat erbij hoort"), max_length=300)

    class Meta:
        label = _("Paar")


class MatchingQuestionBlock(QuestionBlock):
    pairs = blocks.ListBlock(PairBlock(), label=_("Paren"), default=TWO_PAIRS, min_num=2, max_num=12)
    others = blocks.ListBlock(
        blocks.CharBlock(max_length=300, label=_("Tekst")), label=_("Hoort nergens bij (mag leeg)"), default=[], max_num=6
    )

    class Meta:
        form_layout = layout("pairs", "others")
        icon = "link"
        label = _("Bij elkaar zoeken")


class AcceptedBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Dit telt"), max_length=200)
    weight = blocks.DecimalBlock(
        label=_("Voor hoeveel % (mag leeg)"), required=False, min_value=0, max_value=100, max_digits=8, decimal_places=5
    )
    feedback = blocks.CharBlock(label=_("Wat zeg je hierbij? (mag leeg)"), max_length=1000, required=False)

    class Meta:
        label = _("Woord")
        form_layout = BlockGroup(["text"], settings=["weight", "feedback"])


class GapBlock(blocks.StructBlock):
    accept = blocks.ListBlock(AcceptedBlock(), label=_("Woorden die tellen"), min_num=1, max_num=20)

    class Meta:
        label = _("Gat")


class GapQuestionBlock(QuestionBlock):
    text = blocks.TextBlock(
        label=_("Tekst"), max_length=LONGEST_QUESTION, rows=2,
        help_text=_("Zet drie streepjes ___ waar een woord moet komen. Hoofdletters maken niet uit, en * staat voor alles."),
    )  # fmt: skip
    gaps = blocks.ListBlock(GapBlock(), label=_("Gaten, op volgorde"), min_num=1, max_num=8)
    exact_case = blocks.BooleanBlock(label=_("Hoofdletters moeten kloppen"), required=False)

    class Meta:
        form_layout = layout("gaps", "exact_case")
        icon = "edit"
        label = _("Vul het gat in")


class NumberBlock(blocks.StructBlock):
    value = blocks.FloatBlock(label=_("Getal"))
    tolerance = blocks.FloatBlock(label=_("Mag zoveel afwijken"), min_value=0, default=0, required=False)
    weight = blocks.DecimalBlock(
        label=_("Voor hoeveel % (mag leeg)"), required=False, min_value=0, max_value=100, max_digits=8, decimal_places=5
    )
    feedback = blocks.CharBlock(label=_("Wat zeg je hierbij? (mag leeg)"), max_length=1000, required=False)

    class Meta:
        label = _("Getal")
        form_layout = BlockGroup(["value", "tolerance"], settings=["weight", "feedback"])


class NumberQuestionBlock(QuestionBlock):
    numbers = blocks.ListBlock(NumberBlock(), label=_("Getallen die tellen"), min_num=1, max_num=8)
    unit = blocks.CharBlock(
        label=_("Eenheid (mag leeg)"), max_length=20, required=False, help_text=_("Zoals: uur, %, studenten.")
    )

    class Meta:
        form_layout = layout("numbers", "unit")
        icon = "order"
        label = _("Een getal")


class ScaleQuestionBlock(StatementBlock):
    low = blocks.CharBlock(label=_("1 betekent"), max_length=60)
    high = blocks.CharBlock(label=_("5 betekent"), max_length=60)
    compare = blocks.RegexBlock(
        regex=r"^[a-z0-9-]*$", label=_("Naam om te vergelijken (mag leeg)"), max_length=40, required=False,
        help_text=_("Dezelfde naam vóór en na een module: dan ziet de deelnemer wat er veranderde."),
        error_messages={"invalid": _("Gebruik kleine letters, cijfers en streepjes.")},
    )  # fmt: skip

    class Meta:
        form_layout = layout("low", "high", "compare")
        icon = "sliders"
        label = _("Stelling op een schaal")


class OpenQuestionBlock(QuestionBlock):
    model_answer = blocks.TextBlock(label=_("Voorbeeldantwoord"), rows=3)
    checks = blocks.ListBlock(
        blocks.CharBlock(max_length=200, label=_("Vraag")),
        label=_("Waar kijkt de deelnemer naar? (mag leeg)"),
        default=[],
        max_num=6,
    )

    class Meta:
        form_layout = layout("model_answer", "checks")
        icon = "pilcrow"
        label = _("Open vraag met voorbeeld")


class EssayQuestionBlock(QuestionBlock):
    guidance = blocks.TextBlock(
        label=_("Waar let je op bij het lezen? (mag leeg)"), required=False, rows=2, help_text=_("Alleen trainers zien dit.")
    )

    class Meta:
        form_layout = layout("guidance")
        icon = "doc-full-inverse"
        label = _("Schrijfopdracht voor de trainer")


class QuestionsBlock(blocks.StreamBlock):
    """Every kind of question, the most used first."""

    single = SingleQuestionBlock()
    multiple = MultipleQuestionBlock()
    true_false = TrueFalseQuestionBlock()
    sentence = SentenceQuestionBlock()
    ordering = OrderingQuestionBlock()
    matching = MatchingQuestionBlock()
    gap = GapQuestionBlock()
    number = NumberQuestionBlock()
    scale = ScaleQuestionBlock()
    open = OpenQuestionBlock()
    essay = EssayQuestionBlock()


class DrawBlock(blocks.StructBlock):
    number = blocks.IntegerBlock(label=_("Hoeveel vragen"), min_value=1, max_value=50, default=3)
    category = blocks.PageChooserBlock(
        page_type=BANK_CATEGORY, label=_("Uit welke categorie"), required=False, help_text=_("Leeg: uit de hele vragenbank.")
    )
    difficulty = blocks.ChoiceBlock(
        choices=[("easy", _("makkelijk")), ("normal", _("gewoon")), ("hard", _("moeilijk"))], label=_("Hoe moeilijk"),
        required=False, help_text=_("Leeg: alles."),
    )  # fmt: skip

    class Meta:
        icon = "rotate"
        label = _("Trek vragen uit de bank")


class QuizQuestionsBlock(QuestionsBlock):
    """In a quiz: also a question of the bank, and a draw."""

    bank = blocks.PageChooserBlock(page_type=BANK_QUESTION, icon="help", label=_("Vraag uit de bank"))
    draw = DrawBlock()


class ScoreRangeBlock(blocks.StructBlock):
    start = blocks.IntegerBlock(label=_("Vanaf %"), min_value=0, max_value=100, default=0)
    text = blocks.TextBlock(label=_("Wat iemand dan leest"), max_length=600, rows=2)

    class Meta:
        icon = "order-up"
        label = _("Woorden bij een uitkomst")


class ScoreRangesBlock(blocks.StreamBlock):
    range = ScoreRangeBlock()

    class Meta:
        required = False
        max_num = 6
