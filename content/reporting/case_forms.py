"""What an adviser writes in a case. Each form knows what its page had seen, and takes the phrase when the vault closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .axes import Area, Ground, Handling, Nature
from .casework import AFTERCARE_AT_MOST
from .desk import Sieve
from .doors import Door
from .enums import Asks, ConsentSubject, FirstContact, ReportPart, ReportState, SpokenBy
from .forms import PhraseField, PlainTextField
from .gate import IntakeAdviser
from .hold_models import HoldReason

LONGEST = 5000


class Written(models.TextChoices):
    """What kind of thing an adviser writes."""

    MESSAGE = "bericht", _("Een bericht voor de student")
    SPOKEN = "gesproken", _("Ik heb de student gesproken")
    TRIED = "geprobeerd", _("Ik probeerde contact, maar sprak de student niet")
    NOTE = "notitie", _("Een notitie, alleen voor mij")


def _text(missing: Any = "", *, required: bool = True) -> PlainTextField:
    messages = {"max_length": _("Dit is te lang. Er passen 5.000 tekens in.")}
    return PlainTextField(
        max_length=LONGEST, required=required, error_messages={**messages, **({"required": missing} if missing else {})}
    )


class StepForm(forms.Form):
    """Each step in a case."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=10**6)
    zin = PhraseField(required=False)
    sleutel = forms.IntegerField(required=False)


