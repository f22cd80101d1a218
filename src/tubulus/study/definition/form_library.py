"""Built-in forms of such trials, and how a study takes one over and changes it.

``[[forms]]`` with ``use = "semen"`` takes the built-in form. ``visits``, ``arms``, ``label`` and
``repeats`` are the study's own; ``drop`` leaves items out; ``items`` replaces those of the same id
key by key and appends the others; ``checks`` appends rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from tubulus.core.errors import Problem
from tubulus.core.identifiers import suggest_name
from tubulus.study.definition.toml_places import PlacedTable

__all__ = ["list_standard_forms", "resolve_form"]


@cache
def _read_library() -> Mapping[str, Mapping[str, Any]]:
    folder = resources.files("tubulus.study") / "forms"
    forms: dict[str, Mapping[str, Any]] = {}
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            forms[entry.name.removesuffix(".toml")] = tomllib.loads(entry.read_text("utf-8"))
    return forms


def list_standard_forms() -> tuple[str, ...]:
    """List the names of the built-in forms."""
    return tuple(_read_library())


def resolve_form(
    table: PlacedTable, position: int, data: Mapping[str, Any], problems: list[Problem]
) -> Mapping[str, Any] | None:
    """Return the full table of a form, with the built-in form that it names laid under it."""
    if "use" not in data:
        return data
    path = ("forms", position)
    standard = data["use"]
    library = _read_library()
    if standard not in library:
        problems.append(
            table.make_problem(
                (*path, "use"),
                f"there is no built-in form '{standard}'",
                suggest_name(str(standard), library),
            )
        )
        return None
    base = dict(library[standard])
    own = {key: value for key, value in data.items() if key not in {"use", "drop"}}
    items = _merge_items(table, position, base["items"], data, problems)
    checks = [*base.get("checks", []), *own.pop("checks", [])]
    dropped = set(data.get("drop", []))
    own.pop("items", None)
    return {
        "id": standard,
        **base,
        **own,
        "standard": standard,
        "items": items,
        "checks": [c for c in checks if not dropped.intersection(c.get("items", []))],
    }


def _merge_items(
    table: PlacedTable,
    position: int,
    base: list[dict[str, Any]],
    data: Mapping[str, Any],
    problems: list[Problem],
) -> list[dict[str, Any]]:
    names = [item["id"] for item in base]
    dropped = data.get("drop", [])
    problems.extend(
        table.make_problem(
            ("forms", position, "drop"),
            f"the built-in form has no item '{name}'",
            suggest_name(str(name), names),
        )
        for name in dropped
        if name not in names
    )
    merged = {item["id"]: item for item in base if item["id"] not in dropped}
    for item in data.get("items", []):
        if isinstance(item, dict):
            name = item.get("id", "")
            merged[name] = {**merged.get(name, {}), **item}
    return list(merged.values())
