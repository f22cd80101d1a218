"""Built-in forms of such trials, and how a study takes one over and changes it.

``[[forms]]`` with ``use = "semen"`` takes the built-in form. ``visits``, ``arms``, ``label`` and
``repeats`` are the study's own; ``drop`` leaves items out; ``items`` replaces those of the same id
key by key and appends the others; ``checks`` appends rules. What the form's checks rest on can be
neither left out nor given another meaning. The item that tells the arm has the
study's own arms as its codes, unless the study writes others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from tubulus.core.errors import Problem
from tubulus.core.identifiers import suggest_name
from tubulus.study.definition.guards import (
    GUARD_KEYS,
    report_broken_guards,
    report_own_guards,
)
from tubulus.study.definition.section import report_duplicates
from tubulus.study.definition.toml_lines import TomlPath
from tubulus.study.definition.toml_places import PlacedTable

__all__ = ["ResolvedForm", "list_standard_forms", "resolve_form"]

Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ResolvedForm:
    """The full table of a form, and where its parts stand in the study's own file.

    Parameters
    ----------
    data : mapping
        The table with the built-in form laid under it.
    moved : mapping of path to path
        Path of each part of ``data`` that the file has at another position.
    """

    data: Table
    moved: Mapping[TomlPath, TomlPath] = field(default_factory=dict)


@cache
def _read_library() -> Mapping[str, Table]:
    folder = resources.files("tubulus.study") / "forms"
    forms: dict[str, Table] = {}
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            forms[entry.name.removesuffix(".toml")] = tomllib.loads(entry.read_text("utf-8"))
    return forms


def list_standard_forms() -> tuple[str, ...]:
    """List the names of the built-in forms."""
    return tuple(_read_library())


def resolve_form(
    table: PlacedTable, position: int, data: Table, problems: list[Problem]
) -> ResolvedForm | None:
    """Lay the built-in form that a table names under it.

    Returns
    -------
    ResolvedForm or None
        The table itself where it names no built-in form; None where it cannot be resolved, with
        the reason on the list of problems.
    """
    report_own_guards(table, position, data, problems)
    if "use" not in data:
        return ResolvedForm(data)
    standard, library = data["use"], _read_library()
    if not isinstance(standard, str) or standard not in library:
        problems.append(
            table.make_problem(
                ("forms", position, "use"),
                f"there is no built-in form '{standard}'",
                suggest_name(str(standard), library),
            )
        )
        return None
    if not _has_lists(table, position, data, problems):
        return None
    base = library[standard]
    _check_own_items(table, position, base, data, problems)
    report_broken_guards(table, position, base, data, problems)
    items, moved = _merge_items(position, base, data)
    items = _name_arms(table, str(data.get("id", standard)), items, data)
    checks = _keep_checks(base, data)
    for own in range(len(data.get("checks", []))):
        moved["forms", position, "checks", len(checks) + own] = ("forms", position, "checks", own)
    merged_keys = {"use", "drop", "items", "checks", *GUARD_KEYS}
    own_keys = {key: data[key] for key in data if key not in merged_keys}
    merged = {
        "id": standard,
        **base,
        **own_keys,
        "standard": standard,
        "items": items,
        "checks": [*checks, *data.get("checks", [])],
    }
    return ResolvedForm(merged, moved)


def _has_lists(table: PlacedTable, position: int, data: Table, problems: list[Problem]) -> bool:
    """Tell whether what is merged has the shape for it; report what has not."""
    before = len(problems)
    for key, kind, remedy in (
        ("drop", str, 'write drop = ["first_item", "second_item"]'),
        ("items", dict, "write [[forms.items]] below the form"),
        ("checks", dict, "write [[forms.checks]] below the form"),
    ):
        entries = data.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(e, kind) for e in entries):
            path = ("forms", position, key)
            problems.append(table.make_problem(path, f"'{key}' is not such a list", remedy))
    return len(problems) == before


def _check_own_items(
    table: PlacedTable, position: int, base: Table, data: Table, problems: list[Problem]
) -> None:
    names = [item["id"] for item in base["items"]]
    problems.extend(
        table.make_problem(
            ("forms", position, "drop"),
            f"the built-in form has no item '{name}'",
            suggest_name(name, names),
        )
        for name in data.get("drop", [])
        if name not in names
    )
    own = [str(item.get("id", "")) for item in data.get("items", [])]
    report_duplicates(table, ("forms", position, "items"), own, problems)


def _merge_items(
    position: int, base: Table, data: Table
) -> tuple[list[Table], dict[TomlPath, TomlPath]]:
    """Return the items of the merged form and where the study's own stand in its file."""
    dropped = data.get("drop", [])
    merged: dict[str, Table] = {
        item["id"]: item for item in base["items"] if item["id"] not in dropped
    }
    origins: dict[str, int] = {}
    for number, item in enumerate(data.get("items", [])):
        name = str(item.get("id", ""))
        merged[name] = {**merged.get(name, {}), **item}
        origins[name] = number
    places = {name: number for number, name in enumerate(merged)}
    path = ("forms", position, "items")
    moved: dict[TomlPath, TomlPath] = {
        (*path, places[name]): (*path, number) for name, number in origins.items()
    }
    return list(merged.values()), moved


def _name_arms(table: PlacedTable, form: str, items: list[Table], data: Table) -> list[Table]:
    """Give the item that tells the arm the arms of the study as codes.

    Unless the study writes its own codes; a table that cannot be read is reported elsewhere.
    """
    roles, arms = table.data.get("roles"), table.data.get("arms")
    named = roles.get("arm") if isinstance(roles, dict) else None
    if not isinstance(arms, list) or not all(isinstance(arm, dict) for arm in arms):
        return items
    codes = {str(arm["id"]): str(arm.get("label", arm["id"])) for arm in arms if "id" in arm}
    own = {item.get("id") for item in data.get("items", []) if "codes" in item}
    return [
        {**item, "codes": codes}
        if codes and named == f"{form}.{item['id']}" and "codes" in item and item["id"] not in own
        else item
        for item in items
    ]


def _keep_checks(base: Table, data: Table) -> list[Table]:
    """Return the built-in rules without those of items that the study drops."""
    dropped = set(data.get("drop", []))
    return [
        rule for rule in base.get("checks", []) if not dropped.intersection(rule.get("items", []))
    ]
