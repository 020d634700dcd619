"""What a school prints and shares: posters, flyers, folders, pictures, a signature, and all of it in one zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from gehoord.core.components import art_svg, logo_svg, qr_svg
from gehoord.core.pdf import set_pdf, set_png
from gehoord.organisations.models import Organisation

from .models import Sheet, ShortLink
from .queries import people_of, way_to

SHEET, SOCIAL = (Path(__file__).parent / "typst" / f"{name}.typ" for name in ("sheet", "social"))
# Finished sizes in millimetres; a folder is an A4 that is folded once.
PAPERS = {"a3": (297, 420), "a4": (210, 297), "a6": (105, 148), "a5": (297, 210)}
OF_KIND = {Sheet.Kind.POSTER: ("a3", "a4"), Sheet.Kind.FLYER: ("a6", "a5")}
BLEED, SLUG = 3, 7
POINTS = 72 / 25.4
# The tokens of base.css, for paper: no dark mode there.
INK, WHITE, DOT = "#08211c", "#ffffff", "#ff8a4c"
COLOURS = {
    Sheet.Theme.LILAC: {"paper": "#cdbef6", "ink": "#0c332b", "foot": "#0c332b", "foot_ink": WHITE},
    Sheet.Theme.NIGHT: {"paper": "#0c332b", "ink": WHITE, "foot": "#cdbef6", "foot_ink": "#08211c"},
    Sheet.Theme.LIGHT: {"paper": WHITE, "ink": "#0c332b", "foot": "#ece6fc", "foot_ink": "#0c332b"},
}
TONES = {
    Sheet.Theme.LILAC: ("#0c332b", "#7159c0", "#9a84de", "#b5a2ec", "#ddd3fa"),
    Sheet.Theme.NIGHT: ("#cdbef6", "#9a84de", "#5a45a3", "#12453a", "#12453a"),
    Sheet.Theme.LIGHT: ("#0c332b", "#9a84de", "#b5a2ec", "#cdbef6", "#ece6fc"),
}


def papers_of(sheet: Sheet) -> tuple[str, ...]:
    """The sizes in which a poster or flyer is printed."""
    return OF_KIND[Sheet.Kind(sheet.kind)]


def sheet_name(sheet: Sheet, paper: str, bleed: bool) -> str:
    ending = "-drukker" if bleed else ""
    return f"{slugify(sheet.short_link.place) or sheet.short_link.code}-{sheet.pk}-{paper}{ending}.pdf"


def _brand(organisation: Organisation, theme: Sheet.Theme) -> dict[str, Any]:
    return {
        "school": organisation.called,
        "by_school": _("bij %(school)s") % {"school": organisation.called},
        "colours": COLOURS[theme],
        "logo": logo_svg(COLOURS[theme]["ink"], DOT),
        "art": art_svg("sheet", TONES[theme], DOT),
    }


def _back(organisation: Organisation) -> dict[str, Any]:
    """The other sides: what happens, who they are, what is promised."""
    people = [[card.name, ", ".join(filter(None, [card.position, card.phone, card.place]))] for card in people_of(organisation)]
    return {
        "how": _("Zo gaat het"),
        "steps": [
            [_("Jij vertelt."), _("Op je telefoon, in 2 minuten. Of bel, app of loop binnen.")],
            [_("Antwoord van een mens,"), _("meestal binnen 24 uur, op schooldagen.")],
            [_("Jij kiest"), _("met wie je praat. Op school of daarbuiten.")],
            [_("Niets zonder jouw ja."), _("Je naam en bewijs hoeven niet.")],
        ],
        "who": _("Met hen kun je praten") if people else _("Met wie kun je praten?"),
        "people": people,
        "promise": _("Dit beloven we"),
        "promises": [
            [_("We doen niets"), _("zonder jouw ja.")],
            [_("Je stageplek hoort niet van ons"), _("dat je hier was.")],
            [_("Je hoeft niets te bewijzen."), _("Wat jij meemaakte telt.")],
            [_("Je kunt altijd stoppen."), _("Je hoeft niet te zeggen waarom.")],
        ],
        "exception": _("Er is één uitzondering: een strafbaar feit van iemand van school. Op de site staat wanneer school iets moet melden."),
        "danger": _("Gevaar, nu? Bel 112."),
    }  # fmt: skip


def sheet_pdf(sheet: Sheet, paper: str, *, bleed: bool = False) -> bytes:
    """A poster or flyer, tagged, with our own fonts in it; with ``bleed`` also 3 mm around it and marks. Raises NoPdfError."""
    with override("nl"):
        way = way_to(sheet.short_link)
        data = {
            **_brand(sheet.organisation, Sheet.Theme(sheet.theme)), **_back(sheet.organisation),
            "paper": paper, "bleed": bleed, "title": f"{sheet.headline} {sheet.call}",
            "headline": sheet.headline, "call": sheet.call, "text": sheet.text,
            "qr": qr_svg(way.address), "qr_alt": _("QR-code naar %(address)s") % {"address": way.typed},
            "host": way.typed.split("/", 1)[0], "path": "/" + way.typed.split("/", 1)[1], "phone": _("of bel %(phone)s") % {"phone": way.phone} if way.phone else "",
            "ways": _("Vertel het op %(address)s") % {"address": way.typed}
            + (" " + _("of bel %(phone)s") % {"phone": way.phone} if way.phone else ""),
        }  # fmt: skip
        made = set_pdf(SHEET, data)
    return _with_boxes(made, *PAPERS[paper]) if bleed else made


def _with_boxes(content: bytes, width: int, height: int) -> bytes:
    """Tell the print shop where the paper is cut (TrimBox) and how far the colour goes (BleedBox)."""
    edge = BLEED + SLUG
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            for name, out in (("/TrimBox", 0), ("/BleedBox", BLEED)):
                box = [edge - out, edge - out, edge + width + out, edge + height + out]
                page.obj[name] = pikepdf.Array([round(part * POINTS, 3) for part in box])
        out_file = io.BytesIO()
        pdf.save(out_file, deterministic_id=True)
    return out_file.getvalue()


def school_zip(organisation: Organisation, *, bleed: bool = False) -> bytes:
    """Every poster and flyer of a school, in every size, with the codes of its open places as pictures."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in organisation.sheets.select_related("organisation", "short_link__organisation"):
            for paper in papers_of(sheet):
                archive.writestr(sheet_name(sheet, paper, bleed), sheet_pdf(sheet, paper, bleed=bleed))
        for link in organisation.short_links.open().select_related("organisation"):
            archive.writestr(f"qr/{link.code}.svg", qr_svg(way_to(link).address))
    return out.getvalue()


