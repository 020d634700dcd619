"""The form that brings questions in: a file, or after the preview its text, so that it is chosen once and kept nowhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from gehoord.organisations.models import Organisation

from .files import decoded

LARGEST = 2 * 1024 * 1024


class QuestionFileForm(forms.Form):
    file = forms.FileField(
        label=_("Bestand"), required=False, allow_empty_file=True,
        help_text=_("GIFT (.gift, .txt), Moodle XML (.xml), een tabel (.csv) of ons eigen formaat (.yaml). Hooguit 2 MB."),
    )  # fmt: skip
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput, max_length=LARGEST)
    name = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    locale = forms.ModelChoiceField(label=_("Taal"), queryset=Locale.objects.none(), empty_label=None)
    organisation = forms.ModelChoiceField(
        label=_("Van"), queryset=Organisation.objects.none(), required=False, empty_label=_("De hele regio")
    )
    category = forms.CharField(
        label=_("Categorie (mag leeg)"), required=False, max_length=120, help_text=_("Leeg: de categorieën uit het bestand.")
    )
    publish = forms.BooleanField(
        label=_("Meteen publiceren"), required=False, help_text=_("Geen vinkje: ze komen als concept.")
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # a model choice field
        self.fields["locale"].queryset = Locale.objects.order_by("pk")  # type: ignore[attr-defined]  # a model choice field
        self.fields["locale"].initial = Locale.objects.order_by("pk").first()
        self.shown_text: str = self.data.get("text", "") if self.is_bound else ""
        self.shown_name: str = self.data.get("name", "") if self.is_bound else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is None and not cleaned.get("text") and not self.errors:
            self.add_error("file", _("Kies een bestand."))
        if upload is not None and upload.size > LARGEST:
            self.add_error("file", _("Dit bestand is groter dan 2 MB. Knip het in stukken."))
        return cleaned

    def remember(self, data: bytes, name: str) -> None:
        self.shown_text, self.shown_name = decoded(data), name
