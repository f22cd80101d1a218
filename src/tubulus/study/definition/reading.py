"""Read the study room's sections of ``study.toml``; every problem of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from tubulus.core.errors import InputError, Problem
from tubulus.study.definition.check_settings import CheckSettings
from tubulus.study.definition.eligibility import Criterion
from tubulus.study.definition.form_library import ResolvedForm, resolve_form
from tubulus.study.definition.forms import EditCheck, Form
from tubulus.study.definition.identity import Arm, Roles, StudyIdentity, Visit
from tubulus.study.definition.laboratories import Laboratory
from tubulus.study.definition.references import check_references
from tubulus.study.definition.reported import Reported
from tubulus.study.definition.section import parse_section, report_duplicates
from tubulus.study.definition.study import Study
from tubulus.study.definition.toml_places import PlacedTable, read_toml

__all__ = ["OWN_SECTIONS", "SCHEMA_VERSION", "collect_study", "read_study"]

SCHEMA_VERSION = 1
OWN_SECTIONS = (
    "schema_version",
    "study",
    "roles",
    "arms",
    "visits",
    "laboratories",
    "forms",
    "eligibility",
    "checks",
    "check_settings",
    "reported",
    "simulation",
)
_OF_PARTICIPANTS = tuple(name for name in OWN_SECTIONS if name not in {"schema_version", "study"})
_DESIGN_KEYS = ("allocation", "masking")


def read_study(folder: Path) -> Study:
    """Read ``study.toml`` of a folder; raise one error with all problems of this room's sections.

    Raises
    ------
    InputError
        With every problem found and its place.
    """
    study, problems = collect_study(folder)
    if problems:
        raise InputError(problems)
    return study


def collect_study(folder: Path) -> tuple[Study, list[Problem]]:
    """Read ``study.toml`` of a folder and return the study as far as it can be read, with problems.

    With problems it serves only to find those of other rooms' sections. A file that is not TOML, or
    that is of another schema, raises at once: nothing in it can be trusted.
    """
    table = read_toml(folder / "study.toml")
    problems: list[Problem] = []
    _require_version(table)
    identity = _parse_table(table, "study", StudyIdentity, problems)
    if "study" not in table.data:
        problems.append(table.make_problem(("study",), "the table [study] is missing", "add it"))
    problems.extend(_require_design(table))
    roles = _parse_table(table, "roles", Roles, problems)
    study = Study(
        identity=identity or _UNREADABLE,
        roles=roles or Roles(),
        arms=_parse_list(table, "arms", Arm, problems),
        visits=_parse_list(table, "visits", Visit, problems),
        laboratories=_parse_list(table, "laboratories", Laboratory, problems),
        forms=_parse_list(table, "forms", Form, problems, resolve_form),
        eligibility=_parse_list(table, "eligibility", Criterion, problems),
        checks=_parse_list(table, "checks", EditCheck, problems),
        source=table,
        folder=folder,
        check_settings=_parse_table(table, "check_settings", CheckSettings, problems)
        or CheckSettings(),
        reported=_parse_list(table, "reported", Reported, problems),
    )
    problems.extend(check_references(study))
    return study, problems


_UNREADABLE = StudyIdentity(id="unreadable", title="")
"""Stands in while the remaining problems of a file are collected."""

Model = TypeVar("Model", bound=BaseModel)
Resolver = Callable[[PlacedTable, int, Mapping[str, Any], list[Problem]], ResolvedForm | None]


def _require_version(table: PlacedTable) -> None:
    version = table.data.get("schema_version")
    if type(version) is not int or version != SCHEMA_VERSION:  # true == 1 in Python
        said = "is missing" if version is None else f"is {version!r}"
        raise InputError(
            [
                table.make_problem(
                    ("schema_version",),
                    f"schema_version {said}",
                    f"this version of Tubulus reads schema_version = {SCHEMA_VERSION}",
                )
            ]
        )


def _require_design(table: PlacedTable) -> Iterator[Problem]:
    """Ask how participants were allocated and masked, where the file speaks of participants."""
    identity = table.data.get("study")
    if isinstance(identity, dict) and not set(_OF_PARTICIPANTS).isdisjoint(table.data):
        for key in _DESIGN_KEYS:
            if key not in identity:
                yield table.make_problem(("study", key), "a required key is missing", "add it")


def _parse_table(
    table: PlacedTable, key: str, model: type[Model], problems: list[Problem]
) -> Model | None:
    if key not in table.data:
        return None
    return parse_section(model, table, (key,), table.data[key], problems)


def _parse_list(
    table: PlacedTable,
    key: str,
    model: type[Model],
    problems: list[Problem],
    resolve: Resolver | None = None,
) -> tuple[Model, ...]:
    entries = table.data.get(key, [])
    if not isinstance(entries, list):
        problems.append(table.make_problem((key,), "expected a list", f"write [[{key}]]"))
        return ()
    parts: list[Model] = []
    for position, entry in enumerate(entries):
        found: ResolvedForm | None = ResolvedForm(entry)
        if resolve is not None and isinstance(entry, dict):
            found = resolve(table, position, entry, problems)
        if found is None:
            continue
        path = (key, position)
        part = parse_section(model, table, path, found.data, problems, moved=found.moved)
        if part is not None:
            parts.append(part)
    names = (e.get("id", e.get("use", "")) if isinstance(e, dict) else "" for e in entries)
    report_duplicates(table, (key,), map(str, names), problems)
    return tuple(parts)
