"""How an administrator sets the school's terms of keeping."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .term_models import (
    LONGEST_DAYS,
    LONGEST_MONTHS,
    SHORTEST_DAYS,
    SHORTEST_MONTHS,
    USUAL_DAYS,
    USUAL_MONTHS,
    TermReason,
)

DAYS = _("Kies 7 tot en met 90 dagen.")
MONTHS = _("Kies 6 tot en met 24 maanden.")


class TermsForm(forms.Form):
    """Shorter may always; longer than usual needs a reason from the list."""

    dagen = forms.IntegerField(
        min_value=SHORTEST_DAYS, max_value=LONGEST_DAYS,
        error_messages={"required": DAYS, "invalid": DAYS, "min_value": DAYS, "max_value": DAYS},
    )  # fmt: skip
    maanden = forms.IntegerField(
        min_value=SHORTEST_MONTHS, max_value=LONGEST_MONTHS,
        error_messages={"required": MONTHS, "invalid": MONTHS, "min_value": MONTHS, "max_value": MONTHS},
    )  # fmt: skip
    reden = forms.ChoiceField(
        choices=[("", _("Geen reden nodig: niet langer dan gewoon")), *TermReason.choices],
        required=False,
        error_messages={"invalid_choice": _("Kies een reden uit de lijst.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        longer = cleaned.get("dagen", 0) > USUAL_DAYS or cleaned.get("maanden", 0) > USUAL_MONTHS
        if longer and not cleaned.get("reden") and "reden" not in self.errors:
            self.add_error("reden", gettext("Langer dan gewoon mag alleen met een reden. Kies die hier."))
        if not longer:
            cleaned["reden"] = ""
        return cleaned
