from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation


class TermForm(forms.Form):
    """How long certificates of one organisation hold."""

    organisation = forms.ModelChoiceField(label=_("Organisatie"), queryset=Organisation.objects.none(), empty_label=None)
    months = forms.IntegerField(
        label=_("Geldig, in maanden"), min_value=6, max_value=120, required=False,
        help_text=_("Leeg: een certificaat blijft altijd geldig. Wat al gemaakt is, verandert niet."),
    )  # fmt: skip

    def __init__(self, *args: object, organisations: list[Organisation], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])  # type: ignore[attr-defined]
