"""The signs that mean something in GIFT, and how to write them as themselves."""

from __future__ import annotations

SIGNS = "~=#{}:"
_HIDDEN = {sign: chr(0xE000 + place) for place, sign in enumerate(SIGNS + "\\>%[]\"'$/")}
_SHOWN = {code: sign for sign, code in _HIDDEN.items()}


def hide(text: str) -> str:
    """Escaped signs as stand-ins, so that what is left unescaped means what it says. ``\\n`` is a new line."""
    out, place = [], 0
    while place < len(text):
        sign = text[place]
        following = text[place + 1] if place + 1 < len(text) else ""
        if sign == "\\" and following == "n":
            out.append("\n")
            place += 2
        elif sign == "\\" and following in _HIDDEN:
            out.append(_HIDDEN[following])
            place += 2
        elif sign == "\\" and following == "*":
            # In short answers a star stands for anything, and an escaped one for itself: the engine reads it so.
            out.append("\\*")
            place += 2
        else:
            out.append(sign)
            place += 1
    return "".join(out)


def show(text: str) -> str:
    """The stand-ins as the signs that they are."""
    return "".join(_SHOWN.get(sign, sign) for sign in text)


def escaped(text: str) -> str:
    """A text as it can stand anywhere in a GIFT file."""
    text = text.replace("\r\n", "\n").replace("\\", "\\\\")
    for sign in SIGNS:
        text = text.replace(sign, f"\\{sign}")
    return text.replace("->", "-\\>").replace("\n", "\\n")


def unescaped(text: str, sign: str) -> list[int]:
    """Where a sign stands that is not escaped."""
    hidden = hide(text)
    return [place for place, one in enumerate(hidden) if one == sign]
