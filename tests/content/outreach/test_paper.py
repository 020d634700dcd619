"""What is printed is read back: by a PDF reader that did not make it, and by a QR reader that did not draw it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from content.outreach import files
from content.outreach.models import Sheet, ShortLink
from content.outreach.queries import way_to
from gehoord.core.components import qr_svg
from tests.factories import ContactFactory

pytestmark = pytest.mark.django_db
ALL_PAPERS = [("poster", "a3"), ("poster", "a4"), ("flyer", "a6"), ("flyer", "a5")]
# Dots per inch of a telephone's picture of a sheet at arm's length, roughly.
ARMS_LENGTH = 60


def sheet(place: ShortLink, kind: str = "poster", theme: str = "lilac") -> Sheet:
    return Sheet.objects.create(
        organisation=place.organisation, short_link=place, kind=kind, theme=theme, headline="“We zoeken iemand die beter past.”",
        call="Voelt dat oneerlijk? Vertel het ons.", text="Voor jezelf of voor een vriend. Je naam hoeft niet.",
    )  # fmt: skip


def pictures(content: bytes, ppi: int = ARMS_LENGTH) -> list[Any]:
    return [page.render(scale=ppi / 72).to_pil() for page in pypdfium2.PdfDocument(content)]


def words(content: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)).split())


@pytest.mark.parametrize(("kind", "paper"), ALL_PAPERS)
@pytest.mark.parametrize("theme", Sheet.Theme.values)
def test_the_code_on_paper_is_read_at_arms_length(place: ShortLink, kind: str, paper: str, theme: str) -> None:
    made = files.sheet_pdf(sheet(place, kind, theme), paper)
    found = [code.text for picture in pictures(made) for code in zxingcpp.read_barcodes(picture)]
    assert found == [way_to(place).address]


@pytest.mark.parametrize(("kind", "paper"), ALL_PAPERS)
def test_a_sheet_is_tagged_and_carries_its_own_fonts(place: ShortLink, kind: str, paper: str) -> None:
    with pikepdf.open(io.BytesIO(files.sheet_pdf(sheet(place, kind), paper, bleed=True))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("nl")
        fonts = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


@pytest.mark.parametrize(("kind", "paper"), ALL_PAPERS)
def test_for_a_print_shop_colour_goes_three_millimetres_beyond_the_cut(place: ShortLink, kind: str, paper: str) -> None:
    width, height = files.PAPERS[paper]
    with pikepdf.open(io.BytesIO(files.sheet_pdf(sheet(place, kind), paper, bleed=True))) as pdf:
        for page in pdf.pages:
            trim, bleed, media = (
                [float(part) / files.POINTS for part in page.obj[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox")
            )
            assert trim[2] - trim[0] == pytest.approx(width, abs=0.05)
            assert trim[3] - trim[1] == pytest.approx(height, abs=0.05)
            assert trim[0] - bleed[0] == pytest.approx(3, abs=0.01)
            assert media[2] == pytest.approx(width + 20, abs=0.05)
    with pikepdf.open(io.BytesIO(files.sheet_pdf(sheet(place, kind), paper))) as pdf:
        box = [float(part) / files.POINTS for part in pdf.pages[0].obj["/MediaBox"]]
        assert box[2:] == pytest.approx([width, height], abs=0.05)


def test_the_colour_of_a_poster_reaches_the_edge_of_the_bleed_and_no_further(place: ShortLink) -> None:
    picture = pictures(files.sheet_pdf(sheet(place), "a4", bleed=True), 254)[0].convert("RGB")  # ten dots a millimetre
    assert picture.getpixel((75, 1000)) == (205, 190, 246), "in the bleed: lilac"
    assert picture.getpixel((60, 1000)) == (255, 255, 255), "outside it: paper"


def test_words_number_and_address_stand_beside_the_code(place: ShortLink) -> None:
    ContactFactory(
        organisation=place.organisation,
        name="Samira Haddad",
        position="vertrouwenspersoon",
        phone="038 111 11 11",
        place="B1.04",
    )
    text = words(files.sheet_pdf(sheet(place, "flyer"), "a5"))
    for wanted in (
        "038 000 00 00",
        "q/deltion-kantine",
        "Samira Haddad",
        "B1.04",
        "meestal binnen 24 uur, op schooldagen",
        "Bel 112",
        "bij Deltion",
    ):
        assert wanted in text


def test_what_an_editor_wrote_is_never_read_as_markup(place: ShortLink) -> None:
    made = sheet(place)
    made.headline, made.call = "#panic(“x”) *en* $y$", "<script>"
    text = words(files.sheet_pdf(made, "a4"))
    assert "#panic(“x”) *en* $y$" in text
    assert "<script>" in text


def test_the_zip_holds_every_size_of_everything_and_the_codes(place: ShortLink) -> None:
    sheet(place)
    sheet(place, "flyer")
    ShortLink.objects.create(organisation=place.organisation, place="Oud", code="oud", retired_on="2026-01-01")
    with zipfile.ZipFile(io.BytesIO(files.school_zip(place.organisation))) as archive:
        names = archive.namelist()
        assert sorted(name.rsplit("-", 1)[-1] for name in names if name.endswith(".pdf")) == [
            "a3.pdf",
            "a4.pdf",
            "a5.pdf",
            "a6.pdf",
        ]
        assert "qr/deltion-kantine.svg" in names
        assert "qr/oud.svg" not in names
        assert archive.read(names[0]).startswith(b"%PDF")


@pytest.mark.parametrize(("name", "size"), [("vierkant.png", (1080, 1080)), ("liggend.png", (1200, 630))])
def test_pictures_for_social_media_have_the_size_that_is_asked(place: ShortLink, name: str, size: tuple[int, int]) -> None:
    make, kind = files.PLACE_FILES[name]
    assert kind == "image/png"
    assert Image.open(io.BytesIO(make(place))).size == size


def test_the_signature_names_no_tracker_and_leads_to_the_place(place: ShortLink) -> None:
    made = files.signature_html(place).decode()
    assert 'href="http://localhost:8000/q/deltion-kantine"' in made
    assert "<img" not in made, "a picture in a mail says who opened it"


def test_the_code_alone_is_the_same_code(place: ShortLink) -> None:
    assert files.code_svg(place).decode() == qr_svg(way_to(place).address)
