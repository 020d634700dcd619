"""What a coordinator fills in about learning paths."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gehoord.organisations.enums import LearnerFunction
from gehoord.organisations.models import Organisation, Team
from learning.catalogue.models import LearningPath
from learning.catalogue.queries import FrozenModule

MOST_MODULES = 6


class AssignForm(forms.Form):
    """A path, for whom, and a wish."""

    path = forms.ChoiceField(label=_("Welke leerroute"))
    whom = forms.ChoiceField(label=_("Voor wie"))
    wish_on = forms.DateField(
        label=_("Het liefst voor (mag leeg)"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Een wens, geen grens: wie later klaar is, hoort daar niets over."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisation: Organisation, paths: list[LearningPath], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paths = {str(path.pk): path for path in paths}
        self.teams = {str(team.pk): team for team in Team.objects.filter(organisation=organisation)}
        fields: Any = self.fields
        fields["path"].choices = [(key, path.called) for key, path in self.paths.items()]
        fields["whom"].choices = [
            ("all", _("Iedereen")),
            (_("Een functie"), [(f"function:{key}", label) for key, label in LearnerFunction.choices]),
            *([(_("Een team"), [(f"team:{key}", team.name) for key, team in self.teams.items()])] if self.teams else []),
        ]

    def chosen(self) -> dict[str, Any]:
        """Path, team, function and wish, for the service."""
        kind, _colon, key = self.cleaned_data["whom"].partition(":")
        return {
            "path": self.paths[self.cleaned_data["path"]],
            "team": self.teams[key] if kind == "team" else None,
            "function": key if kind == "function" else "",
            "wish_on": self.cleaned_data["wish_on"],
        }


class PathForm(forms.Form):
    """An own path: a name, and modules in their order."""

    title = forms.CharField(label=_("Naam van de leerroute"), max_length=120)

    def __init__(self, *args: Any, modules: list[FrozenModule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("geen")), *((module.key, module.title) for module in modules if module.is_open)]
        for number in range(1, min(MOST_MODULES, len(modules)) + 1):
            self.fields[f"module_{number}"] = forms.ChoiceField(
                label=_("Module %(number)s") % {"number": number}, choices=choices[(number == 1) :], required=number == 1
            )

    def module_keys(self) -> list[str]:
        """In their order, each once."""
        keys = (self.cleaned_data[name] for name in self.fields if name.startswith("module_"))
        return list(dict.fromkeys(key for key in keys if key))
