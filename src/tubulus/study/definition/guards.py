"""What a study may not take out of a built-in form, because its checks rest on it.

A built-in form lists under ``guarded`` the items without which its checks would fall silent, and
under ``needs`` the forms that they compare it with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tubulus.core.errors import Problem
from tubulus.study.definition.toml_places import PlacedTable

__all__ = ["GUARD_KEYS", "report_broken_guards", "report_own_guards"]

GUARD_KEYS = frozenset({"standard", "guarded", "needs"})
"""Keys of a form that only the library writes."""

# what makes an item answer another question, or none; labels, limits and notes do not
_MEANING = ("kind", "unit", "codes", "derive", "ask_when", "required", "analyte")

Table = Mapping[str, Any]


def report_own_guards(
    table: PlacedTable, position: int, data: Table, problems: list[Problem]
) -> None:
    """Report each key that only a built-in form may write."""
    problems.extend(
        table.make_problem(
            ("forms", position, key),
            f"'{key}' is set by the built-in forms alone",
            'remove it; write use = "<name>" to take a built-in form',
        )
        for key in sorted(GUARD_KEYS.intersection(data))
    )


def report_broken_guards(
    table: PlacedTable, position: int, base: Table, data: Table, problems: list[Problem]
) -> None:
    """Report what a study leaves out of a built-in form, changes in it, or lacks beside it.

    Parameters
    ----------
    table : PlacedTable
        The file.
    position : int
        Place of the form in it.
    base, data : mapping
        The built-in form, and what the study says of it.
    problems : list of Problem
        Receives what is wrong.
    """
    standard, guarded = data["use"], base.get("guarded", [])
    path = ("forms", position)
    for name in data.get("drop", []):
        if name in guarded:
            message = f"'{name}' may not be left out: checks of the form '{standard}' rest on it"
            problems.append(table.make_problem((*path, "drop"), message, "take it off the list"))
    built_in = {item["id"]: item for item in base["items"]}
    for number, item in enumerate(data.get("items", [])):
        name = item.get("id")
        if name in guarded:
            for key in _list_changes(built_in[name], item):
                message = (
                    f"'{key}' of '{name}' may not be changed: checks of the form '{standard}' "
                    "rest on it"
                )
                remedy = "remove the key; label, limits and note are the study's own"
                place = (*path, "items", number, key)
                problems.append(table.make_problem(place, message, remedy))
    declared = [entry.get("use") for entry in table.data["forms"] if isinstance(entry, dict)]
    for name in base.get("needs", []):
        if name not in declared:
            message = f"'{standard}' needs the form '{name}', which its checks compare it with"
            remedy = f'add [[forms]] with use = "{name}"'
            problems.append(table.make_problem((*path, "use"), message, remedy))


def _list_changes(built_in: Table, own: Table) -> list[str]:
    return [key for key in _MEANING if key in own and not _is_same(key, built_in, own)]


def _is_same(key: str, built_in: Table, own: Table) -> bool:
    if key == "required" and own[key] is True:
        return True  # stricter than the library
    if key == "codes" and isinstance(own[key], dict):
        return set(own[key]) == set(built_in.get(key, {}))  # labels may be in another language
    return bool(own[key] == built_in.get(key))
