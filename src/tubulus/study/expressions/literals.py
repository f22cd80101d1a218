"""Read the values that stand in an expression: numbers, texts, dates."""

from __future__ import annotations

import re
from datetime import date

from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.tokens import Token
from tubulus.study.expressions.tree import Day, Number, Text

__all__ = ["read_day", "read_number", "read_text"]

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def read_number(token: Token, unit: str) -> Number:
    """Return a number with its unit; refuse one too large to compute with."""
    value = float(token.text)
    if value == float("inf"):
        raise ExpressionError("the number is too large", token.position, "write a smaller one")
    return Number(value, unit, position=token.position)


def read_text(token: Token) -> Text:
    """Return a text without its quotes."""

    def read_escape(match: re.Match[str]) -> str:
        if match.group(1) not in {'"', "\\"}:
            remedy = r"write \\ for a backslash and \" for a quote"
            place = token.position + 1 + match.start()
            raise ExpressionError("a lone backslash stands in a text", place, remedy)
        return match.group(1)

    return Text(_ESCAPE.sub(read_escape, token.text[1:-1]), position=token.position)


def read_day(token: Token) -> Day:
    """Return a date; refuse one that the calendar does not have."""
    try:
        return Day(date.fromisoformat(token.text), position=token.position)
    except ValueError:
        raise ExpressionError(
            f"'{token.text}' is not a date",
            token.position,
            "write year-month-day as 2026-01-31; put spaces around '-' to subtract",
        ) from None
