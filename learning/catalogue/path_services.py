"""What an organisation decides about modules: its own paths, and what it does not show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from gehoord.core import audit
from gehoord.organisations.models import Organisation

from .models import HiddenModule, LearningPath


@transaction.atomic
def make_path(*, organisation: Organisation, title: str, function: str, module_keys: Sequence[str], by: Any) -> LearningPath:
    """A path of an organisation's own."""
    path = LearningPath.objects.create(
        organisation=organisation, title=title, function=function, module_keys=list(dict.fromkeys(module_keys))
    )
    audit.record(by=by, action="catalogue.path_made", target=path, organisation_id=organisation.pk)
    return path


@transaction.atomic
def delete_path(*, path: LearningPath, by: Any) -> None:
    """Take away an own path; what was assigned of it goes with it, what people finished stays."""
    audit.record(by=by, action="catalogue.path_deleted", target=path, organisation_id=path.organisation_id)
    path.delete()


@transaction.atomic
def show_module(*, organisation: Organisation, module_key: str, show: bool, by: Any) -> None:
    """Show a module of the region to an organisation's people, or not any more. Doing it twice changes nothing."""
    found = HiddenModule.objects.filter(organisation=organisation, module_key=module_key).first()
    if show and found is not None:
        found.delete()
    elif not show and found is None:
        HiddenModule.objects.create(organisation=organisation, module_key=module_key)
    audit.record(
        by=by, action="catalogue.module_shown" if show else "catalogue.module_hidden", target=organisation,
        organisation_id=organisation.pk,
    )  # fmt: skip
