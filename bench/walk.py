"""Walks a step of the training as a browser would: reads the form of each page, fills it in, sends it, until it ends.

What was sent is what the bench sends again for other learners. So the bench knows nothing of how the learner's room keeps
its answers, only of its pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

MOST_STEPS = 60
WORDS = "Wat vervelend dat dit is gebeurd. Wil je er meer over vertellen?"


class WalkError(Exception):
    """The pages did not lead to an end."""


@dataclass
class Field:
    name: str
    kind: str
    value: str


@dataclass
class Form:
    """A form of a page that sends something, and its fields."""

    fields: list[Field] = field(default_factory=list)
    has_plain_button: bool = False

    @property
    def names(self) -> set[str]:
        return {found.name for found in self.fields}

    def filled(self, choice: int = 0) -> dict[str, str]:
        """Hidden fields as they are, one of each choice (``choice`` says which), words in each text, and the button that
        goes on: the one without a name, or else one of the named ones."""
        offered: dict[str, list[str]] = {}
        for found in self.fields:
            if found.kind == "csrf" or (found.kind == "button" and self.has_plain_button):
                continue
            texts = {"textarea": WORDS, "text": WORDS, "number": "1"}
            offered.setdefault(found.name, []).append(texts.get(found.kind, found.value))
        return {name: values[choice % len(values)] for name, values in offered.items()}


class _Forms(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            own = given.get("method", "").lower() == "post" and given.get("action", "") in {"", self.url}
            self.open = Form() if own else None
            if self.open is not None:
                self.forms.append(self.open)
        name = given.get("name", "")
        if tag == "select":
            self.choice = name
        if self.open is None:
            return
        if tag == "button" and not name:
            self.open.has_plain_button = True
        if tag == "option" and self.choice and given.get("value"):
            self.open.fields.append(Field(self.choice, "option", given["value"]))
        elif tag in {"input", "textarea", "button"} and name:
            kind = "csrf" if name == "csrfmiddlewaretoken" else given.get("type", "text") if tag == "input" else tag
            self.open.fields.append(Field(name, kind, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.choice = ""


def forms_of(html: str, url: str) -> list[Form]:
    """The page's own forms: those that send to its own address."""
    parser = _Forms(url)
    parser.feed(html)
    return parser.forms


def walk_step(client: Any, url: str, choice: int = 0) -> list[str]:
    """Start the step and answer to its end, with each time the same place in the list of choices; gives the bodies that were sent, without the start. Raises WalkError."""
    sent: list[str] = []
    seen: set[str] = set()
    for _ in range(MOST_STEPS):
        forms = [form for form in forms_of(client.get(url).content.decode(), url) if form.names]
        start = [form for form in forms if form.filled().get("action") == "start"]
        answer = [form for form in forms if "sequence" in form.names]
        if not answer and (sent or not start):
            break
        body = urlencode((answer or start)[0].filled(choice))
        if body in seen:
            raise WalkError(f"{url} shows the same form after {body}")
        seen.add(body)
        response = client.post(url, body, content_type="application/x-www-form-urlencoded")
        if response.status_code != 302:
            raise WalkError(f"{url} answers {response.status_code} to {body}")
        if answer:
            sent.append(body)
    if not sent:
        raise WalkError(f"{url} asks nothing")
    return sent