# ---------------------------------------------------------------- what a place gives beside paper
HEADLINE = "Anders behandeld op je stage?"
CALL = "Vertel het ons."


def signature_lines(link: ShortLink) -> tuple[str, str]:
    """Two lines for under a mail, and where they lead."""
    with override("nl"):
        first = _("Anders behandeld op je stage? Vertel het. Je naam hoeft niet.")
    return first, way_to(link).typed


def signature_html(link: ShortLink) -> bytes:
    first, typed = signature_lines(link)
    made = format_html('<p>{}<br><a href="https://{}">{}</a></p>\n', first, typed, typed)
    return str(made.replace("https://", f"{way_to(link).address.split('://', 1)[0].lower()}://", 1)).encode()


def signature_text(link: ShortLink) -> bytes:
    return "\n".join([*signature_lines(link), ""]).encode()


def code_svg(link: ShortLink) -> bytes:
    return qr_svg(way_to(link).address).encode()


def social_png(link: ShortLink, width: int, height: int) -> bytes:
    """A picture with the words of the place's own poster, or our standard ones. Raises NoPdfError."""
    sheet = link.sheets.first()
    theme = Sheet.Theme(sheet.theme) if sheet else Sheet.Theme.LILAC
    with override("nl"):
        data = {
            **_brand(link.organisation, theme), "width": width, "height": height, "typed": way_to(link).typed,
            "headline": sheet.headline if sheet else HEADLINE, "call": sheet.call if sheet else CALL,
        }  # fmt: skip
        return set_png(SOCIAL, data, ppi=72)


PLACE_FILES: dict[str, tuple[Callable[[ShortLink], bytes], str]] = {
    "code.svg": (code_svg, "image/svg+xml"),
    "handtekening.html": (signature_html, "text/html; charset=utf-8"),
    "handtekening.txt": (signature_text, "text/plain; charset=utf-8"),
    "vierkant.png": (lambda link: social_png(link, 1080, 1080), "image/png"),
    "liggend.png": (lambda link: social_png(link, 1200, 630), "image/png"),
}
