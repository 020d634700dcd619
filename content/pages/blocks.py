"""What an editor can put on a page. Blocks hold shape and validation; they do not query."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

RICH = ["bold", "italic", "link", "document-link", "ol", "ul"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Tussenkop")
        template = "pages/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Tekst")
        template = "pages/blocks/text.html"


class VoicesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Kop"), max_length=80)
    intro = blocks.CharBlock(
        label=_("Zin vooraf"), max_length=240, help_text=_("Zeg dat het voorbeelden zijn, zoals: zo kan het klinken.")
    )
    voices = blocks.ListBlock(blocks.CharBlock(max_length=160), label=_("Wat iemand zegt"), min_num=2, max_num=6)
    after = blocks.RichTextBlock(label=_("Tekst eronder"), features=RICH, required=False)

    class Meta:
        icon = "openquote"
        label = _("Stemmen (voorbeelden)")
        template = "pages/blocks/voices.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Stap"), max_length=80)
    text = blocks.CharBlock(label=_("Wat er gebeurt"), max_length=240)

    class Meta:
        label = _("Stap")


class StepsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Kop"), max_length=80)
    steps = blocks.ListBlock(StepBlock(), label=_("Stappen"), min_num=2, max_num=6)

    class Meta:
        icon = "list-ol"
        label = _("Stappen")
        template = "pages/blocks/steps.html"


class PromiseBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Belofte"), max_length=160)
    needs_confirmation = blocks.CharBlock(
        label=_("Pas tonen na bevestiging van"),
        required=False,
        max_length=80,
        help_text=_("De sleutel van de lijst “Voor je live gaat”. Leeg: altijd tonen."),
    )

    class Meta:
        label = _("Belofte")


class PromisesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Kop"), max_length=80)
    promises = blocks.ListBlock(PromiseBlock(), label=_("Beloftes"), min_num=1)
    exception = blocks.RichTextBlock(label=_("De uitzondering"), features=["bold", "link"], required=False)

    class Meta:
        icon = "check"
        label = _("Wat we beloven")
        template = "pages/blocks/promises.html"


class CalloutBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Kop"), max_length=80, required=False)
    text = blocks.RichTextBlock(label=_("Tekst"), features=RICH)
    tone = blocks.ChoiceBlock(
        label=_("Toon"), choices=[("calm", _("rustig")), ("warm", _("warm")), ("green", _("groen"))], default="calm"
    )

    class Meta:
        icon = "help"
        label = _("Kader")
        template = "pages/blocks/callout.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Vraag"), max_length=160)
    answer = blocks.RichTextBlock(label=_("Antwoord"), features=RICH)

    class Meta:
        label = _("Vraag")


class QuestionsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Kop"), max_length=80, required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Vragen"))

    class Meta:
        icon = "help"
        label = _("Vragen en antwoorden")
        template = "pages/blocks/questions.html"


class SituationBlock(blocks.StructBlock):
    situation = blocks.CharBlock(
        label=_("Wat iemand meemaakt"), max_length=120, help_text=_("In de ik-vorm, zoals een student het zegt.")
    )
    text = blocks.RichTextBlock(label=_("Wat je erover kunt zeggen"), features=RICH)
    ways = blocks.ListBlock(blocks.CharBlock(max_length=160), label=_("Wat je nu kunt doen"), min_num=1, max_num=4)

    class Meta:
        label = _("Situatie")


class SituationsBlock(blocks.StructBlock):
    """The self-check. Nothing is sent or stored: each situation unfolds on the page itself. It never says no, because every
    outcome ends in the same sentence, which stands in the template and not in what an editor fills in."""

    heading = blocks.CharBlock(label=_("Kop"), max_length=80)
    intro = blocks.CharBlock(label=_("Zin vooraf"), max_length=240)
    situations = blocks.ListBlock(SituationBlock(), label=_("Situaties"), min_num=3, max_num=7)

    class Meta:
        icon = "help"
        label = _("Zelfcheck")
        template = "pages/blocks/situations.html"


class ButtonBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Tekst op de knop"), max_length=60)
    link = blocks.CharBlock(label=_("Adres"), max_length=200, help_text=_("Zoals /melden/ of https://voorbeeld.nl"))
    primary = blocks.BooleanBlock(label=_("Belangrijkste knop van de pagina"), required=False)

    class Meta:
        icon = "link"
        label = _("Knop")
        template = "pages/blocks/button.html"


class SourcesBlock(blocks.ListBlock):
    class Meta:
        icon = "link"
        label = _("Bronnen")
        template = "pages/blocks/sources.html"


class ContactsBlock(blocks.StructBlock):
    """Bij ons op school: the school's own people, filled in from their cards."""

    heading = blocks.CharBlock(label=_("Kop"), max_length=80)
    intro = blocks.CharBlock(label=_("Zin vooraf"), max_length=240, required=False)

    class Meta:
        icon = "group"
        label = _("Bij ons op school (mensen)")
        template = "pages/blocks/contacts.html"


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock(max_length=120)
    text = TextBlock(features=RICH)
    voices = VoicesBlock()
    steps = StepsBlock()
    promises = PromisesBlock()
    callout = CalloutBlock()
    questions = QuestionsBlock()
    situations = SituationsBlock()
    contacts = ContactsBlock()
    button = ButtonBlock()
    image = ImageBlock(template="pages/blocks/image.html")
    sources = SourcesBlock(blocks.CharBlock(max_length=300))
