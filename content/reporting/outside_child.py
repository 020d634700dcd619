"""The child process that sets and encrypts one file: JSON on stdin, an AES-256 encrypted PDF on stdout, then gone.

Run by path with ``python -I`` and an empty environment: it knows no secret of ours, imports no Django, writes nowhere.
"""

from __future__ import annotations

import io
import json
import resource
import sys

import pikepdf
import typst

PAGE = """
#let d = json(bytes(sys.inputs.contents))
#set document(title: d.title)
#set page(paper: "a4", margin: 22mm, footer: text(size: 9pt, d.footer))
#set text(lang: "nl", size: 11pt, font: ("Libertinus Serif", "DejaVu Sans Mono"))
#set par(leading: 0.75em)
#text(size: 10pt, d.school)
= #d.title
== #d.consent_title
#for line in d.consent [#line #parbreak()]
#for section in d.sections [
  == #section.title
  #for line in section.paragraphs [#line #parbreak()]
]
"""
# What is in the strings is text to typst, never markup: they come in as data and are shown as they are.


def make(contents: object, phrase: str) -> bytes:
    """A tagged PDF under AES-256 (revision 6); opens with the phrase only."""
    plain = typst.compile(
        PAGE.encode(),
        format="pdf",
        sys_inputs={"contents": json.dumps(contents)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )
    assert isinstance(plain, bytes)
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as document:
        document.save(made, encryption=pikepdf.Encryption(owner=phrase, user=phrase, R=6))
    return made.getvalue()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no memory on a disk
    job = json.load(sys.stdin)
    sys.stdout.buffer.write(make(job["contents"], job["phrase"]))


if __name__ == "__main__":
    main()
