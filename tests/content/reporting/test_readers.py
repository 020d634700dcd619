import pytest

from content.reporting.readers import Candidate, NobodyLeftError, Wish, decide_readers, may_ever_read
from gehoord.core.sealed.keys import PrivateKeys

SAMIRA, JOOST, NAOMI, BUREAU = (Candidate(user_id, PrivateKeys.generate().public) for user_id in (1, 2, 3, 4))
SCHOOL = (SAMIRA, JOOST, NAOMI)


@pytest.mark.parametrize(
    ("wish", "readers"),
    [
        (Wish(), [1, 2, 3]),
        (Wish(excluded=frozenset({2})), [1, 3]),
        (Wish(chosen=1, named_deputy=2), [1, 2]),
        (Wish(chosen=1), [1]),
        (Wish(chosen=1, named_deputy=2, excluded=frozenset({2})), [1]),
        (Wish(chosen=1, excluded=frozenset({1})), [2, 3]),
        (Wish(chosen=99, excluded=frozenset({1})), [2, 3]),
        (Wish(bureau=True), [4]),
        (Wish(bureau=True, chosen=1, named_deputy=2), [4]),
    ],
)
def test_who_reads(wish: Wish, readers: list[int]) -> None:
    decided = decide_readers(school=SCHOOL, bureau=(BUREAU,), wish=wish)

    assert [candidate.user_id for candidate in decided] == readers


@pytest.mark.parametrize(
    ("school", "bureau", "wish"),
    [
        (SCHOOL, (BUREAU,), Wish(excluded=frozenset({1, 2, 3}))),
        ((), (BUREAU,), Wish()),
        (SCHOOL, (), Wish(bureau=True)),
        (SCHOOL, (BUREAU,), Wish(bureau=True, excluded=frozenset({4}))),
    ],
)
def test_nobody_left_is_said_and_never_filled_in_with_somebody(school: tuple, bureau: tuple, wish: Wish) -> None:
    with pytest.raises(NobodyLeftError):
        decide_readers(school=school, bureau=bureau, wish=wish)


def test_an_exclusion_holds_for_every_later_wrap() -> None:
    assert not may_ever_read(user_id=2, wish=Wish(excluded=frozenset({2})))
    assert may_ever_read(user_id=1, wish=Wish(excluded=frozenset({2})))
