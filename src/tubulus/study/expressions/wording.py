"""Say an expression in words, for the methods section of a report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tubulus.study.expressions.catalogue import Catalogue
from tubulus.study.expressions.expression import Expression
from tubulus.study.expressions.rendering import format_number
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

__all__ = ["explain"]

_RELATIONS = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
_OPERATORS = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_OF_ITEM = {
    "min": "the lowest",
    "max": "the highest",
    "mean": "the mean",
    "first": "the first",
    "last": "the last",
}
_FUNCTIONS = {
    "abs": "the absolute value of {0}",
    "log": "the natural logarithm of {0}",
    "days_between": "the days from {0} to {1}",
    "years_between": "the completed years from {0} to {1}",
    "if": "{1} if {0}, else {2}",
}


def explain(expression: Expression) -> str:
    """Return an expression as a fragment of a sentence, without capital and full stop.

    Forms, items, visits and codes are called by their labels, numbers have the unit of the item
    they are compared with.

    Parameters
    ----------
    expression : Expression
        A compiled expression.

    Returns
    -------
    str
        For instance ``sperm concentration at month 6 is above 0 million/mL``.
    """
    return _Speaker(expression.catalogue).say(expression.tree)


class _Speaker:
    """Says nodes, with the labels of one study."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def say(self, node: Node) -> str:
        rule: Callable[[_Speaker, Any], str] = _RULES[type(node)]
        return rule(self, node)

    def _label_visit(self, visit: str) -> str:
        return f" at {_lower(self._catalogue.visits.get(visit, visit))}" if visit else ""

    def reference(self, node: ItemReference) -> str:
        item = self._catalogue.find_item(node.form, node.item)
        return _lower(item.label if item else node.item) + self._label_visit(node.visit)

    def fact(self, node: ParticipantFact) -> str:
        return "the arm" if node.fact == "arm" else "the participant's identifier"

    def number(self, node: Number) -> str:
        return format_number(node.value) + (f" {node.unit}" if node.unit else "")

    def arithmetic(self, node: Arithmetic) -> str:
        sides = (self._say_inner(node.left), self._say_inner(node.right))
        return f"{sides[0]} {_OPERATORS[node.operator]} {sides[1]}"

    def _say_inner(self, node: Node) -> str:
        said = self.say(node)
        compound = isinstance(node, Arithmetic | Comparison | Logical | Not | Membership) or (
            isinstance(node, Call) and node.function in {"if", "coalesce"}
        )
        return f"({said})" if compound else said

    def comparison(self, node: Comparison) -> str:
        left, right = self.say(node.left), self._say_against(node.left, node.right)
        return f"{left} {_RELATIONS[node.operator]} {right}"

    def _say_against(self, subject: Node, node: Node) -> str:
        """Say a value, calling a code by its label and giving a number the subject's unit."""
        if isinstance(node, Text):
            return f'"{self._find_codes(subject).get(node.value, node.value)}"'
        said = self.say(node)
        subject = _find_reference(subject)
        if isinstance(node, Number) and not node.unit and isinstance(subject, ItemReference):
            item = self._catalogue.find_item(subject.form, subject.item)
            return f"{said} {item.unit}".rstrip() if item else said
        return said

    def _find_codes(self, subject: Node) -> dict[str, str]:
        if isinstance(subject, ParticipantFact) and subject.fact == "arm":
            return dict(self._catalogue.arms)
        subject = _find_reference(subject)
        if isinstance(subject, ItemReference):
            item = self._catalogue.find_item(subject.form, subject.item)
            return item.codes if item else {}
        return {}

    def membership(self, node: Membership) -> str:
        choices = [self._say_against(node.operand, choice) for choice in node.choices]
        listed = " or ".join(filter(None, [", ".join(choices[:-1]), choices[-1]]))
        word = "is not" if node.negated else "is"
        return f"{self.say(node.operand)} {word} {listed}"

    def state_test(self, node: StateTest) -> str:
        word = "is not" if node.negated else "is"
        state = {"below limit": "below the limit of detection", "above limit": "above the limit"}
        return f"{self.say(node.operand)} {word} {state.get(node.state, node.state)}"

    def logical(self, node: Logical) -> str:
        terms = [
            f"({self.say(term)})" if isinstance(term, Logical) else self.say(term)
            for term in node.terms
        ]
        return f" {node.operator} ".join(terms)

    def call(self, node: Call) -> str:
        arguments = [self.say(argument) for argument in node.arguments]
        if node.function in _FUNCTIONS:
            return _FUNCTIONS[node.function].format(*arguments)
        if node.function == "round":
            digits = arguments[1] if len(arguments) > 1 else "0"
            return f"{arguments[0]} rounded to {digits} digits after the point"
        if node.function == "coalesce":
            return ", or else ".join(arguments)
        word = "smallest" if node.function == "least" else "largest"
        return f"the {word} of {', '.join(arguments[:-1])} and {arguments[-1]}"

    def aggregate(self, node: Aggregate) -> str:
        form = self._catalogue.forms.get(node.form)
        label = _lower(form.label if form else node.form)
        entries = f"{label}{self._label_visit(node.visit)}"
        entry = f"entry of {entries}"
        where = f" where {self.say(node.where)}" if node.where else ""
        if node.value is not None:
            item = f"{_OF_ITEM[node.kind]} {self.say(node.value)}"
            return f"{item} among the entries of {entries}{where}"
        if node.kind == "all" and node.where:
            return f"in every {entry}, {self.say(node.where)}"
        if node.kind == "count":
            return f"the number of entries of {entries}{where}"
        return f"there is an {entry}{where}"


def _find_reference(node: Node) -> Node:
    """Return the item of which an aggregate speaks, or the node itself."""
    return node.value if isinstance(node, Aggregate) and node.value is not None else node


def _lower(label: str) -> str:
    """Return a label as it reads inside a sentence; an abbreviation keeps its capitals."""
    keeps = len(label) < 2 or not label[1].islower()
    return label if keeps else label[0].lower() + label[1:]


_RULES: dict[type[Node], Callable[[_Speaker, Any], str]] = {
    Number: _Speaker.number,
    Text: lambda _, node: f'"{node.value}"',
    Day: lambda _, node: node.value.isoformat(),
    Truth: lambda _, node: "true" if node.value else "false",
    ItemReference: _Speaker.reference,
    ParticipantFact: _Speaker.fact,
    Negate: lambda speaker, node: f"minus {speaker.say(node.operand)}",
    Scaled: lambda speaker, node: speaker.say(node.operand),
    Arithmetic: _Speaker.arithmetic,
    Comparison: _Speaker.comparison,
    Membership: _Speaker.membership,
    StateTest: _Speaker.state_test,
    Not: lambda speaker, node: f"it does not hold that {speaker.say(node.operand)}",
    Logical: _Speaker.logical,
    Call: _Speaker.call,
    Aggregate: _Speaker.aggregate,
}
