from dataclasses import replace

import pytest

from gehoord.core.sealed.keylists import BadKeyListError, read_key_list, sign_key_list, verify_chain, verify_key_list
from gehoord.core.sealed.keys import PrivateKeys

ROOT, SECOND, STRANGER = PrivateKeys.generate(), PrivateKeys.generate(), PrivateKeys.generate()


def _chain() -> list:
    first = sign_key_list(school="a", keys=[ROOT.public], before=None, signer=ROOT)
    second = sign_key_list(school="a", keys=[ROOT.public, SECOND.public], before=first, signer=ROOT)
    third = sign_key_list(school="a", keys=[SECOND.public], before=second, signer=SECOND)
    return [first, second, third]


def test_a_list_grows_by_signatures_of_who_already_stands_in_it() -> None:
    chain = _chain()

    last = verify_chain(chain, school="a", root=ROOT.public.fingerprint)

    assert last.version == 3
    assert last.fingerprints == {SECOND.public.fingerprint}
    assert read_key_list(last.serialise()) == last


def test_a_stranger_cannot_sign_anybody_in() -> None:
    first = _chain()[0]

    with pytest.raises(BadKeyListError):
        sign_key_list(school="a", keys=[ROOT.public, STRANGER.public], before=first, signer=STRANGER)


def test_planted_keys_other_schools_other_roots_and_gaps_are_refused() -> None:
    chain = _chain()
    planted = replace(chain[1], keys=(ROOT.public, STRANGER.public))
    other_school = replace(chain[0], school="b")

    with pytest.raises(BadKeyListError):
        verify_key_list(planted, before=chain[0])
    with pytest.raises(BadKeyListError):
        verify_key_list(other_school, before=None)
    for lists, school, root in (
        (chain, "b", ROOT.public.fingerprint),
        (chain, "a", STRANGER.public.fingerprint),
        ([chain[0], chain[2]], "a", ROOT.public.fingerprint),
        (chain[1:], "a", ROOT.public.fingerprint),
        ([], "a", ROOT.public.fingerprint),
    ):
        with pytest.raises(BadKeyListError):
            verify_chain(lists, school=school, root=root)


@pytest.mark.parametrize("garbage", [b"", b"\x01", b"\x02abc", b"\x01\x00\x00\x00\xff", b"\x01" + bytes(40)])
def test_garbage_is_no_list(garbage: bytes) -> None:
    with pytest.raises(BadKeyListError):
        read_key_list(garbage)
