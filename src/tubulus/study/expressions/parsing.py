"""Build the tree of an expression from its text, by recursive descent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar, get_args

from tubulus.core.identifiers import suggest_name
from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.literals import read_day, read_number, read_text
from tubulus.study.expressions.signatures import FUNCTIONS
from tubulus.study.expressions.tokens import Token, cut_tokens
from tubulus.study.expressions.tree import (
    Aggregate,
    AggregateKind,
    Arithmetic,
    Call,
    Comparison,
    Logical,
    Membership,
    Name,
    Negate,
    Node,
    Not,
    ParticipantFact,
    StateTest,
    Truth,
    measure_depth,
)

__all__ = ["AGGREGATES", "MAXIMUM_DEPTH", "MAXIMUM_NESTING", "STATES", "parse"]

MAXIMUM_NESTING = 40
"""Brackets, calls and signs inside each other: a bound on what a reader can follow."""
MAXIMUM_DEPTH = 100
"""Levels of the tree; keeps every later step far from the limit of Python's own stack."""
AGGREGATES: dict[str, AggregateKind] = {kind: kind for kind in get_args(AggregateKind)}
STATES = ("missing", "known", "below limit", "above limit", "not quantifiable", "not applicable")

_COMPARATORS = frozenset(("=", "!=", "<", "<=", ">", ">="))
_RESERVED = frozenset(("and", "or", "not", "in", "is", "where", "true", "false"))
_OF_FORMS = frozenset(("any", "all", "count", "exists"))
_TOO_DEEP = "split it: give a part of it its own derived item"
_Result = TypeVar("_Result")


def parse(text: str) -> Node:
    """Return the tree of an expression; names and units are not looked up yet.

    Raises
    ------
    ExpressionError
        With the character at which the text stops making sense, and a remedy.
    """
    parser = _Parser(cut_tokens(text))
    tree = parser.parse_whole()
    if measure_depth(tree) > MAXIMUM_DEPTH:
        raise ExpressionError(
            f"the expression has more than {MAXIMUM_DEPTH} levels", tree.position, _TOO_DEEP
        )
    return tree


