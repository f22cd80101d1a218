"""The type of each part of an expression: family, unit, codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tubulus.core.units import UNITS, UnitError, convert
from tubulus.study.definition.forms import Item
from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.rendering import render
from tubulus.study.expressions.tree import Family, Node, Number, Scaled

__all__ = [
    "FAMILIES",
    "ValueType",
    "convert_node",
    "describe_type",
    "find_item_type",
    "type_product",
    "type_quotient",
]

FAMILIES: dict[str, Family] = {
    "number": "number",
    "integer": "number",
    "text": "text",
    "code": "text",
    "date": "date",
    "time": "time",
    "truth": "truth",
}
"""Family of values of each kind of item."""

_WORDS = {
    "number": "a number",
    "text": "a text",
    "date": "a date",
    "time": "a time",
    "truth": "a condition",
}


@dataclass(frozen=True, slots=True)
class ValueType:
    """What a part of an expression evaluates to.

    Parameters
    ----------
    family : str
        Number, text, date, time or truth.
    unit : str
        Unit of a number; empty for a plain number, which fits every unit as it stands.
    analyte : str
        What was measured, for conversions between mass and amount.
    codes : mapping of str to str
        Codes a text may have, with labels; empty where it may be anything.
    """

    family: Family
    unit: str = ""
    analyte: str = ""
    codes: Mapping[str, str] | None = None


def find_item_type(item: Item) -> ValueType:
    """Return the type of an item's values."""
    return ValueType(FAMILIES[item.kind], item.unit, item.analyte, item.codes or None)


def describe_type(value_type: ValueType) -> str:
    """Return a type in words, for messages."""
    if value_type.codes:
        return "a code"
    unit = f" in {value_type.unit}" if value_type.unit else ""
    return _WORDS[value_type.family] + unit


def convert_node(node: Node, given: ValueType, wanted: ValueType) -> tuple[Node, ValueType]:
    """Bring a number into the unit of another; a number without unit is left as it stands.

    Raises
    ------
    ExpressionError
        If the units measure different things, or only a laboratory's own factor joins them.
    """
    if given.unit == wanted.unit or not given.unit or not wanted.unit:
        return node, replace(given, unit=given.unit or wanted.unit)
    analyte = given.analyte or wanted.analyte
    try:
        factor = convert(1.0, given.unit, wanted.unit, analyte=analyte)
    except UnitError as error:
        remedy = f"write it in {wanted.unit}" if given.unit in UNITS else ""
        message = f"'{render(node)}' does not fit the unit {wanted.unit}: {error}"
        raise ExpressionError(message, node.position, remedy) from None
    new_type = replace(given, unit=wanted.unit, analyte=analyte)
    if isinstance(node, Number):
        value = convert(node.value, given.unit, wanted.unit, analyte=analyte)
        return Number(value, wanted.unit, position=node.position), new_type
    return Scaled(node, factor, position=node.position), new_type


def _find_dimension(value_type: ValueType) -> str:
    return UNITS[value_type.unit].dimension if value_type.unit else ""


def type_product(
    left: Node, left_type: ValueType, right: Node, right_type: ValueType
) -> tuple[Node, Node, ValueType]:
    """Return both factors and the type of a product: number = volume x concentration."""
    pair = {_find_dimension(left_type), _find_dimension(right_type)}
    if pair == {"volume", "number concentration"}:
        base = {"volume": "mL", "number concentration": "million/mL"}
        left, _ = convert_node(
            left, left_type, replace(left_type, unit=base[_find_dimension(left_type)])
        )
        right, _ = convert_node(
            right, right_type, replace(right_type, unit=base[_find_dimension(right_type)])
        )
        return left, right, ValueType("number", "million")
    if "" in pair:
        known = left_type if left_type.unit else right_type
        return left, right, ValueType("number", known.unit, known.analyte)
    return left, right, ValueType("number")


def type_quotient(
    left: Node, left_type: ValueType, right: Node, right_type: ValueType
) -> tuple[Node, Node, ValueType]:
    """Return both parts and the type of a quotient; like by like is a plain number."""
    if not right_type.unit:
        return left, right, ValueType("number", left_type.unit, left_type.analyte)
    if left_type.unit and _find_dimension(left_type) == _find_dimension(right_type):
        factor = convert(1.0, right_type.unit, left_type.unit)
        if factor != 1.0:
            right, _ = convert_node(right, right_type, left_type)
    return left, right, ValueType("number")
