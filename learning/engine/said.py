"""Sentences for people. The engine says them in Dutch; the sentence keeps its pattern and what was filled in, so that a
room that knows languages can say the same in another.
"""

from __future__ import annotations


class Said(str):
    """A filled-in sentence with the ``template`` it came from and its ``params``. A sentence without either is its own template."""

    template: str
    params: dict[str, object]


def said(template: str, /, **params: object) -> Said:
    """The template, filled in."""
    sentence = Said(template % params)
    sentence.template, sentence.params = template, params
    return sentence
