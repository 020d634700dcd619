"""Fields of allauth's forms in the house's clothes."""

from __future__ import annotations

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def styled(field: BoundField) -> SafeString:
    """The input with its class, tied to its help text, and without the placeholder that repeats the label."""
    widget = field.field.widget
    attrs: dict[str, str | bool] = {"class": "gh-form-option__input" if is_checkbox(field) else "gh-textbox"}
    if isinstance(widget, forms.Textarea):
        attrs["class"] = "gh-textarea"
    if field.errors:
        attrs["aria-invalid"] = "true"
    widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs=attrs)
