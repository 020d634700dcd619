"""The report form of one school, as a student fills it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .doors import Teller
from .enums import ContactWay, DayPart
from .forms import PlainTextField
from .gate import IntakeAdviser
from .services import Told

LONGEST_STORY = 20_000
NATIONAL_PHONE = "0800-0880 (discriminatie.nl)"
LATER, BUREAU = "later", "bureau"
HONEYPOT = "website"


def choice_value(adviser: IntakeAdviser) -> str:
    """How an adviser is named in the form: by the start of the key's fingerprint."""
    return adviser.candidate.keys.fingerprint.hex()[:12]


class ReportForm(forms.Form):
    """The report form of one school. Its fields have the names that stand in the page."""

    verhaal = PlainTextField(
        max_length=LONGEST_STORY,
        error_messages={
            "required": _("Schrijf op wat er is gebeurd. Eén zin is al goed."),
            "max_length": _("Dit is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in. Kort het iets in."),
        },
    )
    over = forms.ChoiceField(choices=Teller, required=False)
    contact = forms.ChoiceField(choices=ContactWay, required=False)
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
    wanneer = forms.MultipleChoiceField(choices=DayPart, required=False)
    voicemail = forms.ChoiceField(choices=[("ja", _("Ja")), ("nee", _("Nee, liever niet"))], required=False)
    wie = forms.ChoiceField(required=False)
    niet = forms.MultipleChoiceField(required=False)
    nooit = PlainTextField(
        max_length=300, required=False, error_messages={"max_length": _("Dit is te lang. Er passen 300 tekens in.")}
    )

    def __init__(
        self, data: Any = None, *, advisers: Sequence[IntakeAdviser], bureau_name: str = "", bureau_phone: str = ""
    ) -> None:
        super().__init__(data)
        self.advisers = {choice_value(adviser): adviser for adviser in advisers}
        self.bureau_name, self.bureau_phone = bureau_name, bureau_phone
        names = [(value, adviser.name) for value, adviser in self.advisers.items()]
        bureau = [(BUREAU, bureau_name)] if bureau_name else []
        chosen, excluded = self.fields["wie"], self.fields["niet"]
        assert isinstance(chosen, forms.ChoiceField)
        assert isinstance(excluded, forms.MultipleChoiceField)
        chosen.choices = [(LATER, _("Dat kies ik later")), *names, *bureau]
        excluded.choices = names
        for name in ("over", "contact", "wanneer", "voicemail", "wie", "niet"):
            self.fields[name].error_messages["invalid_choice"] = _("Kies een van de antwoorden die er staan.")

    def clean_tel(self) -> str:
        number: str = self.cleaned_data["tel"]
        if number and sum(mark.isdigit() for mark in number) < 6:
            raise forms.ValidationError(gettext("Dit lijkt geen telefoonnummer. Een nummer heeft minstens zes cijfers."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("contact") == ContactWay.CALL and not {"tel", "mail"} & set(self.errors):
            if not cleaned.get("tel") and not cleaned.get("mail"):
                self.add_error("tel", gettext("Vul een telefoonnummer of e-mailadres in. Of kies hieronder voor een code."))
        elif cleaned.get("contact") != ContactWay.CALL:
            for hidden in ("tel", "mail", "naam"):
                self.errors.pop(hidden, None)
        excluded = set(cleaned.get("niet") or ())
        if cleaned.get("wie") in excluded:
            self.add_error("wie", gettext("Je koos iemand om mee te praten die het ook niet mag lezen. Kies een van de twee."))
        elif self.advisers and excluded == set(self.advisers) and cleaned.get("wie") != BUREAU:
            self.add_error("niet", self._nobody_left())
        return cleaned

    def _nobody_left(self) -> str:
        if self.bureau_name:
            text = gettext(
                "Dan blijft er op school niemand over. Kies hierboven %(bureau)s, of laat iemand van school meelezen."
            )
            return text % {"bureau": self.bureau_name}
        text = gettext("Dan blijft er op school niemand over. Bel liever iemand buiten school: %(phone)s.")
        return text % {"phone": self.bureau_phone or NATIONAL_PHONE}

    def told(self, language: str) -> Told:
        """What was filled in. Fields that the chosen answer folds away are left out."""
        cleaned = self.cleaned_data
        way = cleaned["contact"] or ContactWay.CODE
        reach = cleaned if way == ContactWay.CALL else {}
        chosen = self.advisers.get(cleaned["wie"])
        return Told(
            story=cleaned["verhaal"],
            way=way,
            phone=reach.get("tel", ""),
            email=reach.get("mail", ""),
            name=reach.get("naam", ""),
            day_parts=tuple(sorted(reach.get("wanneer", ()))),
            voicemail=reach.get("voicemail") == "ja",
            chosen=chosen.user_id if chosen else None,
            bureau=cleaned["wie"] == BUREAU,
            excluded=frozenset(self.advisers[value].user_id for value in cleaned["niet"]),
            language=language,
            teller=cleaned["over"] or Teller.SELF,
            never_tell=cleaned["nooit"],
        )
