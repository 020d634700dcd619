"""What may be read of certificates: a person's own, and by its code what the paper says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gehoord.organisations.models import Organisation
from learning.catalogue.queries import modules_for
from learning.completion.models import Completion

from .models import Certificate


@dataclass(frozen=True, kw_only=True)
class Earned:
    """A module that somebody completed, with its certificate when one was made."""

    module_key: str
    title: str
    on: date
    certificate: Certificate | None


def earned_by(user: Any, organisations: Sequence[Organisation]) -> list[Earned]:
    """The modules that somebody completed, newest first, each once; a fixed number of queries."""
    titles = {module.key: module.title for module in modules_for(organisations)}
    made = {certificate.completion_id: certificate for certificate in Certificate.objects.filter(user=user)}
    found: dict[str, Earned] = {}
    for completion in Completion.objects.filter(user=user).order_by("-on", "-pk"):
        certificate = made.get(completion.pk)
        title = titles.get(completion.module_key, certificate.module if certificate else completion.module_key)
        if completion.module_key not in found or (certificate and found[completion.module_key].certificate is None):
            found[completion.module_key] = Earned(
                module_key=completion.module_key, title=title, on=completion.on, certificate=certificate
            )
    return list(found.values())


def find_certificate(typed: str) -> Certificate | None:
    """The certificate with this code, however it was typed: with spaces, dashes or small letters."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    return Certificate.objects.select_related("completion").filter(code=code).first()
