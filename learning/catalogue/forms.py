"""The edit forms of the catalogue: a failed save keeps everything that was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from gehoord.organisations.enums import LearnerFunction
from learning.engine.skills import SKILLS


class ModulePageForm(WagtailAdminPageForm):
    functions = forms.MultipleChoiceField(
        label=_("Voor wie"), choices=LearnerFunction.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Niets aangevinkt: voor iedereen."),
    )  # fmt: skip


class GuidePageForm(WagtailAdminPageForm):
    skills = forms.MultipleChoiceField(
        label=_("Vaardigheden op het kijkblad"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(skill.key, skill.nl) for skill in SKILLS.values()],
    )  # fmt: skip


class ScenarioPageForm(WagtailAdminPageForm):
    """Everything but the conversation itself, which is written moment by moment. A draft may have faults; publishing may not."""

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
