"""The edit forms of the bank: a question's title comes from its text, and one that is there already is pointed out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from .quiz_data import fingerprint_of


class BankCategoryPageForm(WagtailAdminPageForm):
    """A category needs a name, nothing else."""


class BankQuestionPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stream = cleaned.get("question")
        if stream:
            self._refuse_a_double(fingerprint_of(stream[0].block_type, str(stream[0].value["text"] or "")))
        return cleaned

    def _refuse_a_double(self, fingerprint: str) -> None:
        parent = self.parent_page
        locale = parent.locale if parent is not None else self.instance.locale
        model = type(self.instance)
        same = model.objects.filter(fingerprint=fingerprint, locale=locale).exclude(pk=self.instance.pk)
        double = same.filter(organisation=self.cleaned_data.get("organisation")).first()
        if double is not None:
            sentence = _("Deze vraag staat al in de bank, bij “%(category)s”. Gebruik die, of maak deze vraag anders.")
            raise forms.ValidationError(sentence % {"category": double.get_parent().title})
