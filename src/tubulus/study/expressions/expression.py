"""An expression that fits its study, ready to be evaluated for each participant."""

from __future__ import annotations

from dataclasses import dataclass

from tubulus.core.identifiers import suggest_name
from tubulus.study.expressions.catalogue import Catalogue
from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.evaluation import Scene, evaluate
from tubulus.study.expressions.operands import make_value
from tubulus.study.expressions.parsing import parse
from tubulus.study.expressions.resolution import resolve
from tubulus.study.expressions.tree import Node
from tubulus.study.expressions.value_types import (
    FAMILIES,
    ValueType,
    convert_node,
    describe_type,
)
from tubulus.study.records.participants import Entry, ParticipantData
from tubulus.study.records.values import Value

__all__ = ["Expression", "compile_expression"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression.

    Parameters
    ----------
    text : str
        As written in the study.
    tree : Node
        Resolved: names found, units converted.
    value_type : ValueType
        What it evaluates to: family, unit, codes.
    catalogue : Catalogue
        Names of the study it was compiled for.
    form : str
        Form whose items are named bare; empty for none.
    """

    text: str
    tree: Node
    value_type: ValueType
    catalogue: Catalogue
    form: str = ""

    def evaluate(self, participant: ParticipantData, entry: Entry | None = None) -> Value:
        """Return the value for a participant; never raises, whatever the data are.

        Parameters
        ----------
        participant : ParticipantData
            Whose entries are looked at.
        entry : Entry, optional
            The entry whose items are named bare; without one they are missing.

        Returns
        -------
        Value
            A condition has ``truth``, and is missing where it is unknown. A number below or
            above a limit carries the limit, in the unit of :attr:`value_type`.
        """
        own = (entry,) if self.form else ()
        operand = evaluate(self.tree, Scene(participant, self.catalogue, own))
        return make_value(operand, self.value_type.family)

    def holds(self, participant: ParticipantData, entry: Entry | None = None) -> bool | None:
        """Return whether the condition is true, or None where it is unknown."""
        return self.evaluate(participant, entry).truth


def compile_expression(
    text: str,
    catalogue: Catalogue,
    *,
    form: str | None = None,
    expects: str = "truth",
    unit: str = "",
) -> Expression:
    """Read an expression and fit it to a study.

    Parameters
    ----------
    text : str
        The expression.
    catalogue : Catalogue
        Names of the study, see :func:`tubulus.study.expressions.catalogue.make_catalogue`.
    form : str, optional
        The form whose items may be named without it.
    expects : str
        ``truth``, ``number``, ``text``, ``date``, ``time``, any kind of item, or ``any``.
    unit : str
        Unit in which a number is wanted; empty for the unit that comes out.

    Returns
    -------
    Expression
        Frozen, and safe to evaluate on any data.

    Raises
    ------
    ExpressionError
        With the character at which the text is wrong, what is wrong and what to write.
    """
    own = catalogue.forms.get(form) if form else None
    if form and own is None:
        raise ExpressionError(f"there is no form '{form}'", 1, suggest_name(form, catalogue.forms))
    tree, found = resolve(parse(text), catalogue, own)
    wanted = found.family if expects == "any" else FAMILIES[expects]
    if found.family != wanted:
        raise ExpressionError(
            f"the expression is {describe_type(found)}, expected "
            f"{describe_type(ValueType(wanted))}",
            tree.position,
            "compare it with something" if wanted == "truth" else "",
        )
    if unit and found.family == "number":
        tree, found = convert_node(tree, found, ValueType(found.family, unit))
    return Expression(text, tree, found, catalogue, form or "")
