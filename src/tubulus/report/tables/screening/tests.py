"""Tables of the tests: receptors by how surprising their partners are, and cell types."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from tubulus.report.dossiers.words import SIDE_WORDS
from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_p
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screening.candidates import list_screen_origins, list_tested
from tubulus.report.tables.screening.questions import write_least

__all__ = ["list_cell_types", "make_cell_type_table", "make_receptor_table"]


def make_receptor_table(material: Material) -> ShownTable | None:
    """List the tested receptors, once for all cell types that share the test."""
    tested: dict[str, dict[str, Any]] = {}
    for row in list_tested(material):
        own = tested.setdefault(row["receptor"], {**row, "cells": [], "kinds": {}})
        own["cells"].append(f"{row['cell_type']}{' †' if row.get('conflict') else ''}")
        own["kinds"][row.get("evidence_kind") or ""] = None
    if not tested:
        return None
    permuted = any(row.get("fdr_permutation") is not None for row in tested.values())
    shown = list(tested.values())[: material.settings.receptors_shown]
    left = len(tested) - len(shown)
    return ShownTable(
        id="table-receptors",
        caption="Receptors by how surprising their number of cargo partners is",
        stub="Receptor",
        columns=(
            Column("Partners counted", align="right"),
            Column("Expected", align="right"),
            Column("p", align="right"),
            Column("False discovery rate (q)", align="right"),
            *([Column("The same by permutation", align="right")] if permuted else []),
            Column("Cell types and evidence"),
        ),
        rows=[
            (
                "",
                row["receptor"],
                (
                    str(row["n_partners"]),
                    _write(row.get("expected")),
                    format_p(row["p"]),
                    _write(row["q"], 2),
                    *([_write(row.get("fdr_permutation"), 2)] if permuted else []),
                    _place(row),
                ),
            )
            for row in shown
        ],
        notes=[
            *([f"{left} receptors with larger p are not listed here."] if left > 0 else []),
            *_list_conflicts(list_tested(material), {row["receptor"] for row in shown}),
        ],
        origins=list_screen_origins(material),
    )


def _place(row: dict[str, Any]) -> str:
    """Say on which cell types a receptor is listed, and by which kinds of evidence."""
    kinds = "; ".join(filter(None, row["kinds"]))
    return ", ".join(row["cells"]) + (f" ({kinds})" if kinds else "")


def _list_conflicts(rows: Iterable[dict[str, Any]], shown: Container[str]) -> list[str]:
    """List what contradicts the evidence of shown receptors, each text once."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.get("conflict") and row["receptor"] in shown:
            place = f"{row['receptor']} on {row['cell_type']}"
            found.setdefault(row["conflict"], {})[place] = None
    return [f"† Against it: {text} ({', '.join(places)})" for text, places in found.items()]


def list_cell_types(material: Material) -> list[dict[str, Any]]:
    """List the tests of cell types, least probable first; what was not tested is last."""
    rows = [
        # the closed form decides where the run has it; the other is its check by random sets
        {**row, "p": row.get("p_exact", row.get("p"))}
        for row in material.get_rows("cell_type_tests")
    ]
    return sorted(rows, key=lambda r: (r.get("p") is None, r.get("p"), r["cell_type"]))


def make_cell_type_table(material: Material) -> ShownTable | None:
    """List the cell types by how surprising the partners of all their receptors are."""
    found = list_cell_types(material)
    if not found:
        return None
    return ShownTable(
        id="table-cell-types",
        caption="Cell types by how surprising the partners of their receptors are",
        stub="Cell type",
        columns=(
            Column("Side of the barrier"),
            Column("Receptors", align="right"),
            Column("Pairs", align="right"),
            Column("Expected", align="right"),
            Column("p", align="right"),
            Column("Smallest possible p", align="right"),
            Column("False discovery rate (q)", align="right"),
        ),
        rows=[("", row["cell_type"], _describe_cell_type(row)) for row in found],
        notes=["Cell types share receptors, so their tests are not independent."],
        origins=list_screen_origins(material),
    )


def _describe_cell_type(row: dict[str, Any]) -> tuple[str, ...]:
    side = row.get("compartment") or ""
    return (
        SIDE_WORDS.get(side, side),
        _write(row.get("n_receptors")),
        _write(row.get("n_partners")),
        _write(row.get("expected")),
        row.get("reason") or "not tested" if row.get("p") is None else format_p(row["p"]),
        write_least(row.get("smallest_p")),
        _write(row.get("q"), 2),
    )


def _write(value: float | None, digits: int = 3) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else format_number(value, digits)
