"""Every field of every table has its class, term and ground (docs/privacy/register); a field without one fails here."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gehoord.core import field_register


def test_every_field_has_one_class_with_a_term_and_a_ground() -> None:
    assert field_register.problems() == [], "python manage.py field_register says which line to add"


def test_the_guard_bites_on_a_field_that_is_not_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = field_register.Field("reporting", "Report", "company_name")
    fields = [*field_register.our_fields(), extra]
    monkeypatch.setattr(field_register, "our_fields", lambda: iter(fields))

    assert field_register.problems() == ["reporting.yaml: add under Report:  <class>: [company_name]"]
    with pytest.raises(CommandError):
        call_command("field_register", stderr=StringIO())


def test_what_a_student_told_is_special_and_sealed() -> None:
    known = field_register.registered()
    body = known[field_register.Field("reporting", "Entry", "body")]
    assert field_register.classes()[body[0]]["sensitivity"] == "special"


def test_the_command_prints_the_register() -> None:
    out = StringIO()
    call_command("field_register", stdout=out)
    assert "reporting.Report.received_at" in out.getvalue()
