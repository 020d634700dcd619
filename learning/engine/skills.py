"""What a reply shows. Each skill has a definition, two examples and one near miss, shown to trainers beside the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Skill:
    """``opens`` is True for what opens a conversation, False for what closes it, None for what does neither by itself."""

    key: str
    nl: str
    en: str
    opens: bool | None
    definition: str
    examples: tuple[str, str]
    near_miss: str


def _skill(key: str, nl: str, en: str, opens: bool | None, definition: str, first: str, second: str, near: str) -> Skill:  # noqa: PLR0917 - a table row
    return Skill(key=key, nl=nl, en=en, opens=opens, definition=definition, examples=(first, second), near_miss=near)


_ALL = (
    _skill("open_question", "Open vraag", "Open question", True,
        "Een vraag waarop de ander alles kan antwoorden. Je vult niets in.",
        "Wat gebeurde er toen?", "Hoe was dat voor je?", "Vond je dat niet erg? (Je vult het antwoord al in.)"),
    _skill("closed_question", "Gesloten vraag", "Closed question", None,
        "Een vraag met ja, nee of één woord als antwoord. Soms nodig, maar het gesprek wordt er smaller van.",
        "Was je begeleider erbij?", "Gebeurde het vandaag?", "Zal ik even luisteren? (Dat is toestemming vragen.)"),
    _skill("leading_question", "Sturende vraag", "Leading question", False,
        "Een vraag waar jouw mening al in zit.",
        "Je bedoelt zeker dat het een grapje was?", "Dat was toch niet zo bedoeld?", "Hoe vatte jij het op? (Die is open.)"),
    _skill("why_question", "Waaromvraag", "Why question", False,
        "Een vraag met waarom. De ander voelt dat als: verdedig je.",
        "Waarom heb je niets gezegd?", "Waarom ga je daar nog heen?", "Wat maakte dat je bleef? (Dezelfde vraag, zonder verwijt.)"),
    _skill("listening", "Luisteren", "Listening", True,
        "Ruimte geven: stil zijn, knikken, de ander laten zoeken.",
        "(Je wacht en knikt.)", "Neem de tijd.", "Oké, en verder? (Dat jaagt op.)"),
    _skill("simple_reflection", "Herhalen wat je hoort", "Simple reflection", True,
        "De woorden van de ander teruggeven, zonder er iets bij te doen.",
        "Ze noemen je anders.", "Elke dag weer.", "Dus ze pesten je. (Dat woord zei de ander niet.)"),
    _skill("deep_reflection", "Zeggen wat eronder zit", "Deep reflection", True,
        "Teruggeven wat je hoort aan gevoel of betekenis, voorzichtig, zodat de ander ja of nee kan zeggen.",
        "Het klinkt alsof je je daar alleen voelt.", "Je bent bang dat het erger wordt als je iets zegt.",
        "Jij bent onzeker. (Dat is een oordeel over de persoon.)"),
    _skill("acknowledging", "Erkennen", "Acknowledging", True,
        "Accepteren wat de ander meemaakt en wat het doet. Je hoeft niet te weten of het discriminatie was.",
        "Wat rot dat je dit meemaakt. Ik neem het serieus.", "Goed dat je het zegt.",
        "Dat ís discriminatie! (Dat is oordelen.)"),
    _skill("normalising_help", "Hulp gewoon maken", "Normalising help", True,
        "Laten merken dat hulp vragen gewoon is, en dat meer mensen het doen.",
        "Veel studenten praten hier eerst met iemand over.", "Je hoeft dit niet alleen uit te zoeken.",
        "Iedereen maakt weleens wat mee. (Dat maakt het klein.)"),
    _skill("giving_back", "Samenvatten", "Giving back", True,
        "In je eigen woorden teruggeven wat je hoorde: wat er gebeurde, wat het doet, wat de ander wil.",
        "Ik hoor: jij moet vegen, de rest mag rijden, en je wilt vooral dat het stopt.",
        "Klopt het dat je wel wilt blijven, maar niet zo?", "Oké, duidelijk. (Er komt niets terug.)"),
    _skill("asking_permission", "Toestemming vragen", "Asking permission", True,
        "Vragen of iets mag, voor je het doet.",
        "Mag ik vertellen wie je kan helpen?", "Vind je het goed als ik dit opschrijf?", "Ik bel ze even, goed? (De hoorn is al van de haak.)"),
    _skill("next_step", "Samen een stap afspreken", "Agreeing on a next step", True,
        "Samen één stap kiezen, die de ander wil. Niets doen is ook een stap.",
        "Wat wil jij dat er nu gebeurt?", "Zullen we morgen na de les weer praten?", "Dan meld ik het voor je. (Dat is overnemen.)"),
    _skill("repair", "Herstellen", "Repair", True,
        "Terugkomen op iets wat je zei en dat niet hielp.",
        "Sorry, dat ging te snel. Ik wil eerst luisteren.", "Ik vulde het voor je in. Hoe was het echt?",
        "Sorry als je je aangevallen voelt. (De fout ligt dan bij de ander.)"),
    _skill("dismissing", "Kleiner maken", "Dismissing", False,
        "Het kleiner maken dan het voor de ander is.",
        "Dat is vast niet zo bedoeld.", "Negeer het gewoon.", "Ik wil het niet groter maken dan jij wilt. (Dat geeft juist ruimte.)"),
    _skill("judging", "Oordelen", "Judging", False,
        "Uitspreken hoe het zit: over het bedrijf, of over de student.",
        "Dat ís discriminatie.", "Dat valt wel mee.", "Wat jij vertelt, neem ik serieus. (Dat is erkennen.)"),
    _skill("doubting", "Twijfelen", "Doubting", False,
        "Laten merken dat je het nog niet gelooft.",
        "Weet je het zeker?", "Heb je daar bewijs van?", "Hoe merkte je dat? (Die vraagt door zonder twijfel.)"),
    _skill("filling_in", "Invullen", "Filling in", False,
        "Zeggen wat de ander voelt of wil, zonder het te vragen.",
        "Je wilt zeker weg daar.", "Je bent natuurlijk woedend.", "Klopt het dat je boos bent? (Dat is navragen.)"),
    _skill("taking_over", "Overnemen", "Taking over", False,
        "Zelf gaan handelen voor de ander dat wil.",
        "Ik bel ze nu meteen op.", "Ik ga dit melden.", "Zal ik erbij zijn als je belt? (De ander kiest.)"),
    _skill("advising_too_early", "Te vroeg raad geven", "Advising too early", False,
        "Een oplossing geven voor je weet wat er is.",
        "Praat eens met je begeleider.", "Je moet dit echt melden.", "Wil je horen wat er kan? (Dat is toestemming vragen.)"),
    _skill("overpromising", "Beloven wat je niet kunt", "Promising too much", False,
        "Iets toezeggen wat jij niet in de hand hebt.",
        "Ik beloof dat het goed komt.", "Dit blijft helemaal onder ons.", "Ik doe niets zonder jouw ja. (Dat kun je waarmaken.)"),
)  # fmt: skip

SKILLS: dict[str, Skill] = {skill.key: skill for skill in _ALL}
OPENING = frozenset(skill.key for skill in _ALL if skill.opens)
CLOSING = frozenset(skill.key for skill in _ALL if skill.opens is False)
OPEN_QUESTIONS = frozenset({"open_question"})
CLOSED_QUESTIONS = frozenset({"closed_question", "leading_question", "why_question"})
PERMISSION = "asking_permission"
REPAIR = "repair"
REFLECTIONS = frozenset({"simple_reflection", "deep_reflection", "giving_back"})
QUESTIONS = OPEN_QUESTIONS | CLOSED_QUESTIONS


def is_closed_question(skills: Iterable[str]) -> bool:
    """Whether a reply counts as a closed question. One that asks permission does not: it hands over the choice."""
    have = set(skills)
    return bool(have & CLOSED_QUESTIONS) and PERMISSION not in have
