from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gehoord.core.sealed.entries import (
    BUCKETS,
    Place,
    Proof,
    SealedEntry,
    TooLongError,
    chain_is_whole,
    genesis,
    open_entry,
    rewrap_entry,
    seal_entry,
)
from gehoord.core.sealed.keys import CannotOpenError, PrivateKeys

STUDENT, ADVISER, OTHER = PrivateKeys.generate(), PrivateKeys.generate(), PrivateKeys.generate()
REPORT = b"r" * 16
AUTHORS = {keys.public.fingerprint: keys.public for keys in (STUDENT, ADVISER)}
PLACE = Place("school-a", REPORT, b"e" * 16, 1, genesis("school-a", REPORT), 3)


def _seal(place: Place = PLACE, author: PrivateKeys = STUDENT, **payload: Any) -> SealedEntry:
    return seal_entry(
        place, kind="story", payload=payload or {"text": "hallo"}, author=author, recipients=[STUDENT.public, ADVISER.public]
    )


def _opened(sealed: SealedEntry, private: PrivateKeys = ADVISER) -> Any:
    return open_entry(sealed, private=private, authors=AUTHORS)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text(max_size=20), st.text(max_size=300) | st.booleans() | st.none() | st.integers(-(2**53), 2**53), max_size=5
    )
)
def test_every_recipient_reads_what_was_sealed(payload: dict[str, Any]) -> None:
    sealed = seal_entry(PLACE, kind="story", payload=payload, author=STUDENT, recipients=[STUDENT.public, ADVISER.public])

    for reader in (STUDENT, ADVISER):
        opened = _opened(sealed, reader)
        assert (opened.proof, opened.kind, opened.payload) == (Proof.PROVEN, "story", payload)
        assert opened.author == STUDENT.public.fingerprint
        assert opened.says("story")
        assert not opened.says("consent")


def test_nobody_else_has_a_wrap() -> None:
    with pytest.raises(CannotOpenError):
        _opened(_seal(), OTHER)


def test_two_seals_of_one_text_share_no_bytes_that_tell_so() -> None:
    one, other = _seal(), _seal()

    assert one.body[1:] != other.body[1:]
    assert {wrap.sealed_key for wrap in one.wraps}.isdisjoint(wrap.sealed_key for wrap in other.wraps)


@pytest.mark.parametrize(("length", "bucket"), [(1, 2), (1_900, 2), (2_000, 4), (20_000, 32), (100_000, 128)])
def test_sizes_are_padded_to_buckets(length: int, bucket: int) -> None:
    assert _seal(text="a" * length).padded_size == bucket * 1024


def test_the_longest_report_in_the_widest_letters_fits_and_more_is_refused() -> None:
    assert _seal(text="\U0001f9e1" * 20_000).padded_size == BUCKETS[-1]
    with pytest.raises(TooLongError):
        _seal(text="a" * 131_072)


def test_the_kind_and_the_author_cannot_be_read_or_tried_from_outside() -> None:
    sealed = _seal()
    stored = sealed.body + b"".join(wrap.sealed_key for wrap in sealed.wraps)

    assert b"story" not in stored
    assert STUDENT.public.fingerprint not in stored
    lengths = {len(wrap.sealed_key) for wrap in sealed.wraps}
    longer = seal_entry(PLACE, kind="a-kind-of-24-characters!", payload={}, author=STUDENT, recipients=[ADVISER.public])
    assert lengths == {len(longer.wraps[0].sealed_key)}


@pytest.mark.parametrize(
    "moved",
    [
        replace(PLACE, school="school-b"),
        replace(PLACE, report=b"x" * 16),
        replace(PLACE, entry=b"x" * 16),
        replace(PLACE, sequence=2),
        replace(PLACE, previous=b"x" * 32),
        replace(PLACE, key_list_version=4),
    ],
)
def test_moved_ciphertext_does_not_open(moved: Place) -> None:
    opened = _opened(replace(_seal(), place=moved))

    assert opened.proof is Proof.UNREADABLE
    assert opened.payload == {}
    assert not opened.says("story")


