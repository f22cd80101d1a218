"""Look up every name, code and unit of a tree in the catalogue of a study.

What comes out can be evaluated for any participant without a further question; what does not fit
is refused here, at its character, when the study is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tubulus.core.identifiers import suggest_name
from tubulus.core.units import UNITS, is_unit
from tubulus.study.definition.forms import Form, Item
from tubulus.study.expressions.calls import resolve_call
from tubulus.study.expressions.catalogue import Catalogue, find_floor
from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.rendering import render
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
    StateTest,
    Text,
    Truth,
)
from tubulus.study.expressions.value_types import (
    ValueType,
    convert_node,
    describe_type,
    find_item_type,
    type_product,
    type_quotient,
)

__all__ = ["resolve"]

Typed = tuple[Node, ValueType]

_TRUTH = ValueType("truth")
_ORDERED = frozenset(("number", "date", "time"))
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_WRITE_AS = {
    "number": "write a number without quotes",
    "text": "write a text in double quotes",
    "date": "write a date as 2026-01-31, without quotes",
    "time": 'write a time as "08:30"',
    "truth": "write true or false without quotes",
}


def resolve(tree: Node, catalogue: Catalogue, form: Form | None) -> Typed:
    """Return the tree with every name found and every unit converted, and its type.

    Parameters
    ----------
    tree : Node
        As parsed.
    catalogue : Catalogue
        Names of the study.
    form : Form, optional
        The form whose items may be named without it.

    Raises
    ------
    ExpressionError
        For the first part that does not fit the study.
    """
    return _Resolver(catalogue, (form,) if form else ()).resolve(tree)


class _Resolver:
    """Resolves nodes inside the forms whose items may be named bare, the innermost last."""

    def __init__(self, catalogue: Catalogue, scopes: tuple[Form, ...]) -> None:
        self._catalogue, self._scopes = catalogue, scopes

    def resolve(self, node: Node) -> Typed:
        rule: Callable[[_Resolver, Any], Typed] = _RULES[type(node)]
        return rule(self, node)

    def require_truth(self, node: Node) -> Node:
        resolved, found = self.resolve(node)
        if found.family != "truth":
            raise ExpressionError(
                f"'{render(node)}' is {describe_type(found)}, expected a condition",
                node.position,
                "compare it with something",
            )
        return resolved

    # values

    def number(self, node: Number) -> Typed:
        if node.unit and not is_unit(node.unit):
            raise ExpressionError(
                f"unknown unit '{node.unit}'", node.position, _suggest_unit(node.unit)
            )
        return node, ValueType("number", node.unit)

    def negate(self, node: Negate) -> Typed:
        operand, found = self._require_number(node.operand)
        return replace(node, operand=operand), found

    def arithmetic(self, node: Arithmetic) -> Typed:
        left, left_type = self._require_number(node.left)
        right, right_type = self._require_number(node.right)
        if node.operator in {"+", "-"}:
            right, right_type = convert_node(right, right_type, left_type)
            unit, analyte = right_type.unit, left_type.analyte or right_type.analyte
            result = ValueType("number", unit, analyte)
        elif node.operator == "*":
            left, right, result = type_product(left, left_type, right, right_type)
        else:
            left, right, result = type_quotient(left, left_type, right, right_type)
        return replace(node, left=left, right=right), result

    def _require_number(self, node: Node) -> Typed:
        resolved, found = self.resolve(node)
        if found.family != "number":
            remedy = "use days_between(a, b) for dates" if found.family == "date" else ""
            raise ExpressionError(
                f"'{render(node)}' is {describe_type(found)}; only numbers can be calculated with",
                node.position,
                remedy,
            )
        return resolved, found

    # conditions

    def comparison(self, node: Comparison) -> Typed:
        left, left_type = self.resolve(node.left)
        right, right_type = self.resolve(node.right)
        # a literal takes the type of what it is compared with, on whichever side it stands
        if isinstance(node.left, Text | Number):
            left, left_type = self.fit(left, left_type, right_type)
        right, right_type = self.fit(right, right_type, left_type)
        if node.operator not in {"=", "!="} and left_type.family not in _ORDERED:
            raise ExpressionError(
                f"'{render(node.left)}' is {describe_type(left_type)} and has no order",
                node.position,
                "use = or != or in [...]",
            )
        return replace(node, left=left, right=right), _TRUTH

    def fit(self, node: Node, given: ValueType, wanted: ValueType) -> Typed:
        """Make a value comparable with another: same family, same unit, an existing code."""
        if wanted.family == "time" and isinstance(node, Text):
            if not _CLOCK.fullmatch(node.value):
                raise ExpressionError(
                    f"'{node.value}' is not a time", node.position, _WRITE_AS["time"]
                )
            return node, wanted
        if given.family != wanted.family:
            raise ExpressionError(
                f"'{render(node)}' is {describe_type(given)} and cannot be compared with "
                f"{describe_type(wanted)}",
                node.position,
                _WRITE_AS[wanted.family],
            )
        if wanted.codes and isinstance(node, Text) and node.value not in wanted.codes:
            raise ExpressionError(
                f"there is no code '{node.value}'",
                node.position,
                suggest_name(node.value, wanted.codes),
            )
        return convert_node(node, given, wanted)

    def membership(self, node: Membership) -> Typed:
        operand, found = self.resolve(node.operand)
        choices = tuple(self.fit(*self.resolve(choice), found)[0] for choice in node.choices)
        return replace(node, operand=operand, choices=choices), _TRUTH

    def state_test(self, node: StateTest) -> Typed:
        return replace(node, operand=self.resolve(node.operand)[0]), _TRUTH

    def negation(self, node: Not) -> Typed:
        return replace(node, operand=self.require_truth(node.operand)), _TRUTH

    def logical(self, node: Logical) -> Typed:
        return replace(node, terms=tuple(map(self.require_truth, node.terms))), _TRUTH

    def call(self, node: Call) -> Typed:
        return resolve_call(node, [self.resolve(argument) for argument in node.arguments])

    # names

    def name(self, node: Name) -> Typed:
        if not node.form:
            return self._find_bare(node)
        form = self._find_form(node.form, node)
        item = self._find_item(form, node.item, node)
        self._require_visit(form, node.visit, node)
        return _refer(node, form, item, node.visit, level=-1)

    def _find_bare(self, node: Name) -> Typed:
        for level in range(len(self._scopes) - 1, -1, -1):
            form = self._scopes[level]
            item = form.find_item(node.item)
            if item is not None:
                return _refer(node, form, item, "", level=level)
        forms = self._catalogue.forms
        if node.item in forms:
            remedy = f"write {node.item}.item, or exists({node.item})"
            raise ExpressionError(f"'{node.item}' is a form, not a value", node.position, remedy)
        homes = [form.id for form in forms.values() if form.find_item(node.item)]
        if homes:
            remedy = "write " + " or ".join(f"{home}.{node.item}" for home in homes[:3])
            message = f"'{node.item}' needs its form before it"
            raise ExpressionError(message, node.position, remedy)
        names = [item.id for form in self._scopes[-1:] for item in form.items]
        where = f" in form '{self._scopes[-1].id}'" if self._scopes else ""
        message = f"there is no item '{node.item}'{where}"
        raise _make_name_error(message, node.item, names or forms, node)

    def _find_form(self, name: str, node: Node) -> Form:
        form = self._catalogue.forms.get(name)
        if name in self._catalogue.unread_forms:
            message = f"the form '{name}' could not be read"
            raise ExpressionError(message, node.position, "mend the form first", follows=True)
        if form is None:
            known = [*self._catalogue.forms, "participant"]
            raise _make_name_error(f"there is no form '{name}'", name, known, node)
        return form

    def _find_item(self, form: Form, name: str, node: Node) -> Item:
        item = form.find_item(name)
        if item is None:
            known = [item.id for item in form.items]
            raise _make_name_error(f"form '{form.id}' has no item '{name}'", name, known, node)
        return item

    def _require_visit(self, form: Form, visit: str, node: Node) -> None:
        if not visit or visit in form.visits:
            return
        if visit not in self._catalogue.visits:
            raise _make_name_error(
                f"there is no visit '{visit}'", visit, self._catalogue.visits, node
            )
        if not form.visits:
            remedy = f"leave out @{visit}"
            message = f"form '{form.id}' is a log and belongs to no visit"
            raise ExpressionError(message, node.position, remedy)
        remedy = f"it is due at: {', '.join(form.visits)}"
        message = f"form '{form.id}' is not due at visit '{visit}'"
        raise ExpressionError(message, node.position, remedy)

    def participant_fact(self, node: ParticipantFact) -> Typed:
        if node.fact not in {"arm", "id"}:
            message = f"there is no participant.{node.fact}"
            raise _make_name_error(message, node.fact, ("arm", "id"), node)
        codes = self._catalogue.arms if node.fact == "arm" else None
        return node, ValueType("text", codes=codes or None)

    def aggregate(self, node: Aggregate) -> Typed:
        form = self._find_form(node.form, node)
        self._require_visit(form, node.visit, node)
        inner = _Resolver(self._catalogue, (*self._scopes, form))
        where = inner.require_truth(node.where) if node.where else None
        if not node.item:
            found = ValueType("number") if node.kind == "count" else _TRUTH
            return replace(node, where=where), found
        item = self._find_item(form, node.item, node)
        found = find_item_type(item)
        wanted = {"mean": {"number"}, "min": _ORDERED, "max": _ORDERED}.get(node.kind)
        if wanted and found.family not in wanted:
            message = f"'{form.id}.{item.id}' is {describe_type(found)} and has no {node.kind}"
            raise ExpressionError(message, node.position, "use first or last, or count")
        value, _ = _refer(node, form, item, "", level=len(self._scopes))
        return replace(node, where=where, value=value), found


def _make_name_error(message: str, name: str, known: Iterable[str], node: Node) -> ExpressionError:
    remedy = suggest_name(name, known)
    if "-" in name:
        remedy += "; put spaces around '-' to subtract"
    return ExpressionError(message, node.position, remedy)


def _suggest_unit(unit: str) -> str:
    # capitals are the usual slip: ml for mL, iu/l for IU/L
    same = [known for known in UNITS if known.casefold() == unit.casefold()]
    return f"did you mean '{same[0]}'?" if same else suggest_name(unit, UNITS)


def _refer(
    node: Node, form: Form, item: Item, visit: str, *, level: int
) -> tuple[ItemReference, ValueType]:
    found = find_item_type(item)
    reference = ItemReference(
        form.id,
        item.id,
        visit,
        found.family,
        level,
        find_floor(item),
        position=node.position,
    )
    return reference, found


_RULES: dict[type[Node], Callable[[_Resolver, Any], Typed]] = {
    Number: _Resolver.number,
    Text: lambda _, node: (node, ValueType("text")),
    Day: lambda _, node: (node, ValueType("date")),
    Truth: lambda _, node: (node, _TRUTH),
    Name: _Resolver.name,
    ParticipantFact: _Resolver.participant_fact,
    Negate: _Resolver.negate,
    Arithmetic: _Resolver.arithmetic,
    Comparison: _Resolver.comparison,
    Membership: _Resolver.membership,
    StateTest: _Resolver.state_test,
    Not: _Resolver.negation,
    Logical: _Resolver.logical,
    Call: _Resolver.call,
    Aggregate: _Resolver.aggregate,
}
