"""The table of asked pairs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.dock.partners.partner_table import PartnerTable
from tubulus.dock.tables.rows import read_rows

__all__ = ["read_pairs"]


def read_pairs(
    path: str | os.PathLike[str], partners: PartnerTable | None = None
) -> tuple[tuple[str, str], ...]:
    """Read the pairs about which something is to be said: columns ``fixed`` and ``mobile``.

    Parameters
    ----------
    path : str or path
        Other columns are passed over.
    partners : PartnerTable, optional
        Where every name must stand: ``fixed`` as a receptor, ``mobile`` as a ligand.

    Returns
    -------
    tuple of (str, str)
        Fixed and mobile partner in the file's order; a pair that stands several times is one.
        Empty where the file has a header alone: nothing is asked.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    path = Path(path)
    rows, problems = read_rows(path, ("fixed", "mobile"))
    known: dict[str, list[str]] = {}
    if partners is not None:
        known["fixed"] = [request.name for request in partners.fixed]
        known["mobile"] = [request.name for request in partners.mobile]
    roles = {"fixed": "receptor", "mobile": "ligand"}
    for row in rows:
        for side, role in roles.items():
            name = row.cells[side]
            if not name:
                remedy = "name a partner or remove the row"
                problems.append(Problem(path.name, row.line, side, "is empty", remedy))
            elif partners is not None and name not in known[side]:
                message = f"{name!r} is no {role} of {partners.name}"
                remedy = _suggest(row.cells, side, known)
                problems.append(Problem(path.name, row.line, side, message, remedy))
    if problems:
        raise InputError(problems)
    return tuple(dict.fromkeys((row.cells["fixed"], row.cells["mobile"]) for row in rows))


def _suggest(cells: Mapping[str, str], side: str, known: Mapping[str, Sequence[str]]) -> str:
    """Suggest to turn a pair round that would be one then, else a name that is like."""
    other = "mobile" if side == "fixed" else "fixed"
    if cells[side] in known[other] and cells[other] in known[side]:
        return f"turn the pair round: fixed {cells['mobile']}, mobile {cells['fixed']}"
    return suggest_name(cells[side], known[side])
