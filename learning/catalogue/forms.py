"""The edit forms of the catalogue: a failed save keeps everything that was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from gehoord.organisations.enums import LearnerFunction

from .scenario_script import graph_from_script
from .script import ScriptError


class ModulePageForm(WagtailAdminPageForm):
    functions = forms.MultipleChoiceField(
        label=_("Voor wie"), choices=LearnerFunction.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Niets aangevinkt: voor iedereen."),
    )  # fmt: skip


class ScenarioPageForm(WagtailAdminPageForm):
    """Everything but the conversation itself, which is written moment by moment. A draft may have faults; publishing may not."""

    opening = forms.CharField(
        label=_("Begin met een script"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "placeholder": "Noor: Ik stop ermee.\nJij: Wat is er gebeurd?\nNoor: Ze zeggen mijn naam niet eens."}),
        help_text=_("Schrijf hoe het ideale gesprek gaat: op elke regel een naam, een dubbele punt en wat die zegt. Leeg laten kan ook."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.graph:
            del self.fields["opening"]

    def clean_opening(self) -> str:
        text: str = self.cleaned_data["opening"]
        if text.strip():
            try:
                self.instance.graph = graph_from_script(text)
            except ScriptError as error:
                raise forms.ValidationError(str(error.finding)) from error
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self._is_going_on():
            sentences = self.instance.stopping_sentences()
            if sentences:
                raise forms.ValidationError(sentences)
        return cleaned

    def _is_going_on(self) -> bool:
        """Whether somebody else gets to read it after this save: submitting, approving, publishing."""
        approving = "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "approve"
        return approving or any(f"action-{name}" in self.data for name in ("publish", "submit", "restart-workflow"))
