from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.tokens import (
    BadTokenError,
    ExpiredTokenError,
    address_bucket,
    make_form_token,
    make_status_token,
    new_seed,
    read_form_token,
    read_status_token,
)

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
NOW = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)


def test_a_form_token_brings_its_seed_back() -> None:
    seed = new_seed()
    token = make_form_token([KEY], school="deltion", now=NOW, seed=seed)

    read = read_form_token([KEY], token, school="deltion", now=NOW + timedelta(hours=1))

    assert (read.seed, read.issued_at) == (seed, NOW)
    assert read_form_token([OTHER_KEY, KEY], token, school="deltion", now=NOW).seed == seed


def test_an_expired_form_token_still_says_its_seed() -> None:
    seed = new_seed()
    token = make_form_token([KEY], school="deltion", now=NOW, seed=seed)

    with pytest.raises(ExpiredTokenError) as caught:
        read_form_token([KEY], token, school="deltion", now=NOW + timedelta(hours=13))
    assert caught.value.seed == seed


def test_a_token_of_another_school_key_or_time_is_refused() -> None:
    token = make_form_token([KEY], school="deltion", now=NOW, seed=new_seed())

    for keys, school, now in (
        ([OTHER_KEY], "deltion", NOW),
        ([KEY], "cibap", NOW),
        ([KEY], "deltion", NOW - timedelta(hours=1)),
    ):
        with pytest.raises(BadTokenError) as caught:
            read_form_token(keys, token, school=school, now=now)
        assert not isinstance(caught.value, ExpiredTokenError)


@given(st.text(max_size=150) | st.binary(max_size=100).map(lambda raw: raw.hex()))
def test_anything_typed_as_a_token_is_bad_and_not_an_error(token: str) -> None:
    with pytest.raises(BadTokenError):
        read_form_token([KEY], token, school="a", now=NOW)
    with pytest.raises(BadTokenError):
        read_status_token([KEY], token, now=NOW)


@given(st.data())
def test_no_changed_character_passes(data: st.DataObject) -> None:
    token = make_form_token([KEY], school="a", now=NOW, seed=b"s" * 32)
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("ABCab01-_").filter(lambda mark: mark != token[place]))

    with pytest.raises(BadTokenError):
        read_form_token([KEY], token[:place] + other + token[place + 1 :], school="a", now=NOW)


def test_a_status_token_holds_the_code_for_a_quarter_of_an_hour() -> None:
    receipt = Receipt.generate()
    token = make_status_token([KEY], receipt=receipt, now=NOW)

    assert read_status_token([KEY], token, now=NOW + timedelta(minutes=14)) == receipt
    assert receipt.code not in token
    with pytest.raises(ExpiredTokenError):
        read_status_token([KEY], token, now=NOW + timedelta(minutes=16))
    with pytest.raises(BadTokenError):
        read_status_token([OTHER_KEY], token, now=NOW)


def test_the_two_tokens_do_not_pass_for_each_other() -> None:
    with pytest.raises(BadTokenError):
        read_form_token([KEY], make_status_token([KEY], receipt=Receipt.generate(), now=NOW), school="a", now=NOW)
    with pytest.raises(BadTokenError):
        read_status_token([KEY], make_form_token([KEY], school="a", now=NOW, seed=new_seed()), now=NOW)


def test_an_address_bucket_lasts_a_day_and_does_not_tell_the_address() -> None:
    bucket = address_bucket(KEY, address="192.0.2.7", day="2026-11-24")

    assert bucket == address_bucket(KEY, address="192.0.2.7", day="2026-11-24")
    assert (
        len(
            {
                bucket,
                address_bucket(KEY, address="192.0.2.7", day="2026-11-25"),
                address_bucket(KEY, address="192.0.2.8", day="2026-11-24"),
            }
        )
        == 3
    )
    assert "192" not in bucket