class _Parser:
    """Walks along the tokens; each method reads one rule of the grammar."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._nesting = 0

    # the place in the text

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _advance(self) -> Token:
        token = self._token
        if token.kind != "end":
            self._next += 1
        return token

    def _is_at(self, *texts: str) -> bool:
        return self._token.kind in {"symbol", "name"} and self._token.text in texts

    def _has_ended(self) -> bool:
        return self._token.kind == "end"

    def _take(self, *texts: str) -> Token | None:
        return self._advance() if self._is_at(*texts) else None

    def _require(self, text: str, remedy: str) -> Token:
        token = self._take(text)
        if token is None:
            self._refuse(f"expected '{text}'", remedy)
        return token

    def _make_error(self, message: str, remedy: str, token: Token) -> ExpressionError:
        found = f"found '{token.text}'" if token.text else "the expression ends"
        return ExpressionError(f"{message}, but {found}", token.position, remedy)

    def _refuse(self, message: str, remedy: str) -> NoReturn:
        raise self._make_error(message, remedy, self._token)

    def _nest(self, rule: Callable[[], _Result]) -> _Result:
        self._nesting += 1
        if self._nesting > MAXIMUM_NESTING:
            raise ExpressionError(
                f"more than {MAXIMUM_NESTING} parts are nested in each other",
                self._token.position,
                _TOO_DEEP,
            )
        result = rule()
        self._nesting -= 1
        return result

    # rules, from the loosest binding to the tightest

    def parse_whole(self) -> Node:
        if self._has_ended():
            raise ExpressionError("the expression is empty", 1, "write a condition or a value")
        tree = self._parse_or()
        if not self._has_ended():
            self._refuse_rest()
        return tree

    def _refuse_rest(self) -> NoReturn:
        token = self._token
        if token.kind == "symbol" and token.text in {")", "]"}:
            self._refuse("expected the end", f"remove '{token.text}' or open its bracket before")
        if token.kind == "name" and token.text.lower() in _RESERVED:
            self._refuse(
                "expected an operator or the end", "write words such as 'and' in lower case"
            )
        self._refuse("expected an operator or the end", "join two conditions with 'and' or 'or'")

    def _parse_or(self) -> Node:
        return self._parse_terms("or", self._parse_and)

    def _parse_and(self) -> Node:
        return self._parse_terms("and", self._parse_not)

    def _parse_terms(self, operator: str, rule: Callable[[], Node]) -> Node:
        first = rule()
        terms = [first]
        while self._take(operator):
            terms.append(rule())
        if len(terms) == 1:
            return first
        return Logical(operator, tuple(terms), position=first.position)

    def _parse_not(self) -> Node:
        token = self._take("not")
        if token is None:
            return self._parse_comparison()
        return Not(self._nest(self._parse_not), position=token.position)

    def _parse_comparison(self) -> Node:
        left = self._parse_sum()
        whole = self._parse_relation(left)
        if whole is not left and (self._is_at("in", "is", *_COMPARATORS)):
            raise ExpressionError(
                "comparisons cannot be chained",
                self._token.position,
                "join two comparisons with 'and', or put one in brackets",
            )
        return whole

    def _parse_relation(self, left: Node) -> Node:
        if token := self._take(*_COMPARATORS):
            return Comparison(token.text, left, self._parse_sum(), position=left.position)
        if self._take("is"):
            return self._parse_state(left)
        if self._take("in"):
            return Membership(left, self._parse_choices(), position=left.position)
        if self._take("not"):
            self._require("in", "write 'not in [...]', or 'not' before the comparison")
            return Membership(left, self._parse_choices(), negated=True, position=left.position)
        return left

    def _parse_state(self, left: Node) -> Node:
        # 'is not applicable' is a state; 'is not missing' denies one
        start = self._token
        words: list[str] = []
        while self._token.kind == "name" and len(words) < 3:
            words.append(self._advance().text)
            for negated, said in ((False, words), (True, words[1:])):
                state = " ".join(said)
                if state in STATES and (not negated or words[0] == "not"):
                    return StateTest(left, state, negated, position=left.position)
        remedy = f"one of: {', '.join(STATES)}"
        raise self._make_error("expected a state after 'is'", remedy, start)

    def _parse_choices(self) -> tuple[Node, ...]:
        self._require("[", 'write the choices in square brackets, ["a", "b"]')
        choices = [self._parse_choice()]
        while self._take(","):
            choices.append(self._parse_choice())
        self._require("]", "close the list of choices with ]")
        return tuple(choices)

    def _parse_choice(self) -> Node:
        if token := self._take("-"):
            return Negate(self._parse_choice(), position=token.position)
        literal = self._parse_literal()
        if literal is None:
            self._refuse("expected a text, number or date", "list plain values only")
        return literal

    def _parse_sum(self) -> Node:
        return self._parse_chain(("+", "-"), self._parse_product)

    def _parse_product(self) -> Node:
        return self._parse_chain(("*", "/"), self._parse_sign)

    def _parse_chain(self, operators: Iterable[str], rule: Callable[[], Node]) -> Node:
        left = rule()
        while token := self._take(*operators):
            left = Arithmetic(token.text, left, rule(), position=left.position)
        return left

    def _parse_sign(self) -> Node:
        token = self._take("-")
        if token is None:
            return self._parse_primary()
        return Negate(self._nest(self._parse_sign), position=token.position)

    def _parse_primary(self) -> Node:
        literal = self._parse_literal()
        if literal is not None:
            return literal
        if self._take("("):
            inner = self._nest(self._parse_or)
            self._require(")", "close the bracket")
            return inner
        if self._token.kind != "name" or self._token.text in _RESERVED:
            self._refuse("expected a value", "write an item, a number or a text in double quotes")
        token = self._advance()
        if self._is_at("("):
            return self._parse_call(token)
        return self._parse_name(token)

    def _parse_literal(self) -> Node | None:
        token = self._token
        if token.kind == "number":
            self._advance()
            unit = self._advance().text if self._token.kind == "unit" else ""
            return read_number(token, unit)
        if token.kind == "text":
            self._advance()
            return read_text(token)
        if token.kind == "date":
            self._advance()
            return read_day(token)
        if self._take("true", "false"):
            return Truth(token.text == "true", position=token.position)
        return None

    # names, functions and aggregates

    def _parse_name(self, token: Token) -> Node:
        if not self._take("."):
            if self._is_at("@"):
                self._refuse("expected a form and an item before '@'", "write form.item@visit")
            return Name("", token.text, position=token.position)
        item = self._read_word("an item", "write form.item")
        if token.text == "participant":
            return ParticipantFact(item, position=token.position)
        return Name(token.text, item, self._parse_visit(), position=token.position)

    def _parse_visit(self) -> str:
        return self._read_word("a visit", "write form.item@visit") if self._take("@") else ""

    def _read_word(self, what: str, remedy: str) -> str:
        if self._token.kind != "name":
            self._refuse(f"expected {what}", remedy)
        return self._advance().text

    def _parse_call(self, token: Token) -> Node:
        self._advance()
        if token.text in AGGREGATES:
            return self._parse_aggregate(token, AGGREGATES[token.text])
        if token.text not in FUNCTIONS:
            remedy = suggest_name(token.text, [*FUNCTIONS, *AGGREGATES])
            raise ExpressionError(f"there is no function '{token.text}'", token.position, remedy)
        arguments: list[Node] = []
        if not self._is_at(")"):
            arguments.append(self._nest(self._parse_or))
            while self._take(","):
                arguments.append(self._nest(self._parse_or))
        self._require(")", f"close the arguments of {token.text}")
        return Call(token.text, tuple(arguments), position=token.position)

    def _parse_aggregate(self, token: Token, kind: AggregateKind) -> Node:
        form = self._read_word("a form", f"write {kind}(form ...)")
        item = self._read_word("an item", f"write {kind}(form.item ...)") if self._take(".") else ""
        visit = self._parse_visit()
        where = self._nest(self._parse_or) if self._take("where") else None
        if self._is_at(","):
            self._refuse(
                f"'{kind}' looks at the entries of one form",
                "for the smaller or larger of two values write least(a, b) or greatest(a, b)",
            )
        self._require(")", f"close {kind}(...), or put 'where' before its condition")
        aggregate = Aggregate(kind, form, item, visit, where, position=token.position)
        _require_shape(aggregate)
        return aggregate


def _require_shape(node: Aggregate) -> None:
    kind, form = node.kind, node.form
    if kind in _OF_FORMS and node.item:
        remedy = f"write {kind}({form} where {node.item} ...)"
        raise ExpressionError(f"'{kind}' takes a form, not an item", node.position, remedy)
    if kind not in _OF_FORMS and not node.item:
        raise ExpressionError(
            f"'{kind}' takes an item", node.position, f"write {kind}({form}.item)"
        )
    if kind in {"any", "all"} and node.where is None:
        remedy = f"write {kind}({form} where ...), or exists({form})"
        raise ExpressionError(f"'{kind}' needs a condition", node.position, remedy)
    if kind == "exists" and node.where is not None:
        remedy = f"write any({form} where ...)"
        raise ExpressionError("'exists' takes no condition", node.position, remedy)
