"""Evaluate a resolved tree for one participant; never raises, whatever the data are.

What cannot be known is missing (a value) or unknown (a condition); the rules stand in
``docs/reference/expressions.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tubulus.study.expressions.catalogue import Catalogue
from tubulus.study.expressions.entries import find_first, select_entries
from tubulus.study.expressions.logic import conjoin, disjoin, negate
from tubulus.study.expressions.operands import (
    NOTHING,
    Operand,
    choose_extreme,
    choose_state,
    compare_operands,
    compute_mean,
    make_number,
    make_operand,
    make_truth,
    read_value,
)
from tubulus.study.expressions.quantities import (
    Quantity,
    add,
    divide,
    make_exact,
    multiply,
    oppose,
)
from tubulus.study.expressions.routines import ROUTINES
from tubulus.study.expressions.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Comparison,
    Day,
    ItemReference,
    Logical,
    Membership,
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
from tubulus.study.records.participants import Entry, ParticipantData
from tubulus.study.records.values import MISSING, ValueState

__all__ = ["Scene", "evaluate"]


@dataclass(frozen=True, slots=True)
class Scene:
    """What an expression looks at: a participant, and the entries whose items are named bare."""

    participant: ParticipantData
    catalogue: Catalogue
    entries: tuple[Entry | None, ...] = ()


def evaluate(node: Node, scene: Scene) -> Operand:
    """Return the value of a resolved tree."""
    return _EVALUATORS[type(node)](node, scene)


def _find_truth(node: Node, scene: Scene) -> bool | None:
    content = evaluate(node, scene).content
    return content if isinstance(content, bool) else None


# values


def _evaluate_reference(node: ItemReference, scene: Scene) -> Operand:
    if node.level >= 0:
        entry = scene.entries[node.level] if node.level < len(scene.entries) else None
    else:
        entry = find_first(scene.participant, scene.catalogue, node.form, node.visit)
    return read_value(entry.get(node.item) if entry else MISSING, node.family, node.floor)


def _evaluate_fact(node: ParticipantFact, scene: Scene) -> Operand:
    fact = scene.participant.arm if node.fact == "arm" else scene.participant.id
    return make_operand(fact or None)


def _evaluate_negate(node: Negate, scene: Scene) -> Operand:
    operand = evaluate(node.operand, scene)
    if not isinstance(operand.content, Quantity):
        return operand
    return make_number(oppose(operand.content))


def _evaluate_scaled(node: Scaled, scene: Scene) -> Operand:
    operand = evaluate(node.operand, scene)
    factor = make_exact(node.factor)
    if not isinstance(operand.content, Quantity) or factor is None:
        return operand
    scaled = multiply(operand.content, factor)
    # a value below a limit stays one in another unit, whatever its floor
    return NOTHING if scaled is None else Operand(operand.state, scaled)


_ARITHMETIC: dict[str, Callable[[Quantity, Quantity], Quantity | None]] = {
    "+": add,
    "-": lambda left, right: add(left, oppose(right)),
    "*": multiply,
    "/": divide,
}


def _evaluate_arithmetic(node: Arithmetic, scene: Scene) -> Operand:
    left, right = evaluate(node.left, scene), evaluate(node.right, scene)
    if isinstance(left.content, Quantity) and isinstance(right.content, Quantity):
        return make_number(_ARITHMETIC[node.operator](left.content, right.content))
    return Operand(choose_state(left, right))


# conditions


def _evaluate_comparison(node: Comparison, scene: Scene) -> Operand:
    left, right = evaluate(node.left, scene), evaluate(node.right, scene)
    return make_truth(compare_operands(node.operator, left, right))


def _evaluate_membership(node: Membership, scene: Scene) -> Operand:
    operand = evaluate(node.operand, scene)
    found = disjoin(
        compare_operands("=", operand, evaluate(choice, scene)) for choice in node.choices
    )
    return make_truth(negate(found) if node.negated else found)


_STATES = {
    # what was entered and cannot be read gives no value either; the checks report it
    "missing": frozenset((ValueState.MISSING, ValueState.UNREADABLE)),
    "known": frozenset((ValueState.PRESENT,)),
    "below limit": frozenset((ValueState.BELOW_LIMIT,)),
    "above limit": frozenset((ValueState.ABOVE_LIMIT,)),
    "not quantifiable": frozenset((ValueState.NOT_QUANTIFIABLE,)),
    "not applicable": frozenset((ValueState.NOT_APPLICABLE,)),
}


def _evaluate_state(node: StateTest, scene: Scene) -> Operand:
    holds = evaluate(node.operand, scene).state in _STATES[node.state]
    return make_truth(holds is not node.negated)


def _evaluate_not(node: Not, scene: Scene) -> Operand:
    return make_truth(negate(_find_truth(node.operand, scene)))


def _evaluate_logical(node: Logical, scene: Scene) -> Operand:
    truths = (_find_truth(term, scene) for term in node.terms)
    return make_truth(conjoin(truths) if node.operator == "and" else disjoin(truths))


# functions and aggregates


def _evaluate_call(node: Call, scene: Scene) -> Operand:
    return ROUTINES[node.function]([evaluate(argument, scene) for argument in node.arguments])


def _evaluate_aggregate(node: Aggregate, scene: Scene) -> Operand:
    entries = select_entries(scene.participant, scene.catalogue, node.form, node.visit)
    scenes = [
        Scene(scene.participant, scene.catalogue, (*scene.entries, entry)) for entry in entries
    ]
    truths = [_find_truth(node.where, row) if node.where else True for row in scenes]
    if node.kind == "exists":
        return make_truth(bool(entries))
    if node.kind == "any":
        return make_truth(disjoin(truths))
    if node.kind == "all":
        return make_truth(conjoin(truths))
    if None in truths:
        return NOTHING
    if node.kind == "count":
        return make_number(make_exact(float(truths.count(True))))
    return _aggregate_values(node, [row for row, true in zip(scenes, truths, strict=True) if true])


def _aggregate_values(node: Aggregate, scenes: list[Scene]) -> Operand:
    if node.value is None:
        return NOTHING
    operands = [_evaluate_reference(node.value, scene) for scene in scenes]
    known = [operand for operand in operands if operand.content is not None]
    if not known:
        return NOTHING
    if node.kind in {"first", "last"}:
        return known[0 if node.kind == "first" else -1]
    if node.kind == "mean":
        return compute_mean(known)
    return choose_extreme(known, largest=node.kind == "max")


_EVALUATORS: dict[type[Node], Callable[[Any, Scene], Operand]] = {
    Number: lambda node, _: make_number(make_exact(node.value)),
    Text: lambda node, _: make_operand(node.value),
    Day: lambda node, _: make_operand(node.value),
    Truth: lambda node, _: make_truth(node.value),
    ItemReference: _evaluate_reference,
    ParticipantFact: _evaluate_fact,
    Negate: _evaluate_negate,
    Scaled: _evaluate_scaled,
    Arithmetic: _evaluate_arithmetic,
    Comparison: _evaluate_comparison,
    Membership: _evaluate_membership,
    StateTest: _evaluate_state,
    Not: _evaluate_not,
    Logical: _evaluate_logical,
    Call: _evaluate_call,
    Aggregate: _evaluate_aggregate,
}
