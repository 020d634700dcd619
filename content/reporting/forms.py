"""What people type, cleaned. No form of this room keeps anything anywhere. The student's own form stands in report_form.py."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gehoord.core.sealed.phrases import has_six_words, mistyped_positions

# Line ends, tabs, and the two joiners that Arabic and emoji need; other invisible marks would turn the text's direction.
_KEPT_CONTROLS = frozenset("\n\t\u200c\u200d")


def plain_text(typed: str) -> str:
    """Typed text with one kind of line end, and without characters that no one can see or store."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    kept = (mark for mark in lines if mark in _KEPT_CONTROLS or unicodedata.category(mark) not in {"Cc", "Cf", "Cs"})
    return "".join(kept)


class PlainTextField(forms.CharField):
    """Text in which a NUL or half a character is dropped rather than refused."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(plain_text(value) if isinstance(value, str) else value))


class PhraseField(PlainTextField):
    """Six words. A word that is not in the list is named by its place, never repeated, and costs no try."""

    def __init__(self, **given: Any) -> None:
        messages = {"required": _("Typ je zes woorden.")}
        super().__init__(max_length=200, error_messages=messages, **given)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not has_six_words(value):
            raise forms.ValidationError(gettext("Je wachtzin heeft zes woorden. Typ ze alle zes, met een spatie ertussen."))
        places = mistyped_positions(value)
        if places:
            numbers = ", ".join(str(place) for place in places)
            raise forms.ValidationError(
                gettext("Kijk nog eens naar woord %(numbers)s: dat staat niet in de woordenlijst.") % {"numbers": numbers}
            )


class UnlockForm(forms.Form):
    zin = PhraseField()
    sleutel = forms.IntegerField(required=False)
    verder = forms.CharField(required=False, max_length=300)


class ProofForm(forms.Form):
    """Both secrets of a new key, typed over from paper."""

    zin = PhraseField()
    code = PlainTextField(max_length=80, error_messages={"required": _("Typ de code van je papier.")})
