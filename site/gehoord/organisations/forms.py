"""What administrators and coordinators fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import LearnerFunction, Role
from .models import WEEKDAYS, ClosedPeriod, Contact, Organisation, Team

MOST_UPLOAD = 2_000_000  # bytes; a list of ten thousand colleagues is smaller


class InviteForm(forms.Form):
    """Somebody new, or a second role for somebody who is known."""

    name = forms.CharField(label=_("Naam"), max_length=150)
    email = forms.EmailField(label=_("E-mailadres"), help_text=_("Het adres waarmee deze persoon inlogt."))
    role = forms.ChoiceField(label=_("Rol"))
    functions = forms.MultipleChoiceField(
        label=_("Functies"), choices=LearnerFunction.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, organisation: Organisation, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["teams"].queryset = organisation.teams.all()  # type: ignore[attr-defined]


class MembershipForm(forms.Form):
    functions = forms.MultipleChoiceField(
        label=_("Functies"), choices=LearnerFunction.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = organisation.teams.all()  # type: ignore[attr-defined]


class TeamForm(forms.ModelForm[Team]):
    class Meta:
        model = Team
        fields = ("name",)


class ContactForm(forms.ModelForm[Contact]):
    class Meta:
        model = Contact
        fields = (
            "name",
            "position",
            "phone",
            "text_phone",
            "email",
            "hours",
            "place",
            "languages",
            "is_public",
            "for_staff",
            "sort_order",
        )


class ClosedPeriodForm(forms.ModelForm[ClosedPeriod]):
    class Meta:
        model = ClosedPeriod
        fields = ("name", "first_day", "last_day")
        widgets = {"first_day": forms.DateInput(attrs={"type": "date"}), "last_day": forms.DateInput(attrs={"type": "date"})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("De laatste dag ligt voor de eerste."))
        return cleaned


class OrganisationForm(forms.ModelForm[Organisation]):
    open_weekdays = forms.TypedMultipleChoiceField(
        label=_("Open dagen"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Alleen op deze dagen loopt de klok van een melding."),
    )  # fmt: skip

    class Meta:
        model = Organisation
        fields = ("short_name", "website", "phone", "email", "bol_students", "open_weekdays")


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Een csv-bestand met naam, e-mail, rol, team en functie. Excel: kies “csv” bij Opslaan als."),
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > MOST_UPLOAD:
            raise forms.ValidationError(_("Dit bestand is groter dan 2 MB. Dat is geen lijst van collega's."))
        return found
