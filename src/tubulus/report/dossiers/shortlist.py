"""The shortlist of the screen and what belongs to its pairs, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tubulus.report.material import Material

__all__ = ["CELL_SEPARATOR", "SHORTLIST_SHOWN", "list_shortlist", "select_pair"]

CELL_SEPARATOR = "; "
"""Between cell types in one field; their names hold commas."""

SHORTLIST_SHOWN = 25
"""Rows of the shortlist, and dossiers; more cannot be read one by one."""


def list_shortlist(material: Material) -> list[dict[str, Any]]:
    """List the rows of the shortlist by rank, with ``cells`` split; empty where there is none."""
    rows = [
        {**row, "cells": _split(row.get("cell_types") or row.get("cell_type") or "")}
        for row in material.get_rows("shortlist")
    ]
    return sorted(rows, key=lambda r: (r.get("rank") is None, r.get("rank"), r["ligand"]))


def select_pair(rows: Iterable[dict[str, Any]], ligand: str, receptor: str) -> list[dict[str, Any]]:
    """Select what is said of a ligand and a receptor, of one of them, or of all.

    A key that is null or not there speaks of any.
    """
    return [
        row
        for row in rows
        if row.get("ligand") in {None, ligand} and row.get("receptor") in {None, receptor}
    ]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in (p.strip() for p in text.split(CELL_SEPARATOR)) if part)
