"""What advisers and keepers type from paper, and choose about keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .emergency import PAIRS
from .forms import PlainTextField
from .gate import IntakeAdviser

LATER = "niemand"


class PrintedCodeForm(forms.Form):
    """The printed code, when the six words are lost."""

    code = PlainTextField(max_length=80, error_messages={"required": _("Typ de code van je papier.")})


class SheetForm(forms.Form):
    """Both lines of one keeper's sheet."""

    eerste = PlainTextField(max_length=120, error_messages={"required": _("Typ deze regel over van het vel.")})
    tweede = PlainTextField(max_length=120, error_messages={"required": _("Typ deze regel over van het vel.")})


class MarkForm(forms.Form):
    """The mark at the foot of a sheet, for the yearly look."""

    kenmerk = PlainTextField(max_length=20, error_messages={"required": _("Typ het kenmerk dat onder aan het vel staat.")})


class TogetherForm(forms.Form):
    """Two keepers, each with the line that both their sheets have."""

    paar = forms.ChoiceField(
        choices=[(pair, pair) for pair in PAIRS],
        error_messages={
            "required": _("Kies welke twee vellen jullie hebben."),
            "invalid_choice": _("Kies welke twee vellen jullie hebben."),
        },
    )
    eerste = PlainTextField(max_length=120, error_messages={"required": _("Typ de regel van het eerste vel over.")})
    tweede = PlainTextField(max_length=120, error_messages={"required": _("Typ de regel van het tweede vel over.")})


class ColleagueForm(forms.Form):
    """Choose a colleague with a key, or nobody."""

    collega = forms.ChoiceField()

    def __init__(self, data: Any = None, *, colleagues: Sequence[IntakeAdviser], nobody: str = "") -> None:
        super().__init__(data)
        choices = [(str(colleague.user_id), colleague.name) for colleague in colleagues]
        field = self.fields["collega"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices, *([(LATER, nobody)] if nobody else [])]
        for name in ("required", "invalid_choice"):
            field.error_messages[name] = gettext("Kies een collega die hier staat.")

    @property
    def user_id(self) -> int | None:
        chosen = self.cleaned_data["collega"]
        return None if chosen == LATER else int(chosen)
