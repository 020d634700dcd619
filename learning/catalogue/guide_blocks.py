"""The moments of a facilitator's guide. Shape and validation, no queries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .blocks import PLAIN


class GuideMomentBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titel"), max_length=120)
    minutes = blocks.IntegerBlock(label=_("Minuten"), min_value=1, max_value=240, default=20)
    aim = blocks.CharBlock(label=_("Doel"), max_length=250)
    body = blocks.RichTextBlock(label=_("Wat doe je?"), features=PLAIN)
    questions = blocks.ListBlock(blocks.CharBlock(label=_("Vraag"), max_length=250), label=_("Vragen die je stelt"), default=[])

    class Meta:
        icon = "time"
        label = _("Moment")


class GuideBlock(blocks.StreamBlock):
    moment = GuideMomentBlock()
