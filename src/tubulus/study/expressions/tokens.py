"""Cut the text of an expression into tokens, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tubulus.study.expressions.errors import ExpressionError

__all__ = ["Token", "TokenKind", "cut_tokens"]

TokenKind = Literal["name", "number", "unit", "text", "date", "symbol", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of an expression; ``position`` counts characters from 1."""

    kind: TokenKind
    text: str
    position: int


# the order matters: a date would otherwise be read as a subtraction of numbers
_PATTERNS: tuple[tuple[TokenKind, re.Pattern[str]], ...] = (
    ("date", re.compile(r"\d{1,4}-\d{1,2}-\d{1,4}(?![\w.])")),
    ("number", re.compile(r"\d+(\.\d+)?([eE][+-]?\d+)?(?![A-Za-z_])", re.ASCII)),
    ("text", re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)),
    # a hyphen belongs to the name: forms and visits have it (marrow-harvest, month-6)
    ("name", re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")),
    ("symbol", re.compile(r"!=|<=|>=|[=<>+\-*/().,@\[\]]")),
)
_UNIT = re.compile(r"\s*\[([^\[\]]*)\]")
_SPACE = re.compile(r"\s*")
_HABITS = (
    ("==", "write = for 'is equal to'"),
    ("<>", "write != for 'is not equal to'"),
    ("≠", "write !="),
    ("≤", "write <="),
    ("≥", "write >="),
    ("&", "write 'and'"),
    ("|", "write 'or'"),
    ("!", "write 'not', or != for 'is not equal to'"),
    ("'", 'write a text in double quotes, "like this"'),
    ('"', "close the text with a double quote"),
    ("×", "write *"),
    ("−", "write the plain minus sign -"),
    ("%", "write the unit in brackets after the number: 50 [%]"),
    ("^", "write a product, x * x"),
)


def cut_tokens(text: str) -> list[Token]:
    """Return the tokens of an expression, the last one being of kind ``end``.

    Raises
    ------
    ExpressionError
        Where a character belongs to nothing that the language knows.
    """
    tokens: list[Token] = []
    start = _skip_space(text, 0)
    while start < len(text):
        _refuse_habit(text, start, ("==", "<>"))
        token, start = _cut_one(text, start)
        tokens.append(token)
        if token.kind == "number" and (unit := _UNIT.match(text, start)):
            tokens.append(Token("unit", unit.group(1).strip(), unit.start(1) + 1))
            start = unit.end()
        start = _skip_space(text, start)
    tokens.append(Token("end", "", len(text) + 1))
    return tokens


def _skip_space(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start


def _cut_one(text: str, start: int) -> tuple[Token, int]:
    for kind, pattern in _PATTERNS:
        match = pattern.match(text, start)
        if match:
            return Token(kind, match.group(), start + 1), match.end()
    _refuse_habit(text, start, tuple(sign for sign, _ in _HABITS))
    if text[start].isdigit():
        raise ExpressionError(
            "a number runs into a word", start + 1, "put a space or an operator between them"
        )
    raise ExpressionError(f"'{text[start]}' has no meaning here", start + 1, "remove it")


def _refuse_habit(text: str, start: int, signs: tuple[str, ...]) -> None:
    for sign, remedy in _HABITS:
        if sign in signs and text.startswith(sign, start):
            what = "the text is not closed" if sign == '"' else f"'{sign}' has no meaning here"
            raise ExpressionError(what, start + 1, remedy)
