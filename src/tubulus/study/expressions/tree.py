"""The parts of which an expression is built, as frozen nodes.

A node knows where it stands in the text; two nodes that say the same are equal wherever they
stand. :class:`ItemReference` and :class:`Scaled` appear only once names and units are resolved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

__all__ = [
    "Aggregate",
    "AggregateKind",
    "Arithmetic",
    "Call",
    "Comparison",
    "Day",
    "Family",
    "ItemReference",
    "Logical",
    "Membership",
    "Name",
    "Negate",
    "Node",
    "Not",
    "Number",
    "ParticipantFact",
    "Scaled",
    "StateTest",
    "Text",
    "Truth",
    "list_children",
    "measure_depth",
    "walk",
]

Family = Literal["number", "text", "date", "time", "truth"]
AggregateKind = Literal["any", "all", "count", "exists", "min", "max", "mean", "first", "last"]


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression; ``position`` is its character, counted from 1."""

    position: int = field(default=0, compare=False, kw_only=True, repr=False)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number, with its unit where one stands in brackets."""

    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A text in double quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Day(Node):
    """A date."""

    value: date


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """``item``, ``form.item`` or ``form.item@visit``; parts not written are empty."""

    form: str
    item: str
    visit: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantFact(Node):
    """``participant.arm`` or ``participant.id``."""

    fact: str


@dataclass(frozen=True, slots=True)
class ItemReference(Node):
    """A name that was found in the study.

    Parameters
    ----------
    form, item, visit : str
        What is meant; ``visit`` is empty for any.
    family : str
        Type of the item.
    level : int
        Which of the entries in view holds it (0 is the entry itself, then one a nested
        aggregate); -1 for the participant's first entry of the form.
    floor : float
        Value below which no true value lies; bounds a value below the limit of detection.
    """

    form: str
    item: str
    visit: str
    family: Family
    level: int = -1
    floor: float = float("-inf")


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """``-x``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Scaled(Node):
    """A number brought into another unit by a positive factor."""

    operand: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``x + y`` and its like."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """``x >= y`` and its like."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Membership(Node):
    """``x in [a, b]``, or ``x not in [a, b]``."""

    operand: Node
    choices: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class StateTest(Node):
    """``x is missing`` and its like, or ``x is not missing``."""

    operand: Node
    state: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Not(Node):
    """``not x``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Logical(Node):
    """``x and y and z``, or the same with ``or``."""

    operator: str
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function and its arguments."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """One value from all entries of a form; ``value`` is the resolved item of each entry."""

    kind: AggregateKind
    form: str
    item: str = ""
    visit: str = ""
    where: Node | None = None
    value: ItemReference | None = None


def list_children(node: Node) -> Iterator[Node]:
    """Return the nodes directly under one."""
    for part in fields(node):
        content = getattr(node, part.name)
        if isinstance(content, Node):
            yield content
        elif isinstance(content, tuple):
            yield from content


def walk(node: Node) -> Iterator[Node]:
    """Return a node and all nodes under it, from left to right, without recursion."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(tuple(list_children(current))))


def measure_depth(node: Node) -> int:
    """Return the number of levels of a tree, without recursion."""
    deepest, level = 0, [node]
    while level:
        deepest += 1
        level = [child for parent in level for child in list_children(parent)]
    return deepest
