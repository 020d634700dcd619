"""What the tests of casework share: a report in contact, an answered question, a closing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from content.reporting.agreements import answer_consent, ask_consent
from content.reporting.axes import Area, Ground, Handling, Nature
from content.reporting.casefile import CaseFile, open_case_file
from content.reporting.casework import Closing
from content.reporting.enums import ConsentSubject, FirstContact
from content.reporting.key_lists import known_authors
from content.reporting.models import Report
from content.reporting.services import Submitted, record_first_contact
from gehoord.core.sealed.keys import PrivateKeys

from .conftest import NOW, School

PHRASE = "radio goudvis boterham waterval fluit tuinbouw"
DAY = (NOW + timedelta(weeks=6)).date()


def closing(**given: Any) -> Closing:
    return Closing(
        **{
            "done": "Gesprek met het bedrijf.",
            "told": "Dat het bedrijf excuses maakt.",
            "aftercare_on": DAY,
            "grounds": (Ground.RACE, Ground.UNKNOWN),
            "area": Area.ON_THE_JOB,
            "nature": Nature.HOSTILE,
            "handling": Handling.COMPANY_TALK,
            **given,
        }
    )


def opened(private: PrivateKeys, report: Report) -> CaseFile:
    report = Report.objects.get(pk=report.pk)
    return open_case_file(report, private=private, advisers=known_authors(report.organisation_id))


def in_contact(school: School, **given: Any) -> Submitted:
    submitted = school.submit(**given)
    record_first_contact(
        report_id=submitted.report.pk, vault=school.samira.vault, how=FirstContact.SPOKEN, text="Vrijdag.", now=NOW
    )
    return submitted


def asked(school: School, submitted: Submitted, subject: ConsentSubject, yes: bool = True, **given: Any) -> int:
    """A proposal with the student's answer; its number."""
    ask_consent(report_id=submitted.report.pk, vault=school.samira.vault, subject=subject, text="Mag dat?", now=NOW, **given)
    number = opened(submitted.receipt.keys, submitted.report).consents[-1].number
    answer_consent(report_id=submitted.report.pk, receipt=submitted.receipt, number=number, yes=yes, now=NOW)
    return number
