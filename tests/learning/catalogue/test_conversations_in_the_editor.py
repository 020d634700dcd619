"""Every moment that we ship, opened in the CMS and saved as it stands, stays the same conversation."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.http import QueryDict

from learning.catalogue.scenario_editor import MomentEditor
from learning.engine.reading import scenario_from_dict

from .blind_reading import SCENARIOS

SHIPPED = sorted((SCENARIOS / "nl").glob("*.yaml"))


def posted(editor: MomentEditor) -> QueryDict:
    """What a browser sends when somebody presses save without touching anything."""
    sets = (editor.lines, editor.replies, editor.points, editor.reactions)
    forms = [editor.main, *(formset.management_form for formset in sets), *(form for formset in sets for form in formset.forms)]
    data = QueryDict(mutable=True)
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, bool):
                data.setlist(field.html_name, ["on"] if value else [])
            elif value is not None:
                data.setlist(field.html_name, [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)])
    return data


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_saving_a_moment_as_it_stands_changes_nothing(path: Any) -> None:
    graph = yaml.safe_load(path.read_text(encoding="utf-8"))
    before = scenario_from_dict(graph)
    for number, moment in enumerate(graph["moments"]):
        saved = MomentEditor(graph, moment, posted(MomentEditor(graph, moment)))
        assert saved.is_valid(), moment["key"]
        moments = [*graph["moments"][:number], saved.changed, *graph["moments"][number + 1 :]]
        assert scenario_from_dict({**graph, "moments": moments}) == before, moment["key"]
