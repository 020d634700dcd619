"""One file for somebody outside (SBB, a company, anybody who has no vault here): encrypted, with only what the yes names.

It is set and encrypted by a short-lived child process over pipes: no text of a case reaches a disk, and the child's memory
goes with it. The phrase is generated, told by telephone, and stored nowhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gehoord.core import audit

from .casefile import CaseFile
from .consents import Consent
from .entries import WrongStateError, append_entry, lock_report
from .enums import AuthorKind, ConsentSubject, EntryKind, EventKind, ReportPart
from .models import ReportEvent
from .readership import opened_with
from .referral import NOT_NOW, NoConsentError, given_consent, steps_in, told_in
from .vault import OpenVault

PATIENCE = 30
OUTSIDE = (ConsentSubject.SBB, ConsentSubject.COMPANY, ConsentSubject.SCHOOL, ConsentSubject.OTHER)


class NoFileError(Exception):
    """The file could not be made; nothing was written down."""


@transaction.atomic
def make_file(*, report_id: uuid.UUID, vault: OpenVault, number: int, phrase: str, now: datetime) -> bytes:
    """The encrypted file of what the student said yes to. That it was made stands in the case, for the student too.

    Raises NotVisibleError, NoConsentError (no yes, or one that names no part), WrongStateError, NoFileError.
    """
    report = lock_report(report_id, vault)
    if report.state in NOT_NOW:
        raise WrongStateError
    case_file = opened_with(report, vault.private)
    consent = given_consent(case_file, number, *OUTSIDE)
    if not consent.parts:
        raise NoConsentError
    made = _encrypted(contents_of(case_file, consent, vault), phrase)
    payload = {"to": consent.subject, "parts": [part.value for part in consent.parts], "ask": number}
    append_entry(
        report=report,
        kind=EntryKind.REFERRAL,
        payload=payload,
        author=vault.private,
        author_kind=AuthorKind.ADVISER,
        now=now,
    )
    ReportEvent.objects.create(report=report, kind=EventKind.CHANGED, at=now, actor=vault.key.user)
    audit.record(by=vault.key.user, action="reporting.file_made", target=report, organisation_id=report.organisation_id)
    return made


def contents_of(case_file: CaseFile, consent: Consent, vault: OpenVault) -> dict[str, Any]:
    """What the file says, in order: the yes, then each part that it names."""
    plan, parts = case_file.contact, consent.parts
    answered = localtime(consent.answer.written_at) if consent.answer else None
    sections: list[dict[str, Any]] = []
    told = told_in(case_file, parts)
    if told:
        sections.append({"title": _("Wat de student vertelde"), "paragraphs": told.split("\n")})
    if ReportPart.CONTACT in parts:
        lines = [plan.name, plan.phone, plan.email, "" if plan.voicemail else _("Geen voicemail.")]
        lines += [_("Mag dit niet weten: %(who)s") % {"who": plan.never_tell}] if plan.never_tell else []
        sections.append({"title": _("Zo is de student te bereiken"), "paragraphs": [line for line in lines if line]})
    if ReportPart.STEPS in parts:
        steps = [f"{day}: {text}" for day, text in steps_in(case_file)]
        sections.append({"title": _("Wat school deed"), "paragraphs": steps or [_("Nog niets.")]})
    return {
        "title": _("Melding van stagediscriminatie"),
        "school": vault.key.organisation.name,
        "consent_title": _("Toestemming van de student"),
        "consent": [
            _("School vroeg: %(text)s") % {"text": consent.text or consent.subject_label},
            _("De student zei ja op %(moment)s, met de eigen meldcode.")
            % {"moment": date_format(answered, "j F Y, H.i") if answered else ""},
            _("Dit mag erin staan: %(parts)s.") % {"parts": ", ".join(str(part.label) for part in parts)},
        ],
        "sections": sections,
        "footer": _("Vertrouwelijk. Deel dit met niemand anders. Wis het als je het niet meer nodig hebt."),
    }


def _encrypted(contents: dict[str, Any], phrase: str) -> bytes:
    """Run the child: JSON in, an encrypted PDF out, nothing on a disk. Raises NoFileError."""
    job = json.dumps({"contents": contents, "phrase": phrase}).encode()
    command = [sys.executable, "-I", str(Path(__file__).with_name("outside_child.py"))]
    try:
        # The child gets its text by pipe; the command holds nothing that anybody typed.
        done = subprocess.run(command, input=job, capture_output=True, timeout=PATIENCE, check=False, env={})  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        raise NoFileError from None
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise NoFileError
    return done.stdout
