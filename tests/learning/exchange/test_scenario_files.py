"""Conversations in and out: what goes out comes in the same, what others wrote comes in, and nothing crashes."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from learning.catalogue.models import ScenarioPage
from learning.engine.reading import scenario_from_dict
from learning.engine.writing import scenario_to_dict
from learning.exchange.scenario_files import Read, read_file, read_text, write_file
from learning.exchange.twee import read_twee
from learning.exchange.twee_links import links_in, without_links
from tests.learning.catalogue.conftest import cms, scenario, school, trainer_of  # noqa: F401 - fixtures
from tests.learning.engine.graphs import graphs
from tests.learning.factories import SCENARIO, root

FILES = Path(__file__).with_name("files")
STARTER = sorted((Path(__file__).parents[3] / "content" / "starter" / "scenarios").rglob("*.yaml"))
AWKWARD = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=40).filter(
    lambda text: text.strip()
)
SAYINGS = st.one_of(
    AWKWARD,
    st.sampled_from([
        ":: Weg", "[[nergens]]", "a->b", "a|b", "<<goto \"x\">>", "&amp; &#91;", "<br>", "regel\nregel", "Noor: hoi", "\\[x\\]", "]]", "{\"a\":1}",
        "a\u2028b", " spatie ", "a\tb", "é ü 漢", "&#10;", "->", "//schuin//",
    ]),
)  # fmt: skip


def without_page_words(graph: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in graph.items() if name not in {"title", "slug"}}


def strewn(graph: dict[str, Any], words: Any) -> dict[str, Any]:
    """The graph with awkward words in its lines, replies and feedback."""
    for moment in graph["moments"]:
        for line in moment.get("lines", []):
            line["text"] = words.draw(SAYINGS)
        for reply in moment.get("replies", []):
            reply["text"], reply["feedback"] = words.draw(SAYINGS), words.draw(SAYINGS)
    return graph


@pytest.mark.parametrize("form", ["twee", "yaml"])
@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(graph=graphs(), words=st.data())
def test_what_goes_out_comes_in_without_loss(form: str, graph: dict[str, Any], words: Any) -> None:
    graph = strewn(scenario_to_dict(scenario_from_dict(graph)), words)
    text = write_file(graph, title="Noor & co", slug="noor", form=form)
    found = read_text(text, f"noor.{form}")
    assert found.graph is not None, found.findings
    assert without_page_words(found.graph) == without_page_words(graph)
    assert found.title == "Noor & co"


@pytest.mark.parametrize("path", STARTER, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["twee", "yaml"])
def test_the_conversations_that_we_ship_go_out_and_in(path: Path, form: str) -> None:
    graph = read_file(path.read_bytes(), path.name).graph
    assert graph is not None
    found = read_text(write_file(graph, title=graph["title"], slug=graph["slug"], form=form))
    assert found.graph == graph
    assert found.passages == len(graph["moments"])


def targets(found: Read) -> dict[str, list[str]]:
    assert found.graph is not None, found.findings
    return {moment["key"]: [reply["next"] for reply in moment.get("replies", [])] for moment in found.graph["moments"]}


def test_a_sugarcube_story_comes_in_with_its_passages_and_links() -> None:
    found = read_file((FILES / "sugarcube.twee").read_bytes(), "sugarcube.twee")
    assert found.title == "De laatste bus"
    assert targets(found) == {
        "halte": ["wachten", "lopen", "wachten"],
        "wachten": ["halte", "thuis", ""],
        "lopen": ["thuis"],
        "thuis": [],
    }
    assert found.graph is not None
    assert found.graph["start"] == "halte"
    assert found.graph["moments"][0]["replies"][0]["text"] == "Wacht op de bus"
    assert "set $moe" not in found.graph["moments"][0]["lines"][0]["text"]
    missing = next(one for one in found.findings if "Nergens" in one.sentence)
    assert (FILES / "sugarcube.twee").read_text().splitlines()[missing.line - 1].startswith("[[Kijk om je heen")


def test_a_harlowe_story_comes_in_with_arrows_both_ways() -> None:
    found = read_file((FILES / "harlowe.tw").read_bytes(), "harlowe.tw")
    assert targets(found) == {"start": ["keuken", "tuin"], "keuken": ["start"], "tuin": ["start", "einde"], "einde": []}


def test_a_story_that_twine_published_comes_in() -> None:
    found = read_file((FILES / "twine.html").read_bytes(), "twine.html")
    assert found.title == "Koffie"
    assert targets(found) == {"kantine": ["buiten", "kantine"], "buiten": []}
    assert found.graph is not None
    assert found.graph["start"] == "kantine"


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        (":: A [tag\ntekst", "sluithaak", 1),
        (":: A {\"position\": \ntekst", "JSON", 1),
        (":: A\n[[B]]\n:: A\nnog eens", "twee keer", 3),
        (":: A\nx\n\n[[weg->Nergens]]", "Nergens", 4),
        ("::\nniets", "geen naam", 1),
        ("zomaar\n:: A\nx", "voor de eerste passage", 1),
        (":: StoryData\n{kapot\n:: A\nx", "StoryData", 1),
        (":: StoryData\n{\"start\": \"Z\"}\n\n:: A\nx", "Z", None),
        (":: StoryTitle\nAlleen een titel", "niets dat een gesprek", None),
        ("<tw-storydata name='x'></tw-storydata>", "geen verhaal", 1),
        ("moments: [", "inspringen", 1),
    ],
)  # fmt: skip
def test_what_is_malformed_is_a_finding_with_its_line(text: str, said: str, line: int | None) -> None:
    found = read_text(text)
    finding = next((one for one in found.findings if said in one.sentence), None)
    assert finding is not None, [str(one) for one in found.findings]
    assert finding.line == line


HOSTILE = [
    b"", b"\x00\x01\xff\xfe", b"::" * 5000, b":: A\n" + b"[[" * 20_000, b":: A [" + b"[" * 20_000, b":: A " + b"{" * 20_000,
    b":: A\n" + b"<<" * 30_000, b":: A\n" + b"&#" * 10_000, (":: A\n" + "&#99999999999;&#55296;&#0;").encode(),
    b":: StoryData\n" + b'{"a":' * 5000 + b"}" * 5000, b':: StoryData\n{"gehoord": {"moments": 3, "facts": "x", "start": NaN}}\n:: A\nx',
    b':: m1 {"gehoord": {"lines": "x", "replies": {"a": 1}, "ending": 4}}\nNoor: x', b"<tw-passagedata" * 3000,
    b"<tw-storydata><tw-passagedata name=a>" + b"<" * 20_000, b"a: &x [*x]", b"- " * 20_000, b"[" * 20_000, b"\xef\xbb\xbf:: A\r\nx\r:: B\r\n[[A]]",
    b'moments: [{key: m1, lines: 5}]', b"moments: {a: b}", b"start: 2020-01-01\nmoments: [{key: 2020-01-01}]", b"!!python/object:os.system {}",
]  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ["a.twee", "a.html", "a.yaml", "a"])
def test_what_is_hostile_is_a_finding_and_never_a_crash(data: bytes, name: str) -> None:
    found = read_file(data, name)
    assert found.graph is not None or found.findings
    json.dumps(found.graph, allow_nan=False).encode()


@settings(deadline=None, max_examples=60)
@given(st.text(st.sampled_from(":[]{}<>|-&#;\"'\\\n ABab$/("), max_size=300))
@example(":: A\n[[a][b]]")
def test_no_text_makes_it_fall_over(text: str) -> None:
    for start in ("", ":: A\n", "<tw-passagedata name='a'>"):
        read_text(start + text)


def test_links_are_read_as_the_formats_write_them() -> None:
    text = (
        "[[A]] [[x->B]] [[C<-y]] [[z|D]] [[q->r->E]] [[v|F][$x to 1]] <<link \"w\" \"G\">><</link>> (link-goto: \"u\", \"H\")"
        " ``[[geen]]`` [[web|https://example.org]] <a data-passage=\"I\">klik</a> /* [[ook geen]] */"
    )  # fmt: skip
    assert [link.target for link in links_in(text)] == list("ABCDEFGHI")
    assert links_in("[[x->B]]")[0].text == "x"


def test_links_are_read_where_writers_put_brackets_and_buttons_around_them() -> None:
    text = '[[["Naar huis."|huis]]] [[<button class="rood" id="v">verder->1.p]] [[Bron->https://voorbeeld.nl/a]]'
    assert [(link.text, link.target) for link in links_in(text)] == [('"Naar huis."', "huis"), ("verder", "1.p")]


def test_a_macro_over_several_lines_is_nothing_to_read() -> None:
    text = 'Wat kies je?\n<<set _keuzes = [\n\t{ tekst: "Bellen.", naar: "A" },\n\t{ tekst: "Vragen.", naar: "B" }\n]>>\n<<toon _keuzes>>\n[[Verder]]'
    assert without_links(text) == "Wat kies je?"


def test_links_of_chapbook_are_read_too() -> None:
    text = (
        "Op tafel:\n{reveal link: 'Pak de brief', passage: 'Brief'}\n{link to: \"Gang\", label: 'Loop weg'} {link to: 'Tuin'}\n"
        "{embed passage: 'Weer'}\n[if brief]\n[[Open de deur->Buiten]]"
    )
    assert [(link.text, link.target) for link in links_in(text)] == [
        ("Pak de brief", "Brief"), ("Loop weg", "Gang"), ("", "Tuin"), ("", "Weer"), ("Open de deur", "Buiten"),
    ]  # fmt: skip


def test_a_passage_name_may_hold_brackets() -> None:
    story = read_twee(":: Kamer \\[2\\] {links\\} [a b]\ntekst".replace("{links\\}", "\\{links\\}"))
    assert story.passages[0].name == "Kamer [2] {links}"
    assert story.passages[0].tags == ["a", "b"]


# ---------------------------------------------------------------- commands
@pytest.fixture
def twee_file(tmp_path: Path) -> Path:
    path = tmp_path / "noor.twee"
    path.write_text(write_file(SCENARIO, title=SCENARIO["title"], slug="noor-stopt", form="twee"), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_import_says_what_it_found_and_a_dry_run_keeps_nothing(twee_file: Path) -> None:
    root()
    out = StringIO()
    call_command("import_scenario", str(twee_file), "--dry-run", "--json", stdout=out)
    report = json.loads(out.getvalue())[0]
    assert (report["passages"], report["links"], report["usable"]) == (4, 6, True)
    assert all(one["line"] for one in report["findings"] if one["sentence"].startswith("moment "))
    assert not ScenarioPage.objects.exists()
    call_command("import_scenario", str(twee_file), stdout=out)
    call_command("import_scenario", str(twee_file), stdout=out)
    page = ScenarioPage.objects.get()
    assert not page.live
    assert page.revisions.count() == 2
    assert page.get_latest_revision_as_object().graph["moments"] == SCENARIO["moments"]


@pytest.mark.django_db
def test_a_file_that_cannot_come_in_is_named_and_the_others_do(twee_file: Path, tmp_path: Path) -> None:
    root()
    broken = tmp_path / "kapot.yaml"
    broken.write_text("moments: [")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_scenario", str(broken), str(tmp_path / "weg.twee"), str(twee_file), stdout=out)
    assert "regel 1" in out.getvalue()
    assert "niet te openen" in out.getvalue()
    assert ScenarioPage.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["twee", "yaml"])
def test_export_gives_the_newest_draft(scenario: ScenarioPage, form: str) -> None:  # noqa: F811
    out = StringIO()
    call_command("export_scenario", scenario.slug, "--format", form, stdout=out)
    found = read_text(out.getvalue())
    assert found.graph is not None
    assert found.graph["moments"] == scenario.graph["moments"]
    with pytest.raises(CommandError):
        call_command("export_scenario", "onbekend")


@pytest.mark.django_db
def test_check_scenarios_reports_and_fails_on_an_error(scenario: ScenarioPage) -> None:  # noqa: F811
    out = StringIO()
    call_command("check_scenarios", "--json", stdout=out)
    report = json.loads(out.getvalue())[0]
    assert report["errors"] == 0
    assert report["paths"] > 1
    scenario.graph["moments"][0]["replies"][0]["next"] = "weg"
    scenario.save_revision(clean=False)
    with pytest.raises(CommandError):
        call_command("check_scenarios", stdout=out)
    assert "weg" in out.getvalue()


# ---------------------------------------------------------------- in the CMS
@pytest.mark.django_db
def test_a_file_is_shown_before_it_comes_in(cms: Client, twee_file: Path) -> None:  # noqa: F811
    place = reverse("scenario_files:bring_in")
    shown = cms.post(place, {"file": SimpleUploadedFile("noor.twee", twee_file.read_bytes()), "organisation": ""})
    assert "4 passages, 6 links" in " ".join(shown.content.decode().split())
    assert not ScenarioPage.objects.exists()
    form = shown.context["form"]
    response = cms.post(place, {"text": form.shown_text, "name": form.shown_name, "organisation": "", "bring": "1"})
    page = ScenarioPage.objects.get()
    assert response["Location"] == reverse("scenario:editor", args=[page.pk])
    assert not page.live
    broken = cms.post(place, {"file": SimpleUploadedFile("x.yaml", b"moments: ["), "organisation": "", "bring": "1"})
    assert "Regel 1" in broken.content.decode()
    assert ScenarioPage.objects.count() == 1


@pytest.mark.django_db
def test_the_text_of_a_draft_is_changed_and_a_slip_keeps_what_was_typed(cms: Client, scenario: ScenarioPage) -> None:  # noqa: F811
    place = reverse("scenario_files:text", args=[scenario.pk])
    form = cms.get(place).context["form"]
    data = {"text": form["text"].value().replace("Ik stop.", "Ik kom niet meer."), "base": form["base"].value()}
    wrong = cms.post(place, {**data, "text": data["text"].replace("moments:", "momenten:")})
    assert "Het veld “momenten” ken ik niet" in wrong.content.decode() or "momenten" in wrong.content.decode()
    assert "Ik kom niet meer." in wrong.content.decode()
    assert cms.post(place, data).status_code == 302
    draft = ScenarioPage.objects.get(pk=scenario.pk).get_latest_revision_as_object()
    assert draft.graph["moments"][0]["lines"][0]["text"] == "Ik kom niet meer."
    assert "Een collega bewaarde intussen iets" in cms.post(place, data).content.decode()
    for form_name in ("twee", "yaml"):
        response = cms.get(reverse("scenario_files:download", args=[scenario.pk, form_name]))
        assert read_text(response.content.decode()).graph["moments"] == draft.graph["moments"]  # type: ignore[index]
