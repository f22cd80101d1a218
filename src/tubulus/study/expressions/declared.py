"""Compile every expression that a study's definition declares, and report those that do not fit."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.core.errors import Problem
from tubulus.study.definition.study import Study
from tubulus.study.expressions.catalogue import make_catalogue
from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.expression import compile_expression

__all__ = ["check_declared_expressions"]

_Path = tuple[str | int, ...]


def check_declared_expressions(study: Study) -> list[Problem]:
    """Return a problem for each expression of the definition that cannot be compiled."""
    catalogue = make_catalogue(study)
    problems = []
    for path, text, form, expects in _list_expressions(study):
        if not text:
            continue
        try:
            compile_expression(text, catalogue, form=form or None, expects=expects)
        except ExpressionError as error:
            problems.append(study.source.make_problem(path, str(error)))
    return problems


def _list_expressions(study: Study) -> Iterator[tuple[_Path, str, str, str]]:
    """Yield place, text, form and expected type of each expression."""
    for i, criterion in enumerate(study.eligibility):
        yield ("eligibility", i, "when"), criterion.when, "", "truth"
        yield ("eligibility", i, "where"), criterion.where, "", "truth"
    for i, check in enumerate(study.checks):
        yield ("checks", i, "require"), check.require, "", "truth"
        yield ("checks", i, "where"), check.where, "", "truth"
    for i, form in enumerate(study.forms):
        for item in form.items:
            yield ("forms", i, "items", item.id, "ask_when"), item.ask_when, form.id, "truth"
            yield ("forms", i, "items", item.id, "derive"), item.derive, form.id, item.kind
        for check in form.checks:
            yield ("forms", i, "checks", check.id, "require"), check.require, form.id, "truth"
            yield ("forms", i, "checks", check.id, "where"), check.where, form.id, "truth"
