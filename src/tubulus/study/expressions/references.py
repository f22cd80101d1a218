"""Which items an expression uses."""

from __future__ import annotations

from dataclasses import dataclass

from tubulus.study.expressions.expression import Expression
from tubulus.study.expressions.tree import Aggregate, ItemReference, Node, ParticipantFact, walk

__all__ = ["ItemUse", "list_references"]


@dataclass(frozen=True, slots=True, order=True)
class ItemUse:
    """An item that an expression looks at.

    Parameters
    ----------
    form : str
        The form.
    item : str
        Its item; empty where only the entries of the form matter.
    visit : str
        The visit; empty for any, and for the entry itself.
    """

    form: str
    item: str = ""
    visit: str = ""

    def __str__(self) -> str:
        """Return ``form.item@visit`` without the parts that are empty."""
        item = f".{self.item}" if self.item else ""
        return f"{self.form}{item}" + (f"@{self.visit}" if self.visit else "")


def list_references(expression: Expression) -> tuple[ItemUse, ...]:
    """Return the items that an expression uses, each once, in the order of their first use.

    ``participant.arm`` is named as the item that tells the arm, where the study has one.

    Parameters
    ----------
    expression : Expression
        A compiled expression.
    """
    visits = ("",) if expression.form else ()
    return tuple(dict.fromkeys(_collect(expression.tree, visits, expression)))


def _collect(tree: Node, visits: tuple[str, ...], expression: Expression) -> list[ItemUse]:
    """Return the uses in a tree; ``visits`` are those of the entries in view."""
    uses: list[ItemUse] = []
    # an item named bare in an aggregate is taken at the visit of the aggregate
    waiting: list[tuple[Node, tuple[str, ...]]] = [(tree, visits)]
    while waiting:
        start, scope = waiting.pop(0)
        inner: set[int] = set()
        for node in walk(start):
            if id(node) in inner:
                continue
            if isinstance(node, Aggregate):
                parts = [part for part in (node.value, node.where) if part is not None]
                inner.update(id(found) for part in parts for found in walk(part))
                waiting.extend((part, (*scope, node.visit)) for part in parts)
                if not node.item:
                    uses.append(ItemUse(node.form, "", node.visit))
            elif isinstance(node, ItemReference):
                visit = scope[node.level] if node.level >= 0 else node.visit
                uses.append(ItemUse(node.form, node.item, visit))
            elif isinstance(node, ParticipantFact) and node.fact == "arm":
                item = expression.catalogue.arm_item
                uses.extend([ItemUse(*item)] if item else [])
    return uses
