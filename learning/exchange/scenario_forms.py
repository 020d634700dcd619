"""The forms of texts and files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation

from .scenario_files import decode
from .twee import MOST_CHARACTERS


class TextForm(forms.Form):
    text = forms.CharField(
        label=_("Het hele gesprek als tekst"), strip=False, max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 36, "spellcheck": "false", "class": "gs-text"}),
    )  # fmt: skip
    base = forms.CharField(widget=forms.HiddenInput)


class BringInForm(forms.Form):
    """A file, or after the preview its text: so that the file need not be chosen twice and is kept nowhere."""

    file = forms.FileField(
        label=_("Bestand"), required=False, allow_empty_file=True,
        help_text=_("Twee (.twee, .tw), Twine 2 (.html) of ons eigen formaat (.yaml). Hooguit 2 MB."),
    )  # fmt: skip
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput, max_length=MOST_CHARACTERS)
    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    organisation = forms.ModelChoiceField(
        label=_("Van"), queryset=Organisation.objects.none(), required=False, empty_label=_("De hele regio")
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # a model choice field
        self.shown_text: str = self.data.get("text", "") if self.is_bound else ""
        self.shown_name: str = self.data.get("name", "") if self.is_bound else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is None and not cleaned.get("text") and not self.errors:
            self.add_error("file", _("Kies een bestand."))
        if upload is not None and upload.size > MOST_CHARACTERS:
            self.add_error("file", _("Dit bestand is groter dan 2 MB. Knip het gesprek in stukken."))
        return cleaned

    @staticmethod
    def text_of(upload: Any) -> str:
        upload.seek(0)
        return decode(upload.read())
