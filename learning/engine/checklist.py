"""What the second reader of a conversation looks at. Shown in the workflow; what is right is kept in the scenario."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Check:
    key: str
    nl: str
    en: str


CHECKLIST: tuple[Check, ...] = (
    Check(
        key="life",
        nl="De student heeft een leven buiten het voorval, en zegt minstens één zin die er niet over gaat.",
        en="The student has a life outside the event, and says at least one line that is not about it.",
    ),
    Check(
        key="no_stereotype",
        nl="Niemand is een stereotype: niet de student, niet wie het deed, niet wie ernaar luistert.",
        en="Nobody is a stereotype: not the student, not who did it, not who listens.",
    ),
    Check(
        key="no_slur",
        nl="Er staat geen scheldwoord voluit.",
        en="No slur is spelled out.",
    ),
    Check(
        key="no_straw_man",
        nl="Elk antwoord kan een aardige collega echt zeggen. Bij elk moment is er één dat goed bedoeld is en toch sluit.",
        en="A kind colleague could really say every reply. At each moment one is well meant and still closes.",
    ),
    Check(
        key="student_decides",
        nl="De student houdt het stuur. Weinig vertellen of niets doen kan een goed einde zijn.",
        en="The student stays in charge. Telling little or doing nothing can be a good ending.",
    ),
    Check(
        key="no_verdict",
        nl="Nergens hoeft de deelnemer te bepalen of het discriminatie was.",
        en="Nowhere does the learner have to decide whether it was discrimination.",
    ),
    Check(
        key="true_promises",
        nl="Goede antwoorden beloven niets wat een school niet kan waarmaken.",
        en="Good replies promise nothing that a school cannot keep.",
    ),
    Check(
        key="plain",
        nl="De taal is gewoon: korte zinnen, woorden die mensen echt zeggen.",
        en="The language is plain: short sentences, words that people really say.",
    ),
    Check(
        key="notice",
        nl="Het thema en wat kan raken staan er vooraf bij, en het gesprek kan geruild worden.",
        en="Theme and what may touch somebody are named beforehand, and the conversation can be swapped.",
    ),
)
