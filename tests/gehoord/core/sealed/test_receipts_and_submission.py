import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.core.sealed import codes
from gehoord.core.sealed.encoding import Label, derive, pack, unpack
from gehoord.core.sealed.receipts import Receipt
from gehoord.core.sealed.submission import canonical_fields, derive_submission

SEED = bytes(range(32))


def test_no_two_labels_are_equal() -> None:
    labels = [label.value for label in Label.__members__.values()]

    assert len(set(labels)) == len(labels) == len(list(Label))


def test_every_label_gives_another_key_from_one_secret() -> None:
    assert len({derive(b"secret", label) for label in Label}) == len(list(Label))


@given(st.lists(st.binary(max_size=9), max_size=6), st.lists(st.binary(max_size=9), max_size=6))
def test_packing_is_unambiguous(one: list[bytes], other: list[bytes]) -> None:
    assert (pack(one) == pack(other)) == (one == other)
    assert unpack(pack(one)) == one


def test_cut_bytes_are_no_list() -> None:
    for cut in range(1, 14):
        if cut != 7:
            with pytest.raises(ValueError, match="cut off"):
                unpack(pack([b"abc", b"def"])[:cut])


def test_a_receipt_is_one_code_and_three_things_that_do_not_tell_each_other() -> None:
    receipt = Receipt.from_typed(Receipt(b"0123456789").grouped_code)
    parts = {receipt.lookup_id, receipt.keys.x25519[:16], receipt.keys.ed25519[:16], receipt.keys.public.x25519[:16]}

    assert receipt == Receipt(b"0123456789")
    assert len(parts) == 4
    assert receipt.code not in repr(receipt)


def test_what_follows_from_a_code_never_changes() -> None:
    """A one-way door: with another derivation every code that was handed out would be dead."""
    receipt = Receipt(b"0123456789")

    assert receipt.code == "60RK4CSM6MV3EE1S" + receipt.code[-1]
    assert receipt.lookup_id.hex() == LOOKUP
    assert receipt.keys.public.fingerprint.hex() == FINGERPRINT
    submission = derive_submission(seed=SEED, school="deltion", fields={"verhaal": "Hallo"})
    assert str(submission.report_id) == REPORT_ID
    assert submission.receipt.code == CODE


LOOKUP = "3d7428fce083786156cb4ad7fc271c59"
FINGERPRINT = "0dcab8f45656960ca7dc44a6e07f03c418782688bf85850e78daeea30b64b14b"
REPORT_ID = "2b2f0b7d-9fa0-0c37-a444-6f415045b47e"
CODE = "BKBDM2X52G5CGFDPD"


def test_generated_codes_differ() -> None:
    assert len({Receipt.generate().code for _ in range(500)}) == 500


def test_a_typing_error_is_told_apart_from_a_wrong_code() -> None:
    code = Receipt.generate().code
    wrong_check = codes.ALPHABET[(codes.ALPHABET.index(code[-1]) + 1) % 32]

    with pytest.raises(codes.MistypedCodeError):
        Receipt.from_typed(code[:-1] + wrong_check)
    assert Receipt.from_typed(Receipt.generate().code).lookup_id != Receipt.from_typed(code).lookup_id


def test_the_same_submission_gives_the_same_report_and_code() -> None:
    one = derive_submission(seed=SEED, school="a", fields={"verhaal": "Ik\r\nwas é", "tel": "", "wanneer": ["avond", "middag"]})
    again = derive_submission(seed=SEED, school="a", fields={"wanneer": ["middag", "avond"], "verhaal": "Ik\nwas e\u0301"})

    assert (one.report_id, one.receipt) == (again.report_id, again.receipt)


@pytest.mark.parametrize(
    ("seed", "school", "fields"),
    [
        (bytes(32), "a", {"verhaal": "x"}),
        (SEED, "b", {"verhaal": "x"}),
        (SEED, "a", {"verhaal": "y"}),
        (SEED, "a", {"verhaal": "x", "tel": "1"}),
        (SEED, "a", {"tel": "x"}),
    ],
)
def test_anything_else_is_another_report(seed: bytes, school: str, fields: dict[str, str]) -> None:
    one = derive_submission(seed=SEED, school="a", fields={"verhaal": "x"})
    other = derive_submission(seed=seed, school=school, fields=fields)

    assert one.report_id != other.report_id
    assert one.receipt != other.receipt


def test_a_short_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        derive_submission(seed=b"", school="a", fields={})


words = st.dictionaries(
    st.sampled_from("abcd"), st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=5), max_size=4
)


@given(words, words)
def test_fields_do_not_run_into_each_other(one: dict[str, str], other: dict[str, str]) -> None:
    import unicodedata

    same = {k: unicodedata.normalize("NFC", v) for k, v in one.items()} == {
        k: unicodedata.normalize("NFC", v) for k, v in other.items()
    }
    assert (canonical_fields(one) == canonical_fields(other)) == same


def test_half_a_character_is_no_error() -> None:
    assert canonical_fields({"a": "\ud800"})
