"""The list of mirror patterns in the CMS, with a box to try a sentence and a phrasing that is not saved yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from gehoord.organisations.enums import Role
from gehoord.organisations.permissions import has_role_anywhere
from learning.engine.mirror import Pattern, PatternError, check_pattern

from .engine_words import worded
from .mirror import mirrored
from .models import MirrorPattern
from .models.mirror import lines_of

HELP = "catalogue/mirror/help.html"
ACTIONS = ("add", "change", "delete", "view")


def user_can_keep_mirror(user: Any) -> bool:
    """Trainers keep the region's list."""
    return bool(user.is_active) and (bool(user.is_superuser) or has_role_anywhere(user, Role.TRAINER))


class TrainersPolicy(ModelPermissionPolicy):
    """Every trainer may change the list, nobody else."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ACTIONS and user_can_keep_mirror(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class TryForm(forms.Form):
    language = forms.ChoiceField(label=_("Taal"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)
    text = forms.CharField(label=_("Zin"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}))
    phrasings = forms.CharField(
        label=_("Nog niet bewaard: zo kan iemand het zeggen"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mag leeg blijven. Eén per regel."),
    )  # fmt: skip
    exceptions = forms.CharField(
        label=_("Behalve als er dit staat"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = [*lines_of(cleaned.get("phrasings", "")), *lines_of(cleaned.get("exceptions", ""))]
        for phrasing in words:
            try:
                check_pattern(Pattern(key="proef", words=(phrasing,), why="", instead=""))
            except PatternError as error:
                raise ValidationError(f"“{phrasing}”: {worded(error.args[0])}") from error
        return cleaned

    @property
    def patterns(self) -> list[Pattern]:
        """The list of this language, and what is being tried."""
        rows = MirrorPattern.objects.filter(language=self.cleaned_data["language"], is_active=True)
        known = [row.pattern for row in rows]
        phrasings = tuple(lines_of(self.cleaned_data["phrasings"]))
        if phrasings:
            exceptions = tuple(lines_of(self.cleaned_data["exceptions"]))
            known.append(
                Pattern(key="proef", words=phrasings, why=str(_("Wat je nu probeert.")), instead="…", unless=exceptions)
            )
        return known


def try_out(request: HttpRequest) -> HttpResponse:
    """Hold a sentence against the list. Nothing is kept."""
    if not user_can_keep_mirror(request.user):
        return permission_denied(request)
    form = TryForm(request.POST or None)
    found = mirrored(form.cleaned_data["text"], form.patterns) if form.is_valid() else None
    return render(request, "catalogue/mirror/try.html", {"form": form, "found": found})


class MirrorViewSet(ModelViewSet):
    model = MirrorPattern
    name = "spiegel"
    icon = "view"
    menu_label = _("Spiegel")
    menu_order = 240
    add_to_admin_menu = True
    inspect_view_enabled = False
    copy_view_enabled = False
    list_display = (
        "key",
        Column("get_language_display", label=_("Taal"), sort_key="language"),
        "why",
        Column(
            "is_active", label=_("doet mee"), sort_key="is_active", accessor=lambda row: _("ja") if row.is_active else _("nee")
        ),
    )
    list_filter = ("language", "is_active")
    search_fields = ("key", "phrasings", "why")
    panels = (
        MultiFieldPanel([FieldPanel("key"), FieldPanel("language"), FieldPanel("is_active")], heading=_("Welk patroon")),
        FieldPanel("phrasings"),
        FieldPanel("exceptions"),
        FieldPanel("why"),
        FieldPanel("instead"),
        HelpPanel(template=HELP, heading=_("Zo schrijf je een zin op")),
    )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("proef/", try_out, name="try")]


register_permission_policy(MirrorPattern, TrainersPolicy(MirrorPattern), exact_class=True)
mirror_viewset = MirrorViewSet()
