from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from gehoord.core.models import AuditEvent
from gehoord.core.registry import RetentionRule, registry

pytestmark = pytest.mark.django_db


def test_a_dry_run_counts_and_erases_nothing_and_a_real_one_does() -> None:
    for days in (1, 364, 366, 800):
        event = AuditEvent.objects.create(action="core.test")
        AuditEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=days))
    out = StringIO()
    call_command("retention", dry_run=True, stdout=out)
    assert "2 would go  core.audit" in out.getvalue()
    assert AuditEvent.objects.count() == 4
    call_command("retention", stdout=StringIO())
    assert AuditEvent.objects.count() == 2


def test_every_rule_is_named_with_its_term_and_ground() -> None:
    out = StringIO()
    call_command("retention", dry_run=True, stdout=out)
    for rule in registry.all(RetentionRule):
        assert f"{rule.key}  (kept {rule.term}; {rule.ground})" in out.getvalue()
