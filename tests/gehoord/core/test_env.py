"""The readers of the environment fail loudly, name the variable, and never show a secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from gehoord.settings import env  # noqa: TID251 - the module under test

NAME = "GEHOORD_PROBE"


def test_text_trims_and_a_missing_one_without_a_default_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "  iets ")
    assert env.text(NAME) == "iets"
    monkeypatch.setenv(NAME, "   ")
    assert env.text(NAME, "anders") == "anders"
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.text(NAME)


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("0", False), ("", True)])
def test_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.boolean(NAME, True) is expected


def test_maybe_is_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "maybe")
    with pytest.raises(ImproperlyConfigured, match="neither yes nor no"):
        env.boolean(NAME, False)


@pytest.mark.parametrize("value", ["0", "70000", "-1", "1.5", "ten", "1e3"])
def test_a_number_out_of_range_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match="from 1 to 65535"):
        env.whole_number(NAME, 1, low=1, high=65535)


def test_words_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " a, ,b ,")
    assert env.words(NAME) == ["a", "b"]
    monkeypatch.delenv(NAME)
    assert env.words(NAME, ["c"]) == ["c"]


@pytest.mark.parametrize("value", ["gehoord.example", "ftp://gehoord.example", "https://", "https://gehoord.example/pad"])
def test_a_base_address_is_scheme_and_host(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.base_url(NAME)


def test_a_base_address_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "https://gehoord.example/")
    assert env.base_url(NAME) == "https://gehoord.example"


def test_a_file_is_no_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAME, str(tmp_path))
    assert env.folder(NAME, tmp_path / "x") == tmp_path.resolve()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(NAME, str(tmp_path / "file"))
    with pytest.raises(ImproperlyConfigured, match="not a folder"):
        env.folder(NAME, tmp_path)


@pytest.mark.parametrize("reader", [env.database, env.cache, env.mail])
def test_an_address_that_cannot_be_read_is_named_without_its_secret(monkeypatch: pytest.MonkeyPatch, reader: object) -> None:
    monkeypatch.setenv(NAME, "nothing-known://user:geheim@host:port/x")
    with pytest.raises(ImproperlyConfigured) as caught:
        reader(NAME, "")  # type: ignore[operator]
    assert NAME in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_addresses_become_djangos_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgres://gehoord:geheim@db.example:5433/gehoord")
    found = env.database(NAME, "")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 5433, "gehoord")
    monkeypatch.setenv(NAME, "smtp+tls://u:p@mail.example:587")
    assert env.mail(NAME, "")["EMAIL_USE_TLS"] is True
