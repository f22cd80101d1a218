"""Compile every expression that a study's definition declares, and report those that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tubulus.core.errors import Problem
from tubulus.study.definition.forms import EditCheck, Form
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
    for path, text, form, expects, unit in _list_expressions(study):
        if not text:
            continue
        try:
            compile_expression(text, catalogue, form=form or None, expects=expects, unit=unit)
        except ExpressionError as error:
            if not error.follows:
                problems.append(study.source.make_problem(path, str(error)))
    return problems


def _list_expressions(study: Study) -> Iterator[tuple[_Path, str, str, str, str]]:
    """Yield place, text, form, expected type and unit of each expression."""
    data = study.source.data
    for criterion in study.eligibility:
        place: _Path = ("eligibility", *_find_place(data.get("eligibility"), criterion.id))
        yield (*place, "when"), criterion.when, "", "truth", ""
        yield (*place, "where"), criterion.where, "", "truth", ""
    for check in study.checks:
        yield from _list_of_check(("checks", *_find_place(data.get("checks"), check.id)), check)
    for form in study.forms:
        yield from _list_of_form(data.get("forms"), form)


def _list_of_form(entries: Any, form: Form) -> Iterator[tuple[_Path, str, str, str, str]]:
    place: _Path = ("forms", *_find_place(entries, form.id))
    entry = entries[place[1]] if isinstance(entries, list) and isinstance(place[1], int) else {}
    for item in form.items:
        path: _Path = (*place, "items", *_find_place(entry.get("items"), item.id))
        yield (*path, "ask_when"), item.ask_when, form.id, "truth", ""
        yield (*path, "derive"), item.derive, form.id, item.kind, item.unit
    for check in form.checks:
        path = (*place, "checks", *_find_place(entry.get("checks"), check.id))
        yield from _list_of_check(path, check, form.id)


def _list_of_check(
    place: _Path, check: EditCheck, form: str = ""
) -> Iterator[tuple[_Path, str, str, str, str]]:
    yield (*place, "require"), check.require, form, "truth", ""
    yield (*place, "where"), check.where, form, "truth", ""


def _find_place(entries: Any, name: str) -> _Path:
    """Return the position of a part in the file; its name where it comes from a built-in form.

    Parts that could not be read are not in the study, so its own order does not tell the place.
    """
    for position, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and entry.get("id", entry.get("use")) == name:
            return (position,)
    return (name,)
