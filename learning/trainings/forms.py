"""What trainers and learners fill in."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Organisation
from learning.catalogue.queries import FrozenModule

from .models import LiveTraining

MOST_EARLIER = 2000
DATETIME = "%Y-%m-%dT%H:%M"


class TrainingForm(forms.ModelForm[LiveTraining]):
    """Plan or change a live training."""

    class Meta:
        model = LiveTraining
        fields = ("title", "module_key", "starts_at", "ends_at", "place", "link", "seats", "organisation", "schools", "note")
        labels = {"module_key": _("Hoort bij module")}
        help_texts = {
            "module_key": _("Wie erbij was, heeft de stap “training” van die module klaar."),
            "place": _("Gebouw, lokaal, en hoe je er komt."),
            "link": _("Alleen als mensen online meedoen. Vul een plaats in, of een link, of allebei."),
            "schools": _("Collega’s van deze organisaties kunnen zich aanmelden."),
            "note": _("Wat nemen mensen mee? Is er lunch? Dit staat ook in de mail."),
        }
        widgets = {
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=DATETIME),
            "ends_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format=DATETIME),
            "schools": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(
        self, *args: Any, giving: list[Organisation], reachable: list[Organisation], modules: list[FrozenModule], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name in ("starts_at", "ends_at"):
            fields[name].input_formats = [DATETIME, "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y %H.%M"]
        keys = [(module.key, module.title) for module in modules]
        fields["module_key"] = forms.ChoiceField(
            label=_("Hoort bij module"), choices=[("", _("geen module")), *keys], required=False,
            help_text=fields["module_key"].help_text,
        )  # fmt: skip
        fields["organisation"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in giving])
        fields["organisation"].empty_label = None
        fields["schools"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in reachable])
        fields["link"] = forms.URLField(
            label=fields["link"].label, help_text=fields["link"].help_text, required=False, assume_scheme="https"
        )
        if self.instance.pk is None:
            fields["form_id"] = forms.UUIDField(widget=forms.HiddenInput, required=False)
            self.initial.setdefault("form_id", uuid4())
        if len(giving) == 1:
            self.initial.setdefault("organisation", giving[0].pk)

    def clean_link(self) -> str:
        """A whole https address as it was typed: a browser takes "//somewhere.example" for one too."""
        typed = str(self.data.get(self.add_prefix("link"), "")).strip()
        if typed and not typed.lower().startswith("https://"):
            raise forms.ValidationError(_("Vul het hele adres in. Het begint met https://"))
        link: str = self.cleaned_data["link"]
        return link

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("Het einde ligt voor het begin. Kijk de tijden nog eens na."))
        if not cleaned.get("place") and not cleaned.get("link") and not {"place", "link"} & set(self.errors):
            self.add_error("place", _("Vul in waar de training is: een plaats, of een link."))
        return cleaned


class EarlierForm(forms.Form):
    """People who were trained before Gehoord: a date and a list of addresses."""

    module_key = forms.ChoiceField(label=_("Welke module"))
    on = forms.DateField(label=_("Wanneer was de training"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    emails = forms.CharField(
        label=_("Wie waren erbij"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Eén e-mailadres per regel. Zo’n lijst kun je uit Excel plakken."),
    )  # fmt: skip

    def __init__(self, *args: Any, modules: list[FrozenModule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["module_key"]
        field.choices = [(module.key, module.title) for module in modules]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > date.today():
            raise forms.ValidationError(_("Deze dag moet nog komen. Plan dan een gewone training."))
        return on

    def clean_emails(self) -> list[str]:
        words = self.cleaned_data["emails"].replace(",", " ").replace(";", " ").split()
        if len(words) > MOST_EARLIER:
            raise forms.ValidationError(_("Dit zijn meer dan 2.000 adressen. Deel de lijst op."))
        if bad := [word for word in words if "@" not in word]:
            raise forms.ValidationError(
                _("“%(word)s” is geen e-mailadres. Haal het weg of verbeter het."), params={"word": bad[0]}
            )
        return words


class CodeForm(forms.Form):
    """The code on the screen in the room."""

    code = forms.CharField(
        label=_("Code op het scherm"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip
