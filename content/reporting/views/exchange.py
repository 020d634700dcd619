"""The page behind a hand-over code: it is exchanged once for a code of the student's own."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from content.reporting.handover import AlreadyExchangedError, exchange_code
from content.reporting.models import ToldByColleague
from content.reporting.public_door import env_keys
from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.tokens import BadTokenError, make_form_token, make_status_token, new_seed, read_form_token

EXCHANGE = "ruil"  # what the seed of an exchange page is bound to


def exchange(request: HttpRequest, told: ToldByColleague, typed: Receipt, now: datetime) -> HttpResponse:
    """A hand-over code opens this page only: it is exchanged once, and then it is dead."""
    organisation = told.report.organisation
    if request.POST.get("act") == "ruil":
        try:
            seed = read_form_token(env_keys(), request.POST.get("zaad", ""), school=EXCHANGE, now=now).seed
            _report, own = exchange_code(typed=typed, seed=seed, now=now)
        except BadTokenError:
            pass  # shown again, with a new seed
        except AlreadyExchangedError:
            return _exchange_page(request, told, typed, now, is_used=True)
        else:
            token = make_status_token(env_keys(), receipt=own, now=now)
            context = {"organisation": organisation, "code": own.grouped_code, "status_token": token, "alternates": {}}
            return render(request, "reporting/exchanged.html", context)
    return _exchange_page(request, told, typed, now, is_used=told.exchanged_at is not None)


def _exchange_page(
    request: HttpRequest, told: ToldByColleague, typed: Receipt, now: datetime, *, is_used: bool
) -> HttpResponse:
    context = {
        "organisation": told.report.organisation,
        "is_used": is_used,
        "status_token": make_status_token(env_keys(), receipt=typed, now=now),
        "seed_token": make_form_token(env_keys(), school=EXCHANGE, now=now, seed=new_seed()),
        "alternates": {},
    }
    return render(request, "reporting/exchange.html", context, status=422 if is_used else 200)
