"""Check the arguments of a function against its signature."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.rendering import render
from tubulus.study.expressions.signatures import FUNCTIONS, Parameter, Signature
from tubulus.study.expressions.tree import Call, Node, Number
from tubulus.study.expressions.value_types import ValueType, convert_node, describe_type

__all__ = ["MAXIMUM_DIGITS", "resolve_call"]

MAXIMUM_DIGITS = 9
"""Digits after the point that ``round`` keeps at most: more than any measurement has."""

_WANTED = {
    "number": "a number",
    "date": "a date",
    "truth": "a condition",
    "ordered": "a number, a date or a time",
    "digits": f"a whole number from 0 to {MAXIMUM_DIGITS}",
}


def resolve_call(node: Call, arguments: list[tuple[Node, ValueType]]) -> tuple[Call, ValueType]:
    """Return a call whose arguments fit, in one unit where they must agree, and its type.

    Raises
    ------
    ExpressionError
        For the first argument that is missing, too many or of the wrong type.
    """
    signature = FUNCTIONS[node.function]
    _require_number_of_arguments(node, signature)
    agreed: ValueType | None = None
    nodes: list[Node] = []
    for position, (argument, found) in enumerate(arguments):
        parameter = signature.parameters[min(position, len(signature.parameters) - 1)]
        _require_parameter(node, argument, found, parameter)
        new = argument
        if parameter in {"same", "ordered"}:
            agreed = agreed or found
            new, agreed = _agree(node, argument, found, agreed)
        nodes.append(new)
    call = replace(node, arguments=tuple(nodes))
    return call, _find_result(signature, agreed or arguments[0][1])


def _find_result(signature: Signature, common: ValueType) -> ValueType:
    if signature.returns == "same":
        return common
    unit = common.unit if signature.unit is None else signature.unit
    return ValueType(signature.returns, unit, common.analyte if unit else "")


def _require_number_of_arguments(node: Call, signature: Signature) -> None:
    least, most = signature.required, len(signature.parameters)
    count = len(node.arguments)
    if count < least or (count > most and not signature.many):
        wanted = (
            f"at least {least}" if signature.many else " or ".join({str(least): 0, str(most): 0})
        )
        raise ExpressionError(
            f"{node.function} takes {wanted} arguments and has {count}",
            node.position,
            f"it gives {signature.meaning}",
        )


def _require_parameter(node: Call, argument: Node, found: ValueType, parameter: Parameter) -> None:
    if parameter == "same":
        return
    if parameter == "digits":
        whole = isinstance(argument, Number) and argument.value in range(MAXIMUM_DIGITS + 1)
        if not whole or found.unit:
            _refuse(node, argument, found, _WANTED[parameter])
    elif parameter == "ordered":
        if found.family not in {"number", "date", "time"}:
            _refuse(node, argument, found, _WANTED[parameter])
    elif found.family != parameter:
        _refuse(node, argument, found, _WANTED[parameter])


def _agree(
    node: Call, argument: Node, found: ValueType, agreed: ValueType
) -> tuple[Node, ValueType]:
    if found.family != agreed.family:
        _refuse(node, argument, found, f"{describe_type(agreed)} like the argument before")
    if found.family == "number":
        new, fitted = convert_node(argument, found, agreed)
        return new, replace(agreed, unit=fitted.unit, analyte=agreed.analyte or fitted.analyte)
    same_codes = found.codes is not None and found.codes == agreed.codes
    return argument, agreed if same_codes else replace(agreed, codes=None)


def _refuse(node: Call, argument: Node, found: ValueType, wanted: str) -> NoReturn:
    raise ExpressionError(
        f"'{render(argument)}' is {describe_type(found)}; {node.function} expects {wanted}",
        argument.position,
        f"{node.function} gives {FUNCTIONS[node.function].meaning}",
    )
