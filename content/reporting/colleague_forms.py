"""What a colleague writes down for a student, and the closed questions of a signal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation

from .axes import Area, Ground, Nature
from .enums import ContactWay, DayPart
from .forms import PlainTextField
from .gate import intake_advisers
from .report_form import LONGEST_STORY

PICK = _("Kies een van de antwoorden die er staan.")
UNKNOWN_MONTH = "onbekend"
KNOWN = (
    ("told", _("De student vertelde het mij")),
    ("saw", _("Ik zag of hoorde het zelf")),
    ("heard", _("Ik hoorde het van iemand anders")),
)


def last_months(today: date) -> list[tuple[str, str]]:
    """This month and the eleven before, and "I do not know": no date finer than a month."""
    found = []
    year, month = today.year, today.month
    for _index in range(12):
        found.append((f"{year}-{month:02d}", f"{MONTHS[month]} {year}"))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return [*found, ("eerder", str(_("langer geleden"))), (UNKNOWN_MONTH, str(_("weet ik niet")))]


class SchoolField(forms.Form):
    """At which school; only asked where there is more than one."""

    school = forms.ChoiceField(required=False, error_messages={"invalid_choice": PICK})

    def __init__(self, data: Any, *, schools: Sequence[Organisation]) -> None:
        super().__init__(data)
        self.schools = {school.slug: school for school in schools}
        field = self.fields["school"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(school.slug, school.name) for school in schools]

    def clean_school(self) -> str:
        picked: str = self.cleaned_data["school"]
        if not picked and len(self.schools) == 1:
            return next(iter(self.schools))
        if not picked:
            raise forms.ValidationError(gettext("Kies bij welke school de student hoort."))
        return picked

    @property
    def organisation(self) -> Organisation:
        return self.schools[self.cleaned_data["school"]]


class ForStudentForm(SchoolField):
    """With the student's yes: what was told, and how the student may be reached."""

    verhaal = PlainTextField(
        max_length=LONGEST_STORY,
        error_messages={
            "required": _("Schrijf op wat de student vertelde. Eén zin is al goed."),
            "max_length": _("Dit is te lang: %(show_value)d tekens. Er passen er %(limit_value)d in. Kort het iets in."),
        },
    )
    ja = forms.BooleanField(
        error_messages={"required": _("Zonder ja van de student kan dit niet. Vraag het eerst, of geef een signaal door.")}
    )
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
    voicemail = forms.BooleanField(required=False)
    niet = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": PICK})
    nooit = PlainTextField(
        max_length=300, required=False, error_messages={"max_length": _("Dit is te lang. Er passen 300 tekens in.")}
    )

    def __init__(self, data: Any, *, schools: Sequence[Organisation]) -> None:
        super().__init__(data, schools=schools)
        self.advisers = {school.slug: intake_advisers(school) for school in schools}
        field = self.fields["niet"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.user_id), one.name) for advisers in self.advisers.values() for one in advisers]

    def clean_tel(self) -> str:
        number: str = self.cleaned_data["tel"]
        if number and sum(mark.isdigit() for mark in number) < 6:
            raise forms.ValidationError(gettext("Dit lijkt geen telefoonnummer. Een nummer heeft minstens zes cijfers."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        there = {str(one.user_id) for one in self.advisers.get(cleaned.get("school", ""), ())}
        if there and there <= set(cleaned.get("niet") or ()):
            self.add_error("niet", gettext("Dan kan niemand het lezen. Laat minstens één vertrouwenspersoon over."))
        return cleaned

    def told(self) -> dict[str, Any]:
        """Fields of the report. Without a number or address the student only has the code."""
        cleaned = self.cleaned_data
        reach = bool(cleaned["tel"] or cleaned["mail"])
        return {
            "story": cleaned["verhaal"], "way": ContactWay.CALL.value if reach else ContactWay.CODE.value,
            "phone": cleaned["tel"], "email": cleaned["mail"], "name": cleaned["naam"], "day_parts": cleaned["wanneer"],
            "voicemail": cleaned["voicemail"], "never_tell": cleaned["nooit"],
        }  # fmt: skip

    @property
    def excluded(self) -> frozenset[int]:
        return frozenset(int(user) for user in self.cleaned_data["niet"])


class SignalForm(SchoolField):
    """Closed questions only: no names, no text, no date finer than a month."""

    hoe = forms.ChoiceField(choices=KNOWN, error_messages={"required": _("Kies hoe je dit weet."), "invalid_choice": PICK})
    maand = forms.ChoiceField(error_messages={"required": _("Kies een maand."), "invalid_choice": PICK})
    grond = forms.MultipleChoiceField(
        choices=Ground,
        error_messages={"required": _("Kies waar het om ging. “Weet ik niet” mag ook."), "invalid_choice": PICK},
    )
    waar = forms.ChoiceField(choices=Area, error_messages={"required": _("Kies waar het gebeurde."), "invalid_choice": PICK})
    wat = forms.ChoiceField(choices=Nature, error_messages={"required": _("Kies wat er gebeurde."), "invalid_choice": PICK})
    bel = forms.BooleanField(required=False)
    nummer = PlainTextField(
        max_length=40, required=False, error_messages={"max_length": _("Dit is te lang voor een telefoonnummer.")}
    )

    def __init__(self, data: Any, *, schools: Sequence[Organisation], today: date) -> None:
        super().__init__(data, schools=schools)
        field = self.fields["maand"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = last_months(today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("bel") and "nummer" not in self.errors and sum(mark.isdigit() for mark in cleaned.get("nummer", "")) < 6:
            self.add_error("nummer", gettext("Vul je nummer in, dan kan de vertrouwenspersoon je bellen."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "known": cleaned["hoe"], "month": cleaned["maand"], "grounds": sorted(cleaned["grond"]), "area": cleaned["waar"],
            "nature": cleaned["wat"],
        }  # fmt: skip

    def as_text(self) -> str:
        """The answers in words, as the desk shows them."""
        cleaned = self.cleaned_data
        grounds = ", ".join(str(Ground(ground).label) for ground in cleaned["grond"])
        months = dict(last_months(date.today()))
        lines = [
            gettext("Signaal van een collega. Er is geen student die dit kan lezen."),
            f"{gettext('Hoe bekend')}: {dict(KNOWN)[cleaned['hoe']]}",
            f"{gettext('Wanneer')}: {months.get(cleaned['maand'], cleaned['maand'])}",
            f"{gettext('Waar het om ging')}: {grounds}",
            f"{gettext('Waar')}: {Area(cleaned['waar']).label}",
            f"{gettext('Wat')}: {Nature(cleaned['wat']).label}",
        ]
        return "\n".join(lines)
