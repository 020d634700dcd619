"""What editors fill in, narrowed to what is theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from .queries import edited_by


class OwnForm(WagtailAdminModelForm):
    """Only organisations that this person edits, and only their things, can be chosen. An error says what to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = edited_by(self.for_user) if self.for_user is not None else None
        for name, field in self.fields.items():
            field.error_messages["required"] = _("Vul dit nog in.")
            if own is None or not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
                continue
            if name == "organisation":
                field.queryset = own.order_by("name")
                first = own.order_by("name").first() if own.count() == 1 else None
                if first is not None:
                    field.initial, field.empty_label = first.pk, None
            else:
                field.queryset = field.queryset.filter(organisation__in=own)


class PreviewForm(forms.Form):
    """At which moment a list is looked at."""

    dag = forms.DateField(label=_("Dag"), widget=forms.DateInput(attrs={"type": "date", "class": "gh-textbox"}))
    uur = forms.IntegerField(label=_("Uur"), min_value=0, max_value=23, widget=forms.NumberInput(attrs={"class": "gh-textbox"}))

    @classmethod
    def at(cls, day: date, hour: int) -> PreviewForm:
        return cls(initial={"dag": day.isoformat(), "uur": hour})
