import pytest

from gehoord.core.sealed.keys import (
    PRODUCTION_COST,
    CannotOpenError,
    Cost,
    PrivateKeys,
    WeakLockError,
    lock_cost,
    lock_for_visit,
    lock_keys,
    unlock_for_visit,
    unlock_keys,
)
from gehoord.core.sealed.phrases import generate_phrase

CHEAP = Cost(iterations=1, memory_kib=64)


def test_a_phrase_locks_and_opens() -> None:
    private, phrase = PrivateKeys.generate(), generate_phrase()

    locked = lock_keys(private, phrase, purpose="phrase", cost=CHEAP)

    assert unlock_keys(locked, phrase, purpose="phrase", public=private.public, floor=CHEAP) == private
    assert private.x25519 not in locked
    assert private.ed25519 not in locked


@pytest.mark.parametrize("change", ["phrase", "purpose", "public", "salt", "ciphertext", "version", "short"])
def test_nothing_else_opens_it(change: str) -> None:
    private, phrase, purpose = PrivateKeys.generate(), "een twee drie", "phrase"
    public = private.public
    locked = bytearray(lock_keys(private, phrase, purpose=purpose, cost=CHEAP))
    if change == "phrase":
        phrase = "een twee vier"
    elif change == "purpose":
        purpose = "printed code"
    elif change == "public":
        public = PrivateKeys.generate().public
    elif change == "salt":
        locked[12] ^= 1
    elif change == "ciphertext":
        locked[-1] ^= 1
    elif change == "version":
        locked[0] = 2
    else:
        del locked[20:]

    with pytest.raises(CannotOpenError):
        unlock_keys(bytes(locked), phrase, purpose=purpose, public=public, floor=CHEAP)


def test_the_floor_and_the_ceiling_hold_before_any_work_is_done() -> None:
    private = PrivateKeys.generate()
    locked = lock_keys(private, "woord", purpose="phrase", cost=CHEAP)

    with pytest.raises(WeakLockError):
        unlock_keys(locked, "woord", purpose="phrase", public=private.public, floor=PRODUCTION_COST)
    planted = locked[:5] + (2**32 - 1).to_bytes(4, "big") + locked[9:]
    with pytest.raises(WeakLockError):
        unlock_keys(planted, "woord", purpose="phrase", public=private.public, floor=CHEAP)
    assert lock_cost(locked) == CHEAP


def test_the_price_in_production_is_what_the_design_says() -> None:
    assert Cost(iterations=4, memory_kib=262_144) == PRODUCTION_COST


def test_the_key_of_a_visit_opens_with_the_cookie_only() -> None:
    private, secret = PrivateKeys.generate(), b"c" * 32
    locked = lock_for_visit(private, secret, context=b"session 1")

    assert unlock_for_visit(locked, secret, context=b"session 1") == private
    for other_secret, context in ((b"d" * 32, b"session 1"), (secret, b"session 2")):
        with pytest.raises(CannotOpenError):
            unlock_for_visit(locked, other_secret, context=context)
    with pytest.raises(CannotOpenError):
        unlock_for_visit(b"", secret, context=b"session 1")


def test_private_keys_never_show_themselves() -> None:
    private = PrivateKeys.generate()

    assert private.x25519.hex() not in repr(private)
    assert repr(private.x25519) not in repr(private)
