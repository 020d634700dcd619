"""What administrators and coordinators fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.accounts.models import User

from .enums import ROLE_SENTENCES, LearnerFunction, Role
from .models import WEEKDAYS, ClosedPeriod, Contact, Organisation, Team

MOST_UPLOAD = 2_000_000  # bytes; a list of ten thousand colleagues is smaller
MOST_PICTURE = 5_000_000  # bytes


class SaysWhatToDo(forms.BaseForm):
    """Errors that say what to do, in the words of the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Vul dit nog in.")
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("Dit lijkt geen e-mailadres. Kijk of er een @ en een punt in staan.")
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = _("Schrijf de dag als 2027-01-31.")


class InviteForm(SaysWhatToDo, forms.Form):
    """Somebody new, or a second role for somebody who is known."""

    name = forms.CharField(label=_("Naam"), max_length=150)
    email = forms.EmailField(label=_("E-mailadres"), help_text=_("Het adres waarmee deze persoon inlogt."))
    role = forms.ChoiceField(label=_("Rol"), widget=forms.RadioSelect)
    functions = forms.MultipleChoiceField(
        label=_("Functies"), choices=LearnerFunction.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, organisation: Organisation, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role_field: Any = self.fields["role"]
        role_field.choices = [(role.value, role.label) for role in roles]
        role_field.descriptions = {role.value: ROLE_SENTENCES[role] for role in roles}
        self.initial.setdefault("role", roles[0].value)
        offer_teams(self, organisation)


def offer_teams(form: forms.Form, organisation: Organisation) -> None:
    """The teams of this organisation; without any, nothing to choose."""
    field: Any = form.fields["teams"]
    field.queryset = organisation.teams.all()
    if not field.queryset.exists():
        del form.fields["teams"]


class MembershipForm(SaysWhatToDo, forms.Form):
    functions = forms.MultipleChoiceField(
        label=_("Functies"), choices=LearnerFunction.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_teams(self, organisation)


class TeamForm(SaysWhatToDo, forms.ModelForm[Team]):
    class Meta:
        model = Team
        fields = ("name",)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if self.instance.organisation.teams.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Er is al een team met deze naam."))
        return name


class ContactForm(SaysWhatToDo, forms.ModelForm[Contact]):
    """A card, with a picture of its own and, where somebody has one, the account it belongs to."""

    new_picture = forms.ImageField(
        label=_("Foto"),
        required=False,
        help_text=_("Een jpg of png tot 5 MB. Waar en waarmee de foto is gemaakt, halen we eruit."),
    )
    without_picture = forms.BooleanField(label=_("Haal de foto weg"), required=False)

    class Meta:
        model = Contact
        fields = (
            "name",
            "position",
            "user",
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
        labels = {"user": _("Hoort bij het account van")}
        help_texts = {
            "user": _("Kies de vertrouwenspersoon zelf. Een kaart zonder account mag ook."),
            "is_public": _("Studenten zien deze kaart bij het formulier en op de pagina's van jullie school."),
            "for_staff": _("Collega's zien deze kaart in de training: hulp voor wie zelf geraakt is."),
            "sort_order": _("Het laagste nummer staat vooraan."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        open_ones = self.instance.organisation.memberships.open()
        user.queryset = User.objects.filter(pk__in=open_ones.exclude(role=Role.LEARNER).values("user")).order_by("name")
        user.empty_label = _("niemand, deze kaart staat los")
        if self.instance.picture_id is None:
            del self.fields["without_picture"]

    def clean_new_picture(self) -> Any:
        found = self.cleaned_data["new_picture"]
        if found and found.size > MOST_PICTURE:
            raise forms.ValidationError(_("Deze foto is groter dan 5 MB. Kies een kleinere."))
        if found and getattr(found.image, "format", "") not in {"JPEG", "PNG", "WEBP"}:
            raise forms.ValidationError(_("Dit soort foto kan niet. Kies een jpg of png."))
        return found


class ClosedPeriodForm(SaysWhatToDo, forms.ModelForm[ClosedPeriod]):
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


class OrganisationForm(SaysWhatToDo, forms.ModelForm[Organisation]):
    open_weekdays = forms.TypedMultipleChoiceField(
        label=_("Open dagen"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Alleen op deze dagen loopt de klok van een melding."),
    )  # fmt: skip

    # Not the model's own field: "#C8102E" is the same colour and should not come back as an error.
    accent_colour = forms.CharField(
        label=_("Kleur"), required=False, max_length=7,
        help_text=_("De kleur van jullie school, als #rrggbb. Wij maken hem zo licht of donker dat iedereen de tekst kan lezen. Leeg: onze eigen kleur."),
    )  # fmt: skip

    class Meta:
        model = Organisation
        fields = ("short_name", "website", "phone", "email", "bol_students", "accent_colour", "open_weekdays")
        help_texts = {
            "phone": _("Dit nummer zien studenten onder het formulier."),
            "email": _("Dit adres zien studenten als het formulier niet lukt."),
            "bol_students": _("Hiermee laten de cijfers zien hoeveel meldingen je bij zoveel studenten zou verwachten."),
        }

    def clean_accent_colour(self) -> str:
        return str(self.cleaned_data["accent_colour"]).strip().lower()


class ImportForm(SaysWhatToDo, forms.Form):
    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Een csv-bestand met naam, e-mail, rol, team en functie. Excel: kies “csv” bij Opslaan als."),
    )

    def clean_file(self) -> Any:
        found = self.cleaned_data["file"]
        if found.size > MOST_UPLOAD:
            raise forms.ValidationError(_("Dit bestand is groter dan 2 MB. Dat is geen lijst van collega's."))
        return found