class FirstContactForm(StepForm):
    how = forms.ChoiceField(
        choices=FirstContact,
        error_messages={"required": _("Kies wat er is gebeurd."), "invalid_choice": _("Kies wat er is gebeurd.")},
    )
    hoe = forms.ChoiceField(
        choices=SpokenBy, required=False, error_messages={"invalid_choice": _("Kies hoe jullie elkaar spraken.")}
    )
    text = _text(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how") == FirstContact.SPOKEN and not cleaned.get("hoe") and "hoe" not in self.errors:
            self.add_error("hoe", gettext("Kies hoe jullie elkaar spraken. Pas dan staat de klok stil."))
        if cleaned.get("how") == FirstContact.WRITTEN and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", gettext("Schrijf je bericht hier. Zonder tekst kan de student niets lezen."))
        return cleaned


class WriteForm(StepForm):
    soort = forms.ChoiceField(
        choices=Written,
        error_messages={"required": _("Kies wat je opschrijft."), "invalid_choice": _("Kies wat je opschrijft.")},
    )
    tekst = _text(_("Schrijf iets op."))


class AskForm(StepForm):
    """A proposal to the student."""

    onderwerp = forms.ChoiceField(
        choices=ConsentSubject,
        error_messages={"required": _("Kies waar het over gaat."), "invalid_choice": _("Kies waar het over gaat.")},
    )
    vraag = _text(_("Schrijf je vraag op, in gewone woorden. De student leest dit."))
    delen = forms.MultipleChoiceField(
        choices=ReportPart, required=False, error_messages={"invalid_choice": _("Kies uit wat er staat.")}
    )
    collega = forms.ChoiceField(required=False)

    def __init__(self, data: Any = None, *, colleagues: Sequence[IntakeAdviser] = ()) -> None:
        super().__init__(data)
        field = self.fields["collega"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", ""), *((str(colleague.user_id), colleague.name) for colleague in colleagues)]
        field.error_messages["invalid_choice"] = gettext("Kies een collega die hier staat.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        subject = cleaned.get("onderwerp")
        if subject == ConsentSubject.ADVISER and not cleaned.get("collega") and "collega" not in self.errors:
            self.add_error("collega", gettext("Kies welke collega mag meelezen."))
        if subject in {ConsentSubject.BUREAU, ConsentSubject.SBB} and not cleaned.get("delen"):
            self.add_error("delen", gettext("Kies wat er meegaat. De student zegt ja tegen precies dat."))
        return cleaned


class ClosingForm(StepForm):
    """Without what was done, what was told and a day for aftercare, a case does not close."""

    gedaan = _text(_("Schrijf op wat je bij het bedrijf deed. Of waarom niets."))
    verteld = _text(_("Schrijf op wat je de student vertelde."))
    nazorg = forms.DateField(
        error_messages={
            "required": _("Kies een dag om te vragen hoe het gaat."),
            "invalid": _("Dit lijkt geen datum. Schrijf hem zo: 2027-01-31."),
        }
    )
    gronden = forms.MultipleChoiceField(
        choices=Ground, error_messages={"required": _("Kies één of meer gronden. “Weet ik niet” mag ook.")}
    )
    gebied = forms.ChoiceField(choices=Area, error_messages={"required": _("Kies waar het gebeurde.")})
    aard = forms.ChoiceField(choices=Nature, error_messages={"required": _("Kies wat voor iets het was.")})
    afhandeling = forms.ChoiceField(choices=Handling, error_messages={"required": _("Kies wat er is gedaan.")})

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name in ("gronden", "gebied", "aard", "afhandeling"):
            self.fields[name].error_messages["invalid_choice"] = gettext("Kies uit wat er staat.")

    def clean_nazorg(self) -> date:
        return in_reach(self.cleaned_data["nazorg"])


class AftercareForm(StepForm):
    verslag = _text(_("Schrijf op hoe het gaat."))
    opnieuw = forms.DateField(
        required=False, error_messages={"invalid": _("Dit lijkt geen datum. Schrijf hem zo: 2027-01-31.")}
    )

    def clean_opnieuw(self) -> date | None:
        again = self.cleaned_data["opnieuw"]
        return in_reach(again) if again else None


class ReasonForm(StepForm):
    """Reopening, marking abuse, or taking that back: with a sentence why."""

    reden = _text(_("Schrijf in één zin waarom."))


class LinkForm(StepForm):
    ander = forms.UUIDField(
        error_messages={"required": _("Kies welke melding erbij hoort."), "invalid": _("Kies welke melding erbij hoort.")}
    )


class SearchForm(forms.Form):
    """What somebody looks for in what is open now."""

    woorden = PlainTextField(max_length=200, required=False)
    stand = forms.ChoiceField(choices=[("", _("Alles")), *ReportState.choices], required=False)
    deur = forms.ChoiceField(choices=[("", _("Alles")), *Door.choices], required=False)
    vraagt = forms.ChoiceField(choices=[("", _("Alles")), *Asks.choices], required=False)
    vanaf = forms.DateField(required=False, error_messages={"invalid": _("Dit lijkt geen datum. Schrijf hem zo: 2027-01-31.")})
    tot = forms.DateField(required=False, error_messages={"invalid": _("Dit lijkt geen datum. Schrijf hem zo: 2027-01-31.")})

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for name in ("stand", "deur", "vraagt"):
            self.fields[name].error_messages["invalid_choice"] = gettext("Kies uit wat er staat.")

    def sieve(self) -> Sieve:
        cleaned = self.cleaned_data
        return Sieve(
            words=cleaned["woorden"], state=cleaned["stand"], door=cleaned["deur"], asks=cleaned["vraagt"],
            since=cleaned["vanaf"], until=cleaned["tot"],
        )  # fmt: skip


class HoldForm(StepForm):
    """Why a report must stay, from a list."""

    grond = forms.ChoiceField(
        choices=HoldReason,
        error_messages={"required": _("Kies waarom dit moet blijven."), "invalid_choice": _("Kies waarom dit moet blijven.")},
    )


class DeputyForm(forms.Form):
    """Who stands in for whom, from when to when."""

    voor = forms.ChoiceField(error_messages={"required": _("Kies wie er weg is.")})
    door = forms.ChoiceField(error_messages={"required": _("Kies wie waarneemt.")})
    van = forms.DateField(
        error_messages={"required": _("Kies de eerste dag."), "invalid": _("Dit lijkt geen datum. Schrijf hem zo: 2027-01-31.")}
    )
    tot = forms.DateField(
        error_messages={
            "required": _("Kies de laatste dag."),
            "invalid": _("Dit lijkt geen datum. Schrijf hem zo: 2027-01-31."),
        }
    )

    def __init__(self, data: Any = None, *, advisers: Sequence[IntakeAdviser]) -> None:
        super().__init__(data)
        for name in ("voor", "door"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(str(adviser.user_id), adviser.name) for adviser in advisers]
            field.error_messages["invalid_choice"] = gettext("Kies een collega die hier staat.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("voor") and cleaned.get("voor") == cleaned.get("door"):
            self.add_error("door", gettext("Kies iemand anders dan wie er weg is."))
        if cleaned.get("van") and cleaned.get("tot") and cleaned["tot"] < cleaned["van"]:
            self.add_error("tot", gettext("De laatste dag ligt voor de eerste."))
        return cleaned


def in_reach(day: date) -> date:
    """A day from tomorrow on, at most a year away. Raises ValidationError."""
    today = localdate()
    if day <= today:
        raise forms.ValidationError(gettext("Kies een dag na vandaag."))
    if day > today + timedelta(days=AFTERCARE_AT_MOST.days):
        raise forms.ValidationError(gettext("Kies een dag binnen een jaar."))
    return day
