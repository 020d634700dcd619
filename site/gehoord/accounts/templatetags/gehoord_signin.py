"""Fields of a form in the house's clothes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_choices(field: BoundField) -> bool:
    """Several radios or checkboxes: a group with a legend."""
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect)


@dataclass(frozen=True)
class Choice:
    """One radio or checkbox of a group, with a sentence about it where the field has one (``descriptions``)."""

    tag: SafeString
    id: str
    label: Any
    description: Any


@register.filter
def choices(field: BoundField) -> list[Choice]:
    descriptions = getattr(field.field, "descriptions", {})
    field.field.widget.attrs["class"] = "gh-form-option__input"
    return [
        Choice(
            tag=option.tag(),
            id=option.id_for_label,
            label=option.choice_label,
            description=descriptions.get(str(option.data["value"]), ""),
        )
        for option in field
    ]


def _described_by(field: BoundField) -> str:
    """Help and errors, so that both are read out with the field."""
    parts = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join([*parts, *([f"{field.auto_id}_error"] if field.errors else [])])


@register.filter
def styled(field: BoundField) -> SafeString:
    """The input with its class, tied to its help and error, and without the placeholder that repeats the label."""
    widget = field.field.widget
    attrs: dict[str, str | bool] = {"class": "gh-form-option__input" if is_checkbox(field) else "gh-textbox"}
    if isinstance(widget, forms.Textarea):
        attrs["class"] = "gh-textarea"
    if field.errors:
        attrs["aria-invalid"] = "true"
    if described := _described_by(field):
        attrs["aria-describedby"] = described
    widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs=attrs)
