"""What is fixed in a template is rendered once per language; what depends on anything else is rendered each time."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Engine, Template
from django.template.base import NodeList
from django.template.context import make_context
from django.utils import translation

from gehoord.core.folding import FoldedNode, fold, is_fixed

LOAD = "{% load gehoord i18n static %}"


def folded(source: str) -> Template:
    template = Template(LOAD + source)
    fold(template.nodelist)
    return template


def shown(template: Template, **values: Any) -> str:
    return str(template.render(Context(values)))


def test_fixed_neighbours_become_one() -> None:
    template = folded(
        '<p>{% translate "Uitloggen" %} {% icon "lock" %}{% static "core/base.css" %}{% comment %}x{% endcomment %}</p>'
    )
    assert [type(node) for node in template.nodelist] == [FoldedNode]


@pytest.mark.parametrize(
    "source",
    [
        '<p>{% translate "Uitloggen" %} {% icon "lock" %}{% url "account_logout" %}</p>',
        "{% blocktranslate trimmed %}Gevaar, nu? Bel <a href='tel:112'>112</a>.{% endblocktranslate %}",
        "{% if on %}{% translate 'Uitloggen' %}{% else %}{% icon 'lock' %}{% endif %}",
        "{% for one in many %}<b>{{ one }}</b>{% translate 'Menu' %}{% endfor %}",
        "{% with name=word %}{{ name }}{{ number }}{{ many|length }}{% endwith %}",
        "{% autoescape off %}{{ word }}{% static 'core/base.css' %}{% endautoescape %}{{ word }}",
        "{% blocktranslate trimmed with name=word %}Dag {{ name }}{% endblocktranslate %}",
        "{% translate 'Menu' as label %}{{ label }}{% icon which %}{{ word|safe }}",
    ],
)
def test_a_folded_template_gives_what_django_gives(source: str) -> None:
    values = {"on": True, "many": ["a", "<b>"], "word": "<i>&", "number": 1234.5, "which": "chat"}
    template = folded(source)
    for language in ("nl", "en", "nl"):
        with translation.override(language):
            for on in (True, False):
                given = {**values, "on": on}
                assert shown(template, **given) == shown(Template(LOAD + source), **given)


@pytest.mark.parametrize(
    "source",
    [
        "{{ name }}",
        "{% csrf_token %}",
        "{% translate name %}",
        "{% translate 'Menu' as label %}",
        "{% blocktranslate with name=name %}Dag {{ name }}{% endblocktranslate %}",
        "{% blocktranslate %}Dag {{ name }}{% endblocktranslate %}",
        "{% url 'progress:step' name name %}",
        "{% icon name %}",
        "{% static name %}",
        "{% menu as links %}",
        "{% footer_links as links %}",
        "{% include 'core/components/menu.html' %}",
        "{% block title %}x{% endblock %}",
    ],
)
def test_what_reads_or_writes_the_context_is_never_kept(source: str) -> None:
    (node,) = [node for node in Template(LOAD + source).nodelist if not is_fixed(node) or source in {""}]
    assert not is_fixed(node)
    template = folded(source)
    assert not any(isinstance(one, FoldedNode) for one in template.nodelist)


def test_every_page_is_loaded_folded() -> None:
    template = Engine.get_default().get_template("core/layouts/app.html")
    assert template.nodelist.get_nodes_by_type(FoldedNode)


def test_each_person_sees_the_own_words() -> None:
    template = folded("{% translate 'Menu' %} {{ name }} {% translate 'Uitloggen' %}")
    assert [shown(template, name=name) for name in ("Eva", "Sami")] == ["Menu Eva Uitloggen", "Menu Sami Uitloggen"]


def test_an_empty_list_stays_empty() -> None:
    nothing = NodeList()
    fold(nothing)
    assert nothing == []
    assert make_context({}).autoescape


def test_what_is_the_same_for_a_value_is_kept_for_that_value_alone() -> None:
    template = folded(
        "{% same_for links %}{% for one in links %}<b>{{ one }}</b>{% endfor %}{% translate 'Menu' %}{% endsame_for %}"
    )
    for links in (("a", "b"), ("c",), ("a", "b")):
        expected = "".join(f"<b>{one}</b>" for one in links) + "Menu"
        assert shown(template, links=links) == expected
    (node,) = [one for one in template.nodelist if type(one).__name__ == "SameForNode"]
    assert len(node.kept) == 2


def test_what_is_kept_for_a_value_sees_nothing_else() -> None:
    template = folded("{% same_for links %}{% if name %}{{ name }}{% endif %}{% if csrf_token %}x{% endif %}{% endsame_for %}")
    assert not shown(template, links=(), name="Eva", csrf_token="geheim")


def test_not_more_is_kept_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gehoord.core.templatetags.gehoord.MOST_KEPT", 3)
    template = folded("{% same_for links %}x{% endsame_for %}")
    for number in range(9):
        shown(template, links=(number,))
    (node,) = [one for one in template.nodelist if type(one).__name__ == "SameForNode"]
    assert len(node.kept) == 3
