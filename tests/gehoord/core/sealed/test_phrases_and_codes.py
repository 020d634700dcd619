import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoord.core.sealed import codes, phrases


def test_the_word_list_gives_six_words_of_77_bits() -> None:
    words = phrases.word_list()

    assert len(set(words)) == len(words) >= 7776
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words)


def test_phrases_are_drawn_from_the_whole_list_and_differ() -> None:
    drawn = {phrases.generate_phrase() for _ in range(200)}

    assert len(drawn) == 200
    assert len({word for phrase in drawn for word in phrase.split()}) > 900


def test_capitals_accents_hyphens_and_spaces_do_not_matter() -> None:
    assert phrases.normalise_phrase("  Tafel-RÁDIO\n fluit,zoet  berg lamp ") == "tafel radio fluit zoet berg lamp"


def test_a_word_outside_the_list_is_pointed_at_by_its_place() -> None:
    phrase = phrases.generate_phrase().split()
    phrase[2] = "qqqqqq"

    assert phrases.mistyped_positions(" ".join(phrase)) == (3,)
    assert phrases.has_six_words(" ".join(phrase))
    assert not phrases.has_six_words("twee woorden")


secrets_of_a_code = st.binary(min_size=10, max_size=10)


@given(secrets_of_a_code)
def test_a_code_is_sixteen_characters_and_a_check_character_and_comes_back(secret: bytes) -> None:
    code = codes.encode(secret)

    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{17}", code)
    assert codes.decode(code, length=10) == secret
    assert codes.decode(codes.grouped(code).lower().replace(" ", " - "), length=10) == secret


@given(secrets_of_a_code, st.integers(0, 16), st.integers(1, 31))
def test_every_single_wrong_character_shows(secret: bytes, place: int, step: int) -> None:
    code = codes.encode(secret)
    other = codes.ALPHABET[(codes.ALPHABET.index(code[place]) + step) % 32]

    with pytest.raises(codes.MistypedCodeError):
        codes.decode(code[:place] + other + code[place + 1 :], length=10)


@given(secrets_of_a_code, st.integers(0, 15), st.integers(0, 15))
def test_every_swap_of_two_characters_shows(secret: bytes, one: int, other: int) -> None:
    code = list(codes.encode(secret))
    if code[one] == code[other]:
        return
    code[one], code[other] = code[other], code[one]

    with pytest.raises(codes.MistypedCodeError):
        codes.decode("".join(code), length=10)


def test_lookalikes_and_digits_of_another_script_are_put_right() -> None:
    secret = bytes([0, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF])
    code = codes.encode(secret)
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

    assert codes.decode(code.translate(arabic), length=10) == secret
    assert codes.decode(code.replace("0", "o").replace("1", "l"), length=10) == secret


@given(st.text(max_size=60))
def test_no_typed_text_breaks_the_reader(typed: str) -> None:
    with contextlib.suppress(codes.MistypedCodeError):
        codes.decode(typed, length=10)


@pytest.mark.parametrize("typed", ["", "7K4P", "7K4P M2X9 R3TD 8WHN", "!" * 17, "7" * 5000])
def test_what_can_be_no_code_is_a_typing_error(typed: str) -> None:
    with pytest.raises(codes.MistypedCodeError):
        codes.decode(typed, length=10)
