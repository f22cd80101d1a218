"""Highlight the expression language of the study file in the documents."""

from typing import ClassVar

from pygments.lexer import RegexLexer, words
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
)
from sphinx.application import Sphinx

WORDS = (
    *("or", "and", "not", "in", "is", "where", "true", "false", "missing", "known", "below"),
    *("above", "limit", "quantifiable", "applicable"),
)
FUNCTIONS = (
    *("any", "all", "count", "exists", "min", "max", "mean", "first", "last", "abs", "log"),
    *("round", "least", "greatest", "days_between", "years_between", "coalesce", "if"),
)


class ExpressionLexer(RegexLexer):
    """Split an expression into marks to colour."""

    name = "Tubulus expression"
    aliases: ClassVar = ["expression"]
    tokens: ClassVar = {
        "root": [
            (r"\s+", Text),
            (r"#.*$", Comment),
            (r"\d{4}-\d{2}-\d{2}", Literal.Date),
            (r"\d+(\.\d+)?([eE][+-]?\d+)?", Number),
            (r'"[^"\n]*"', String),
            (words(WORDS, prefix=r"(?<![.@\w-])", suffix=r"(?![.@\w-])"), Keyword),
            (words(FUNCTIONS, suffix=r"(?=\()"), Name.Builtin),
            (r"@[a-z][a-z0-9_-]*", Name.Label),
            (r"[A-Za-z_][A-Za-z0-9_-]*", Name),
            (r"[-+*/=<>!]+", Operator),
            (r"[^\w\s]", Punctuation),
        ]
    }


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the lexer."""
    app.add_lexer("expression", ExpressionLexer)
    return {"parallel_read_safe": True}
