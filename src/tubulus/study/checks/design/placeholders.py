"""Texts of the template that were never replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from tubulus.core.errors import Problem
from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData

__all__ = ["PLACEHOLDERS", "check_placeholders", "list_placeholders"]

_ID = "placeholder"
_PLACEHOLDER = re.compile(r"(?<!\S)<[^\W\d_][^<>]*[^\s<>]>(?!\w)")

# '<' stands for less than in expressions, and for a limit of detection in foreign files
_EXPRESSIONS = {
    "when", "where", "require", "ask_when", "derive", "value", "baseline", "reason", "first",
    "second",
}  # fmt: skip
_FOREIGN = "sources"
_REMEDY = "replace the text in <...> by your own, or remove the key"


def list_placeholders(study: Study) -> list[Problem]:
    """List the places of `study.toml` at which a text of the template still stands."""
    return [
        study.source.make_problem(path, f"the placeholder '{text}' still stands", _REMEDY)
        for path, text in _iterate_texts(study.source.data, ())
    ]


def _iterate_texts(
    part: Any, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(part, str):
        found = _PLACEHOLDER.search(part)
        if found and path[-1] not in _EXPRESSIONS:
            yield path, found.group()
        return
    entries: Any = ()
    if isinstance(part, dict):
        entries = ((key, entry) for key, entry in part.items() if (*path, key) != (_FOREIGN,))
    elif isinstance(part, list):
        entries = enumerate(part)
    for key, entry in entries:
        yield from _iterate_texts(entry, (*path, key))


def check_placeholders(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each text of the template that still stands in the definition."""
    return [
        Finding(
            severity="warning",
            check=_ID,
            message=f"{problem.field}: {problem.message}",
            remedy=problem.remedy,
            file=problem.file,
            row=problem.row,
        )
        for problem in list_placeholders(study)
    ]


PLACEHOLDERS = Check(
    id=_ID,
    title="No text of the template still stands in the definition; `plan freeze` refuses it.",
    severity="warning",
    looks_at="all texts of `study.toml` but expressions and `[[sources]]`",
    source="a report prints these texts as facts of the study",
    function=check_placeholders,
    topic="Definition",
)
