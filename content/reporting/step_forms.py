"""What a student types on the page behind the code, cleaned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .enums import ContactWay, DayPart, PartnerKind
from .forms import PlainTextField
from .status import Partner

LONGEST_WORDS = 10_000
PICK = _("Kies een van de antwoorden die er staan.")


class Felt(models.TextChoices):
    """The answer to a question after closing."""

    YES = "yes", _("Ja")
    PARTLY = "partly", _("Een beetje")
    NO = "no", _("Nee")


class WordsForm(forms.Form):
    tekst = PlainTextField(
        max_length=LONGEST_WORDS,
        error_messages={
            "required": _("Schrijf eerst iets. Eén zin is al goed."),
            "max_length": _("Dit is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in. Kort het iets in."),
        },
    )


class PartnerForm(forms.Form):
    """With whom: an adviser by number, one's own mentor by name, or the bureau; with a friend along or not."""

    wie = PlainTextField(max_length=20, error_messages={"required": _("Kies met wie je wilt praten."), "max_length": PICK})
    naam = PlainTextField(max_length=100, required=False, error_messages={"max_length": _("Kies een kortere naam.")})
    vriend = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, partners: Sequence[Partner], has_bureau: bool) -> None:
        super().__init__(data)
        self.partners = {f"v{partner.user_id}": partner for partner in partners if not partner.is_excluded}
        self.has_bureau = has_bureau

    def clean_wie(self) -> str:
        picked: str = self.cleaned_data["wie"]
        if picked in self.partners or picked == PartnerKind.MENTOR or (picked == PartnerKind.BUREAU and self.has_bureau):
            return picked
        raise forms.ValidationError(PICK)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("wie") == PartnerKind.MENTOR and not cleaned.get("naam") and "naam" not in self.errors:
            self.add_error("naam", gettext("Schrijf op wie je bedoelt. Wij vragen diegene pas als jij dat goed vindt."))
        return cleaned

    @property
    def partner(self) -> PartnerKind:
        picked = self.cleaned_data["wie"]
        return PartnerKind.ADVISER if picked in self.partners else PartnerKind(picked)

    @property
    def user_id(self) -> int | None:
        found = self.partners.get(self.cleaned_data["wie"])
        return found.user_id if found else None


class ContactForm(forms.Form):
    """The contact plan: when, how, voicemail, which name, and who may never be told."""

    contact = forms.ChoiceField(choices=ContactWay, error_messages={"required": PICK, "invalid_choice": PICK})
    tel = PlainTextField(
        max_length=40, required=False, error_messages={"max_length": _("Dit is te lang voor een telefoonnummer.")}
    )
    mail = forms.EmailField(
        max_length=254,
        required=False,
        error_messages={
            "invalid": _("Dit lijkt geen e-mailadres. Kijk of er een @ en een punt in staan."),
            "max_length": _("Dit is te lang voor een e-mailadres."),
        },
    )
    naam = PlainTextField(max_length=100, required=False, error_messages={"max_length": _("Kies een kortere naam.")})
    wanneer = forms.MultipleChoiceField(choices=DayPart, required=False, error_messages={"invalid_choice": PICK})
    voicemail = forms.ChoiceField(choices=[("ja", ""), ("nee", "")], required=False, error_messages={"invalid_choice": PICK})
    nooit = PlainTextField(
        max_length=300, required=False, error_messages={"max_length": _("Dit is te lang. Er passen 300 tekens in.")}
    )

    def clean_tel(self) -> str:
        number: str = self.cleaned_data["tel"]
        if number and sum(mark.isdigit() for mark in number) < 6:
            raise forms.ValidationError(gettext("Dit lijkt geen telefoonnummer. Een nummer heeft minstens zes cijfers."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wants_call = cleaned.get("contact") == ContactWay.CALL
        if wants_call and not {"tel", "mail"} & set(self.errors) and not cleaned.get("tel") and not cleaned.get("mail"):
            self.add_error("tel", gettext("Vul een telefoonnummer of e-mailadres in. Of kies hieronder voor een code."))
        return cleaned

    def plan(self) -> dict[str, Any]:
        """The payload of the contact entry; what the chosen answer folds away is left out."""
        cleaned = self.cleaned_data
        reach = cleaned if cleaned["contact"] == ContactWay.CALL else {}
        return {
            "way": cleaned["contact"], "phone": reach.get("tel", ""), "email": reach.get("mail", ""),
            "name": reach.get("naam", ""), "day_parts": sorted(reach.get("wanneer", ())),
            "voicemail": reach.get("voicemail") == "ja", "never_tell": cleaned["nooit"],
        }  # fmt: skip


class FeedbackForm(forms.Form):
    """Two questions after closing; either may stay open."""

    gehoord = forms.ChoiceField(choices=Felt, required=False, error_messages={"invalid_choice": PICK})
    geloofd = forms.ChoiceField(choices=Felt, required=False, error_messages={"invalid_choice": PICK})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("gehoord") and not cleaned.get("geloofd"):
            self.add_error("gehoord", gettext("Kies eerst een antwoord. Eén van de twee is genoeg."))
        return cleaned
