"""Who is on leave, or need not take a module."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.models import Membership
from learning.catalogue.queries import FrozenModule
from learning.completion.enums import AsideKind

LEAVE = "leave"


class AsideForm(forms.Form):
    colleague = forms.ChoiceField(label=_("Wie"))
    what = forms.ChoiceField(label=_("Wat"), help_text=_("Een reden hoeft niet, en kun je ook niet opschrijven."))

    def __init__(self, *args: Any, learners: Sequence[Membership], modules: Sequence[FrozenModule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.learners = {str(one.pk): one for one in learners}
        fields: Any = self.fields
        fields["colleague"].choices = [(key, one.user.get_full_name()) for key, one in self.learners.items()]
        fields["what"].choices = [
            (LEAVE, _("Is met verlof")),
            *((module.key, _("Hoeft “%(module)s” niet te doen") % {"module": module.title}) for module in modules),
        ]

    def chosen(self) -> dict[str, Any]:
        """Membership, kind and module, for the service."""
        what = self.cleaned_data["what"]
        return {
            "membership": self.learners[self.cleaned_data["colleague"]],
            "kind": AsideKind.LEAVE if what == LEAVE else AsideKind.EXEMPTION,
            "module_key": "" if what == LEAVE else what,
        }
