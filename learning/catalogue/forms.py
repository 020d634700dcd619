"""The edit forms of the catalogue: a failed save keeps everything that was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from gehoord.organisations.enums import LearnerFunction
from learning.engine.validation import ERROR

from .script import ScriptError, findings_of, read_script, write_script


class ModulePageForm(WagtailAdminPageForm):
    functions = forms.MultipleChoiceField(
        label=_("Voor wie"), choices=LearnerFunction.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Niets aangevinkt: voor iedereen."),
    )  # fmt: skip


class ScenarioPageForm(WagtailAdminPageForm):
    """The graph as text. A draft may have faults; publishing may not."""

    script = forms.CharField(
        label=_("Het gesprek"),
        widget=forms.Textarea(attrs={"rows": 40, "spellcheck": "false", "class": "w-font-mono"}),
        strip=False,
        help_text=_("Eén blok per moment: wie zegt wat, en wat kan de deelnemer antwoorden."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.graph:
            self.fields["script"].initial = write_script(self.instance.graph)

    def clean_script(self) -> str:
        text: str = self.cleaned_data["script"]
        try:
            self._graph = read_script(text)
        except ScriptError as error:
            raise forms.ValidationError(str(error.finding)) from error
        if self._publishing():
            faults = [str(finding) for finding in findings_of(text, self._graph) if finding.severity == ERROR]
            if faults:
                raise forms.ValidationError(faults)
        return text

    def _publishing(self) -> bool:
        return "action-publish" in self.data or "action-submit" in self.data

    def save(self, commit: bool = True) -> Any:
        self.instance.graph = self._graph
        return super().save(commit=commit)
