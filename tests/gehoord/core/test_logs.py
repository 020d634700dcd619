from __future__ import annotations

import io
import logging

from gehoord.core.logs import QuietStreamHandler

WORD = "zeepaardje-99"


def logged(name: str, message: str, *args: object, loud_handler_first: bool = False) -> str:
    sink = io.StringIO()
    logger = logging.Logger(name)
    if loud_handler_first:
        logger.addHandler(logging.StreamHandler(io.StringIO()))
    handler = QuietStreamHandler(sink)
    handler.setFormatter(logging.Formatter("{levelname} {name} {message}", style="{"))
    logger.addHandler(handler)
    try:
        raise ValueError(f"cannot read {WORD}")
    except ValueError:
        logger.exception(message, *args)
    return sink.getvalue()


def test_an_exception_is_its_type_and_its_place_and_never_its_message() -> None:
    text = logged("gehoord", "It failed")
    assert "ValueError (message withheld)" in text
    assert "test_logs.py" in text
    assert WORD not in text


def test_a_louder_handler_before_it_changes_nothing() -> None:
    assert WORD not in logged("gehoord", "It failed", loud_handler_first=True)


def test_a_failed_request_is_logged_without_its_path() -> None:
    text = logged("django.request", "%s: %s", "Internal Server Error", f"/melding/{WORD}/")
    assert "Internal Server Error" in text
    assert WORD not in text


def test_a_refused_request_is_logged_without_what_was_sent() -> None:
    text = logged("django.security.DisallowedHost", f"Invalid HTTP_HOST header: {WORD}")
    assert "django.security.DisallowedHost" in text
    assert WORD not in text
