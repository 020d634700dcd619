"""A receipt that is loaded again, or sent a second time by a script, is the same report with the same code, and says what happened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from content.reporting.models import Report
from content.reporting.public_door import PER_HOUR
from content.reporting.services import erase_report
from gehoord.core.models import OutboxMessage

from .conftest import School
from .form_steps import code_in, form_token, send, text_of

pytestmark = pytest.mark.usefixtures("no_waiting")


def sent_twice(client: Client, **fields: Any) -> tuple[Any, Any]:
    token = form_token(client)
    return send(client, token=token, **fields), send(client, token=token, **fields)


def test_loading_the_receipt_again_shows_the_same_code_and_makes_nothing(school: School, client: Client) -> None:
    first, again = sent_twice(client, verhaal="Regel een\nregel twee")

    assert code_in(first) == code_in(again)
    assert Report.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="reporting.new_report").count() == 2


def test_a_script_and_the_browser_send_line_ends_differently_and_it_is_one_report(school: School, client: Client) -> None:
    token = form_token(client)
    by_script = send(client, token=token, verhaal="Regel een\nregel twee")
    by_browser = send(client, token=token, verhaal="Regel een\r\nregel twee")

    assert code_in(by_script) == code_in(by_browser)
    assert Report.objects.count() == 1


def test_the_same_page_twice_counts_once_for_its_address(school: School, client: Client) -> None:
    for _number in range(PER_HOUR):
        sent_twice(client)

    assert not Report.objects.filter(in_bin=True).exists()
    send(client)
    assert Report.objects.filter(in_bin=True).count() == 1


def test_days_later_the_receipt_still_comes_again(school: School, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    token = form_token(client)
    first = send(client, token=token)
    cache.clear()
    later = timezone.now() + timedelta(days=9)
    monkeypatch.setattr("content.reporting.views.public.timezone.now", lambda: later)
    again = send(client, token=token)

    assert code_in(first) == code_in(again)
    assert Report.objects.count() == 1


def test_after_erasing_it_says_plainly_that_it_is_gone(school: School, client: Client) -> None:
    token = form_token(client)
    send(client, token=token)
    erase_report(report=Report.objects.get(), now=timezone.now())

    again = send(client, token=token)

    assert again.status_code == 422
    assert "Dit bericht is gewist, zoals jij wilde." in text_of(again)
    assert not Report.objects.exists()
