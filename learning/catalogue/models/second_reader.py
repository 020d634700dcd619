"""A second person reads a conversation before learners do, and signs for what they looked at."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from learning.engine.checklist import CHECKLIST, Check


def sentence_of(check: Check) -> str:
    """What is signed, in the language of the page."""
    return check.en if get_language() == "en" else check.nl


class SecondReaderForm(forms.Form):
    """What the second reader signs; the comment is for the author."""

    comment = forms.CharField(label=_("Wil je er iets bij zeggen?"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in CHECKLIST:
            self.fields[one.key] = forms.BooleanField(
                label=sentence_of(one), error_messages={"required": _("Vink dit aan, of vraag om een aanpassing.")}
            )
        self.order_fields([*(one.key for one in CHECKLIST), "comment"])


class AskForChangesForm(forms.Form):
    comment = forms.CharField(label=_("Wat kan beter?"), widget=forms.Textarea(attrs={"rows": 4}))


class SecondReaderState(TaskState):
    """What was signed, by whom: the keys of the checklist."""

    signed = models.JSONField(default=list)

    def approve(self, user: Any = None, update: bool = True, comment: str = "", signed: list[str] | None = None) -> Any:
        self.signed = signed or []
        return super().approve(user=user, update=update, comment=comment)

    class Meta:
        verbose_name = _("tweede lezing")
        verbose_name_plural = _("tweede lezingen")


class SecondReaderTask(Task):
    """Whoever may edit the page may read it as second person, except who saved the newest version."""

    task_state_class = SecondReaderState
    admin_form_fields: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("tweede lezer")
        verbose_name_plural = _("tweede lezers")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Nobody approves what they saved last themselves, a superuser neither."""
        if not self._may_edit(obj, user):
            return []
        actions: list[tuple[str, Any, bool]] = [("reject", _("Vraag om een aanpassing"), True)]
        if obj.latest_revision is None or obj.latest_revision.user_id != user.pk:
            actions.append(("approve", _("Onderteken en keur goed"), True))
        return actions

    def _may_edit(self, obj: Any, user: Any) -> bool:
        codenames: set[str] = getattr(obj.permissions_for_user(user), "permissions", set())
        return bool(user.is_active and (user.is_superuser or "change" in codenames))

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return SecondReaderForm if action == "approve" else AskForChangesForm

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Every way to approve ends here, the dashboard's too."""
        page = task_state.workflow_state.content_object.get_latest_revision_as_object()
        if action_name not in {name for name, _label, _form in self.get_actions(page, user)}:
            raise PermissionDenied
        if action_name == "approve":
            signed = [one.key for one in CHECKLIST if kwargs.get(one.key)]
            if len(signed) != len(CHECKLIST) or page.stopping_sentences():
                raise PermissionDenied
            task_state.approve(user=user, comment=kwargs.get("comment", ""), signed=signed)
        else:
            task_state.reject(user=user, comment=kwargs.get("comment", ""))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """What waits for this person: readings of pages that they may edit and did not save last."""
        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("revision")
        waiting = [
            state.pk
            for state in states
            if (page := state.workflow_state.content_object) is not None
            and "approve" in {name for name, _label, _form in self.get_actions(page, user)}
        ]
        return TaskState.objects.filter(pk__in=waiting)

    @classmethod
    def get_description(cls) -> Any:
        return _("Iemand anders dan de schrijver leest het gesprek en tekent voor taal en beelden van mensen.")
