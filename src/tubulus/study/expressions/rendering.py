"""Write a tree back as the text of an expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tubulus.study.expressions.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Comparison,
    Day,
    ItemReference,
    Logical,
    Membership,
    Name,
    Negate,
    Node,
    Not,
    Number,
    ParticipantFact,
    Scaled,
    StateTest,
    Text,
    Truth,
)

__all__ = ["format_number", "render"]

_OR, _AND, _NOT, _RELATION, _SUM, _PRODUCT, _SIGN, _PRIMARY = range(1, 9)


def render(node: Node) -> str:
    """Return the text of a tree; parsing it gives an equal tree.

    A resolved tree is written in the units of the items.
    """
    return _RENDERERS[type(node)](node)


def format_number(value: float) -> str:
    """Return the shortest text that reads back as the same number."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _bind(node: Node) -> int:
    """Return how tightly a node binds; looser ones need brackets inside tighter ones."""
    if isinstance(node, Logical):
        return _AND if node.operator == "and" else _OR
    if isinstance(node, Arithmetic):
        return _SUM if node.operator in {"+", "-"} else _PRODUCT
    if isinstance(node, Comparison | Membership | StateTest):
        return _RELATION
    if isinstance(node, Scaled):
        return _bind(node.operand)
    return {Not: _NOT, Negate: _SIGN}.get(type(node), _PRIMARY)


def _wrap(node: Node, least: int) -> str:
    text = render(node)
    return text if _bind(node) >= least else f"({text})"


def _render_number(node: Number) -> str:
    unit = f" [{node.unit}]" if node.unit else ""
    return f"{format_number(node.value)}{unit}"


def _render_text(node: Text) -> str:
    escaped = node.value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _render_name(node: Name | ItemReference) -> str:
    form = f"{node.form}." if node.form else ""
    visit = f"@{node.visit}" if node.visit else ""
    return f"{form}{node.item}{visit}"


def _render_reference(node: ItemReference) -> str:
    return node.item if node.level >= 0 else _render_name(node)


def _render_pair(node: Arithmetic | Comparison) -> str:
    own = _bind(node)
    # sums and products group to the left, comparisons do not group at all
    left = own if isinstance(node, Arithmetic) else own + 1
    return f"{_wrap(node.left, left)} {node.operator} {_wrap(node.right, own + 1)}"


def _render_membership(node: Membership) -> str:
    choices = ", ".join(render(choice) for choice in node.choices)
    word = "not in" if node.negated else "in"
    return f"{_wrap(node.operand, _SUM)} {word} [{choices}]"


def _render_state(node: StateTest) -> str:
    word = "is not" if node.negated else "is"
    return f"{_wrap(node.operand, _SUM)} {word} {node.state}"


def _render_logical(node: Logical) -> str:
    return f" {node.operator} ".join(_wrap(term, _bind(node) + 1) for term in node.terms)


def _render_aggregate(node: Aggregate) -> str:
    item = f".{node.item}" if node.item else ""
    visit = f"@{node.visit}" if node.visit else ""
    where = f" where {render(node.where)}" if node.where else ""
    return f"{node.kind}({node.form}{item}{visit}{where})"


_RENDERERS: dict[type[Node], Callable[[Any], str]] = {
    Number: _render_number,
    Text: _render_text,
    Day: lambda node: node.value.isoformat(),
    Truth: lambda node: "true" if node.value else "false",
    Name: _render_name,
    ParticipantFact: lambda node: f"participant.{node.fact}",
    ItemReference: _render_reference,
    Negate: lambda node: f"-{_wrap(node.operand, _SIGN)}",
    Scaled: lambda node: render(node.operand),
    Arithmetic: _render_pair,
    Comparison: _render_pair,
    Membership: _render_membership,
    StateTest: _render_state,
    Not: lambda node: f"not {_wrap(node.operand, _NOT)}",
    Logical: _render_logical,
    Call: lambda node: f"{node.function}({', '.join(map(render, node.arguments))})",
    Aggregate: _render_aggregate,
}
