"""Around a conversation: coach mode, another conversation instead, saying it aloud, giving back, a break, the mirror."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gehoord.accounts.models import User
from gehoord.organisations.models import Contact
from learning.catalogue.models import FrozenVersion, MirrorPattern, ScenarioPage
from learning.completion.models import Completion
from learning.progress.models import Answer, Attempt, StepDone
from learning.progress.personal_data import export
from tests.factories import MembershipFactory, OrganisationFactory, sign_in
from tests.learning.factories import MODULE, SCENARIO, publish, scenario_page

from .conftest import STEP, say, start, talk

PAUSE = f"{STEP}pauze/"


def page(room: Client, url: str = STEP) -> str:
    response = room.get(url)
    assert response.status_code == 200
    return response.content.decode()


def rewrite(**changes: Any) -> None:
    """Publish the conversation again with other words."""
    scenario = ScenarioPage.objects.get(slug="noor-stopt")
    scenario.graph = {**scenario.graph, **changes}
    publish(scenario)


@pytest.fixture
def other(room: Client) -> FrozenVersion:
    """Another conversation of equal worth, named by the first."""
    scenario_page(
        "ilyas-belt", title="Ilyas belt niet", theme="herkomst", content_notice="Over een naam.", swap_with=["noor-stopt"]
    )
    rewrite(swap_with=["ilyas-belt"])
    return FrozenVersion.objects.get(slug="ilyas-belt")


# ---------------------------------------------------------------- coach mode
@pytest.fixture
def coached_words(room: Client) -> None:
    moments = [dict(moment) for moment in SCENARIO["moments"]]
    moments[0] = {
        **moments[0],
        "hint": "Kijk naar haar tas.",
        "replies": [{**moments[0]["replies"][0], "note": "Ze ademt uit."}, *moments[0]["replies"][1:]],
    }
    moments[1] = {**moments[1], "hint": "Noem wat je hoort."}
    rewrite(moments=moments)


def test_coach_mode_is_off_at_first(room: Client, coached_words: None) -> None:
    start(room)
    assert "Kijk naar haar tas." not in page(room)
    say(room, 0, "a")
    assert "Ze ademt uit." not in page(room)


def test_with_the_coach_a_hint_waits_and_each_reply_gets_a_note(room: Client, coached_words: None) -> None:
    room.post(STEP, {"action": "start", "coach": "yes"})
    assert "Kijk naar haar tas." in page(room)
    say(room, 0, "a")
    shown = page(room)
    assert "Ze ademt uit." in shown
    assert "Noem wat je hoort." in shown
    talk_on(room, 1, "b")
    assert "Dit gesprek deed je met de coach aan." in debrief(room)


def test_without_a_note_of_its_own_the_coach_reads_the_feedback(room: Client, coached_words: None) -> None:
    room.post(STEP, {"action": "start", "coach": "yes"})
    say(room, 0, "b")
    assert "Waarom b." in page(room)


def test_the_coach_can_be_switched_at_any_moment_and_stays_known(room: Client, coached_words: None) -> None:
    start(room)
    room.post(STEP, {"action": "coach", "on": "yes"})
    assert "Kijk naar haar tas." in page(room)
    room.post(STEP, {"action": "coach", "on": "no"})
    assert "Kijk naar haar tas." not in page(room)
    talk(room, "a", "a")
    assert "Dit gesprek deed je met de coach aan." in debrief(room)


def test_who_never_had_the_coach_reads_nothing_of_it(room: Client) -> None:
    start(room)
    talk(room, "a", "a")
    assert "coach" not in debrief(room).lower().replace("coachstand", "")


def test_the_pause_before_a_line_can_be_switched_off_and_stays_off(room: Client) -> None:
    start(room)
    assert "gh-chat--pause" in page(room)
    room.post(STEP, {"action": "pause", "on": "no"})
    assert "gh-chat--pause" not in page(room)
    talk(room, "a", "a")
    start(room)
    assert "gh-chat--pause" not in page(room)


def talk_on(room: Client, sequence: int, key: str) -> None:
    room.post(STEP, {"action": "say", "sequence": sequence, "skip": "yes"})
    assert say(room, sequence, key).status_code == 302


def debrief(room: Client) -> str:
    return page(room, f"/leren/terugkijken/{Attempt.objects.finished().latest('pk').pk}/")


# ---------------------------------------------------------------- another conversation instead
def test_the_theme_is_named_beforehand_with_others_to_take_instead(room: Client, other: FrozenVersion) -> None:
    shown = page(room)
    assert "geloof" in shown
    assert "Liever een ander gesprek?" in shown
    assert "Ilyas belt niet" in shown
    assert "Over een naam." in shown


def test_another_conversation_needs_no_reason_and_counts_as_this_step(
    room: Client, learner: User, other: FrozenVersion
) -> None:
    room.post(STEP, {"action": "start", "version": other.pk})
    assert Attempt.objects.get().version == other
    assert "Ilyas belt niet" in page(room)
    talk(room, "a", "a")
    assert StepDone.objects.filter(user=learner, module_key=MODULE, step_key="gesprek").exists()


def test_swapping_half_way_leaves_no_trace(room: Client, learner: User, other: FrozenVersion) -> None:
    start(room)
    say(room, 0, "a")
    assert "Ilyas belt niet" in page(room, PAUSE)
    room.post(STEP, {"action": "start", "version": other.pk})
    attempt = Attempt.objects.get()
    assert (attempt.version, attempt.answers.count()) == (other, 0)
    assert "Noor" not in str(export(learner))


def test_the_first_conversation_can_be_taken_after_all(room: Client, other: FrozenVersion) -> None:
    room.post(STEP, {"action": "start", "version": other.pk})
    assert "Noor wil stoppen" in page(room, PAUSE)
    own = FrozenVersion.objects.filter(slug="noor-stopt").latest("number")
    room.post(STEP, {"action": "start", "version": own.pk})
    assert Attempt.objects.get().version == own


@pytest.mark.parametrize("version", ["999999", "x", "-1", "1.5"])
def test_only_conversations_of_equal_worth_can_be_taken(room: Client, other: FrozenVersion, version: str) -> None:
    room.post(STEP, {"action": "start", "version": version})
    assert not Attempt.objects.filter(version=other).exists()


def test_another_schools_conversation_cannot_be_taken(room: Client) -> None:
    theirs = scenario_page("van-elders", organisation=OrganisationFactory(), title="Van elders")
    rewrite(swap_with=["van-elders"])
    foreign = FrozenVersion.objects.get(slug="van-elders")
    assert "Van elders" not in page(room)
    room.post(STEP, {"action": "start", "version": foreign.pk})
    assert not Attempt.objects.exists()
    assert theirs.live


def test_an_unpublished_conversation_is_not_offered(room: Client, other: FrozenVersion) -> None:
    ScenarioPage.objects.get(slug="ilyas-belt").unpublish()
    assert "Ilyas belt niet" not in page(room)


def test_completing_the_module_does_not_say_which_conversation(room: Client, other: FrozenVersion) -> None:
    room.post(STEP, {"action": "start", "version": other.pk})
    talk(room, "a", "a")
    assert not any("ilyas" in str(value) for row in Completion.objects.values() for value in row.values())


# ---------------------------------------------------------------- saying it aloud, giving back
def test_saying_it_aloud_keeps_nothing(room: Client) -> None:
    moments = [dict(moment) for moment in SCENARIO["moments"]]
    moments[0] = {**moments[0], "say_first": "aloud"}
    rewrite(moments=moments)
    start(room)
    shown = page(room)
    assert "Zeg het eerst hardop" in shown
    assert "<textarea" not in shown
    assert "Antwoord a naar m2" not in shown
    room.post(STEP, {"action": "say", "sequence": 0})
    assert "Antwoord a naar m2" in page(room)
    say(room, 0, "a")
    assert Answer.objects.get().own_words_sealed == ""


@pytest.fixture
def summary(room: Client) -> None:
    moments = [dict(moment) for moment in SCENARIO["moments"]]
    moments[1] = {
        "key": "m2",
        "tells": ["bang"],
        "lines": moments[1]["lines"],
        "give_back": {
            "points": [
                {"key": "p1", "kind": "fact", "text": "Ze lachen."},
                {"key": "p2", "kind": "feeling", "text": "Ze is bang."},
                {"key": "p3", "kind": "wish", "text": "Ze wil stoppen."},
            ],
            "reactions": [
                {"key": "alles", "ticked": ["fact", "feeling", "wish"], "openness": 2, "feedback": "Alles gehoord.", "next": "goed",
                 "lines": [{"text": "Ja, precies."}]},
                {"key": "rest", "ticked": [], "openness": -1, "feedback": "Het gevoel bleef liggen.", "next": "vast",
                 "lines": [{"text": "Zoiets."}]},
            ],
        },
    }  # fmt: skip
    rewrite(moments=moments)


@pytest.mark.parametrize(
    ("ticked", "reaction", "missed"),
    [(["p1", "p2", "p3"], "Ja, precies.", []), (["p1"], "Zoiets.", ["Ze is bang.", "Ze wil stoppen."]), ([], "Zoiets.", [])],
)
def test_giving_back_in_own_words_then_ticking_then_the_reaction(
    room: Client, summary: None, ticked: list[str], reaction: str, missed: list[str]
) -> None:
    start(room)
    say(room, 0, "a")
    asked = page(room)
    assert "Geef terug wat je hoorde" in asked
    assert "Ze is bang." not in asked
    room.post(STEP, {"action": "say", "sequence": 1, "own_words": "Ik hoor dat ze lachen."})
    points = page(room)
    assert "Ze is bang." in points
    assert "Ik hoor dat ze lachen." in points
    room.post(STEP, {"action": "ticks", "sequence": 1, "ticked": ticked})
    assert reaction in page(room)
    back = debrief(room)
    assert "Ik hoor dat ze lachen." in back
    assert all(text in back for text in missed)


def test_the_summary_can_be_skipped(room: Client, summary: None) -> None:
    start(room)
    say(room, 0, "a")
    room.post(STEP, {"action": "say", "sequence": 1, "skip": "yes"})
    room.post(STEP, {"action": "ticks", "sequence": 1, "ticked": ["p2"]})
    assert Answer.objects.get(sequence=1).payload == {"reply": "ticks:p2"}


@pytest.mark.parametrize(
    "data", [{"action": "reply", "reply": "a"}, {"action": "ticks", "ticked": ["p9"]}, {"action": "reply", "reply": "ticks:p9"}]
)
def test_ticks_that_are_not_there_change_nothing(room: Client, summary: None, data: dict[str, Any]) -> None:
    start(room)
    say(room, 0, "a")
    assert room.post(STEP, {**data, "sequence": 1}).status_code == 302
    assert Answer.objects.count() == 1


# ---------------------------------------------------------------- a break
def test_a_break_keeps_the_place_and_names_who_is_there_for_colleagues(room: Client, school: Any) -> None:
    Contact.objects.create(
        organisation=school, name="Hanna Kok", position="vertrouwenspersoon medewerkers", phone="038 123", for_staff=True
    )
    Contact.objects.create(organisation=OrganisationFactory(), name="Van elders", position="x", for_staff=True)
    start(room)
    say(room, 0, "a")
    shown = page(room, PAUSE)
    assert "Hanna Kok" in shown
    assert "Van elders" not in shown
    assert "Terug naar het gesprek" in shown
    assert "Ze lachen om mij." in page(room)


def test_a_break_without_a_card_still_says_where_to_go(room: Client) -> None:
    assert "personeelszaken" in page(room, PAUSE)


@pytest.mark.parametrize(
    "url", [f"/leren/{MODULE}/lezen/pauze/", f"/leren/{MODULE}/nergens/pauze/", "/leren/nergens/gesprek/pauze/"]
)
def test_there_is_no_break_where_there_is_no_conversation(room: Client, url: str) -> None:
    assert room.get(url).status_code == 404


# ---------------------------------------------------------------- the mirror
@pytest.fixture
def mirror(room: Client) -> None:
    MirrorPattern.objects.create(
        key="bedoeld", phrasings="niet zo bedoeld", why="Dit maakt het kleiner.", instead="Wat deed het?"
    )


def test_the_mirror_waits_for_looking_back(room: Client, mirror: None) -> None:
    start(room)
    say(room, 0, "a")
    room.post(STEP, {"action": "say", "sequence": 1, "own_words": "Dat is niet zo bedoeld."})
    assert "Dit maakt het kleiner." not in page(room)
    say(room, 1, "a")
    back = debrief(room)
    assert "Dit maakt het kleiner." in back
    assert "Wat deed het?" in back


def test_with_the_coach_the_mirror_is_there_at_once(room: Client, mirror: None) -> None:
    room.post(STEP, {"action": "start", "coach": "yes"})
    say(room, 0, "a")
    room.post(STEP, {"action": "say", "sequence": 1, "own_words": "Dat is niet zo bedoeld."})
    assert "Dit maakt het kleiner." in page(room)


def test_the_mirror_never_says_fine(room: Client, mirror: None) -> None:
    start(room)
    say(room, 0, "a")
    room.post(STEP, {"action": "say", "sequence": 1, "own_words": "Vertel eens."})
    say(room, 1, "a")
    assert "Kijk zelf: vraag je door, of vul je iets in?" in debrief(room)


def test_a_language_without_a_list_shows_no_mirror(room: Client, mirror: None) -> None:
    MirrorPattern.objects.update(language="en")
    start(room)
    say(room, 0, "a")
    room.post(STEP, {"action": "say", "sequence": 1, "own_words": "Dat is niet zo bedoeld."})
    say(room, 1, "a")
    back = debrief(room)
    assert "Dat is niet zo bedoeld." in back
    assert "spiegel" not in back.lower()


def test_own_words_carry_the_warning_and_the_way_to_register_something_real(room: Client) -> None:
    start(room)
    say(room, 0, "a")
    asked = page(room)
    assert "Schrijf geen namen of herkenbare details" in asked
    assert "Gaat het over een echte student?" in asked
    assert "/melden/" in asked


def test_another_learner_cannot_change_my_settings(room: Client, school: Any) -> None:
    start(room)
    colleague = sign_in(Client(), MembershipFactory(organisation=school).user)
    colleague.post(STEP, {"action": "coach", "on": "yes"})
    assert not Attempt.objects.get().coach
