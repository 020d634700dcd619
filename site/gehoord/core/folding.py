"""What is the same on every page is rendered once: the parts of a template that depend on nothing but the language.

Most of a template is fixed: markup, translated words, icons, addresses of files and of pages without a number. Django
walks through all of it for every answer. Here neighbouring fixed nodes are folded into one when a template is loaded, and
what they come to is kept per language. Only nodes that are known to read nothing from the context fold, so nothing of a
person, a request or a form can be kept (tests/gehoord/core/test_folding.py); everything else stays Django's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.template.base import FilterExpression, Node, NodeList, Template, TextNode, TokenType, Variable, VariableNode
from django.template.context import Context
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_Tag = TypeVar("_Tag", bound=Callable[..., Any])
_MARK = "_folds"


def folds(tag: _Tag) -> _Tag:
    """Mark a simple tag whose answer depends on its arguments and the language only."""
    setattr(tag, _MARK, True)
    return tag


class Loader(cached.Loader):
    """Django's cached loader, which folds each template once."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        known = self.cache_key(template_name, skip) in self.get_template_cache
        template = super().get_template(template_name, skip)
        if not known:
            fold(template.nodelist)
        return template


class FoldedNode(Node):
    """Neighbours that are the same on every page of one language."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodelist = NodeList(nodes)
        self.kept: dict[tuple[str | None, bool], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), context.autoescape)
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = self.nodelist.render(context)
        return found

    render_annotated = render


class QuickVariableNode(VariableNode):
    """Django's, without asking a text whether it is a date or a number."""

    def render(self, context: Context) -> SafeString:
        try:
            value = self.filter_expression.resolve(context)
        except UnicodeDecodeError:
            return SafeString("")
        kind = type(value)
        if kind is SafeString:
            return value
        if kind is str:
            return escape(value) if context.autoescape else value
        return _render_value(value, context)


def _render_value(value: Any, context: Context) -> SafeString:
    from django.template.base import render_value_in_context

    return render_value_in_context(value, context)  # type: ignore[return-value]  # a str, as Django's own node gives


def fold(nodelist: NodeList) -> None:
    """Fold what is fixed in this list and in all lists below it, in place."""
    folded: list[Node] = []
    run: list[Node] = []
    for node in nodelist:
        if is_fixed(node):
            run.append(node)
            continue
        folded.extend(_folded(run))
        run = []
        for below in _lists_of(node):
            fold(below)
        folded.append(_quick(node) if type(node) is VariableNode else node)
    folded.extend(_folded(run))
    nodelist[:] = folded


def _folded(run: list[Node]) -> Iterator[Node]:
    if all(isinstance(node, TextNode | CommentNode | LoadNode) for node in run):
        text = "".join(node.s for node in run if isinstance(node, TextNode))
        if text:
            joined = TextNode(text)
            joined.token, joined.origin = run[0].token, run[0].origin
            yield joined
    else:
        node = FoldedNode(run)
        node.token, node.origin = run[0].token, run[0].origin
        yield node


def _quick(node: VariableNode) -> Node:
    quick = QuickVariableNode(node.filter_expression)
    quick.token, quick.origin = node.token, node.origin
    return quick


def _lists_of(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (nodelist for _condition, nodelist in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        found = getattr(node, name, None)
        if isinstance(found, NodeList):
            yield found


def is_fixed(node: Node) -> bool:
    """Whether this node reads nothing from the context and puts nothing in it."""
    kind = type(node)
    if kind in {TextNode, CommentNode, LoadNode}:
        return True
    test = _TESTS.get(kind)
    return test is not None and test(node)


def _fixed_value(expression: Any) -> bool:
    """A text or number that stands in the template itself, without a filter."""
    if not isinstance(expression, FilterExpression) or expression.filters:
        return False
    return not isinstance(expression.var, Variable) or expression.var.lookups is None


def _fixed_translation(node: Any) -> bool:
    return node.asvar is None and node.message_context is None and _fixed_value(node.filter_expression)


def _fixed_block(node: Any) -> bool:
    parts = (node.asvar, node.message_context, node.countervar, node.counter, node.plural)
    return not node.extra_context and not any(parts) and all(one.token_type == TokenType.TEXT for one in node.singular)


def _fixed_file(node: Any) -> bool:
    return node.varname is None and _fixed_value(node.path)


def _fixed_address(node: Any) -> bool:
    given = [node.view_name, *node.args, *node.kwargs.values()]
    return node.asvar is None and all(_fixed_value(one) for one in given)


def _fixed_tag(node: Any) -> bool:
    given = [*node.args, *node.kwargs.values()]
    own = getattr(node.func, _MARK, False) and not node.takes_context and node.target_var is None
    return own and all(_fixed_value(one) for one in given)


_TESTS: dict[type, Callable[[Any], bool]] = {
    TranslateNode: _fixed_translation,
    BlockTranslateNode: _fixed_block,
    StaticNode: _fixed_file,
    URLNode: _fixed_address,
    SimpleNode: _fixed_tag,
}