def test_a_wrap_of_another_entry_or_recipient_or_list_does_not_open() -> None:
    one, other = _seal(), _seal(replace(PLACE, entry=b"f" * 16))
    adviser = next(wrap for wrap in one.wraps if wrap.recipient == ADVISER.public.fingerprint)
    student = next(wrap for wrap in one.wraps if wrap.recipient == STUDENT.public.fingerprint)

    for wraps in (
        other.wraps,
        (replace(student, recipient=adviser.recipient),),
        (replace(adviser, key_list_version=9),),
        (replace(adviser, sealed_key=b""),),
        (replace(adviser, sealed_key=adviser.sealed_key[:-1] + b"x"),),
    ):
        assert _opened(replace(one, wraps=wraps)).proof is Proof.UNREADABLE


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2_048 + 60), st.integers(1, 255))
def test_no_changed_byte_passes(place: int, change: int) -> None:
    sealed = _seal()
    body = bytearray(sealed.body)
    body[place % len(body)] ^= change

    assert _opened(replace(sealed, body=bytes(body))).proof is Proof.UNREADABLE


@pytest.mark.parametrize("body", [b"", b"\x01", b"\x01" + bytes(100), bytes(3000)])
def test_a_body_of_anything_is_unreadable_and_not_an_error(body: bytes) -> None:
    assert _opened(replace(_seal(), body=body)).proof is Proof.UNREADABLE


def test_an_author_nobody_knows_proves_nothing() -> None:
    opened = _opened(_seal(author=OTHER, text="ja, ik wil dat"))

    assert opened.proof is Proof.UNPROVEN
    assert opened.payload == {"text": "ja, ik wil dat"}
    assert not opened.says("story")


def test_a_forged_signature_proves_nothing() -> None:
    """An adviser who can read cannot write a yes in the student's name."""

    class Forger(PrivateKeys):
        @property
        def public(self) -> Any:
            return STUDENT.public

    forger = Forger(ADVISER.x25519, ADVISER.ed25519)

    opened = _opened(_seal(author=forger, text="ja"))

    assert opened.author == STUDENT.public.fingerprint
    assert opened.proof is Proof.UNPROVEN


def test_a_known_fingerprint_with_other_keys_behind_it_proves_nothing() -> None:
    opened = open_entry(_seal(), private=ADVISER, authors={STUDENT.public.fingerprint: OTHER.public})

    assert opened.proof is Proof.UNPROVEN


def test_a_reader_can_wrap_for_one_more() -> None:
    sealed = _seal()
    wrap = rewrap_entry(sealed, private=ADVISER, recipient=OTHER.public, key_list_version=7)

    opened = _opened(replace(sealed, wraps=(*sealed.wraps, wrap)), OTHER)

    assert opened.proof is Proof.PROVEN
    assert wrap.key_list_version == 7
    with pytest.raises(CannotOpenError):
        rewrap_entry(sealed, private=OTHER, recipient=OTHER.public, key_list_version=7)


def _three() -> list[SealedEntry]:
    entries: list[SealedEntry] = []
    previous = genesis("school-a", REPORT)
    for sequence in (1, 2, 3):
        entries.append(_seal(Place("school-a", REPORT, bytes([sequence]) * 16, sequence, previous, 3)))
        previous = entries[-1].hash
    return entries


def test_the_chain_shows_what_was_left_out_changed_or_put_in_another_order() -> None:
    entries = _three()
    other = _three()

    def whole(chain: list[SealedEntry]) -> bool:
        return chain_is_whole(chain, school="school-a", report=REPORT)

    assert whole(entries)
    assert whole([])
    for chain in (entries[1:], [entries[0], entries[2]], [entries[1], entries[0], entries[2]], [other[0], *entries[1:]]):
        assert not whole(chain)
    assert not chain_is_whole(entries, school="school-b", report=REPORT)
    assert not chain_is_whole(entries, school="school-a", report=b"x" * 16)
