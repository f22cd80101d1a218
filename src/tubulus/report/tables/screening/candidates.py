"""Candidate interactions of the screen, the cargo that makes none, and where all of it is from."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tubulus.report.dossiers.words import name_cargo_tier
from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable

__all__ = [
    "get_fdr_level",
    "list_candidates",
    "list_screen_origins",
    "list_tested",
    "make_excluded_table",
    "make_interaction_table",
]


def list_tested(material: Material) -> list[dict[str, Any]]:
    """List the tests of receptors that have candidates or partners, least probable first."""
    rows = [
        # the verdict rests on the closed form, and on one test a receptor, whatever the number of
        # cell types it is listed on
        {**row, "p": row.get("p_exact", row["p"]), "q": row.get("q_receptor", row.get("q"))}
        for row in material.get_rows("receptor_tests")
        if row.get("p") is not None and (row.get("n_partners") or row.get("n_candidates"))
    ]
    return sorted(rows, key=lambda r: (r["p"], r["receptor"], r["cell_type"]))


def list_candidates(material: Material) -> list[dict[str, Any]]:
    """List the candidate pairs once each, with the cell types they were listed on.

    Sorted by the receptor's p, so that the head of the list is the least expected part of it.
    """
    order = {row["receptor"]: row["p"] for row in reversed(list_tested(material))}
    pairs: dict[tuple[str, str], dict[str, Any]] = {}
    for row in material.get_rows("interactions"):
        if row.get("state") != "present":
            continue
        pair = pairs.setdefault(
            (row["ligand"], row["receptor"]),
            {
                **row,
                "cells": [],
                "places": {},
                "p_receptor": order.get(row["receptor"]),
            },
        )
        pair["cells"].append(row["cell_type"])
        pair["places"][row["cell_type"]] = row.get("compartment")
    return sorted(
        pairs.values(),
        key=lambda r: (
            2.0 if r["p_receptor"] is None else r["p_receptor"],
            r["receptor"],
            r["ligand"],
        ),
    )


def make_interaction_table(material: Material) -> ShownTable | None:
    """List candidate interactions with the evidence for both sides."""
    found = list_candidates(material)
    if not found:
        return None
    shown = found[: material.settings.interactions_listed]
    left = len(found) - len(shown)
    return ShownTable(
        id="table-interactions",
        caption="Candidate interactions and their evidence",
        stub="Cargo protein – receptor",
        columns=(
            Column("Cell types"),
            Column("Cargo evidence"),
            Column("Receptor evidence"),
            Column("Why a candidate"),
        ),
        rows=[
            (
                "",
                f"{row['ligand']} – {row['receptor']}",
                (
                    ", ".join(row["cells"]),
                    "; ".join(
                        filter(
                            None,
                            _describe_cargo(row),
                        )
                    ),
                    "; ".join(
                        filter(
                            None,
                            (
                                row.get("receptor_grade"),
                                row.get("evidence_kind"),
                                row.get("receptor_species"),
                                row.get("receptor_source"),
                                _contradict(row),
                            ),
                        )
                    ),
                    row.get("reason") or "",
                ),
            )
            for row in shown
        ],
        notes=[f"{left} more candidates are in the interactions table of the results."]
        if left > 0
        else [],
        origins=list_screen_origins(material),
    )


def _describe_cargo(row: dict[str, Any]) -> tuple[str | None, ...]:
    cell = row.get("cargo_source_cell")
    return name_cargo_tier(row.get("cargo_tier")), None if cell == "not stated" else cell


def _contradict(row: dict[str, Any]) -> str:
    return f"against it: {row['conflict']}" if row.get("conflict") else ""


def make_excluded_table(material: Material) -> ShownTable | None:
    """Count the cargo proteins that make no candidates, by kind and reason."""
    rows = material.get_rows("excluded")
    counts = Counter((str(row.get("kind") or ""), str(row.get("reason") or "")) for row in rows)
    if not counts:
        return None
    ordered = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    return ShownTable(
        id="table-excluded",
        caption="Cargo proteins that make no candidates",
        stub="Kind",
        columns=(Column("Reason"), Column("Proteins", align="right")),
        rows=[("", kind.replace("_", " "), (reason, str(n))) for (kind, reason), n in ordered],
        origins=list_screen_origins(material),
    )


def get_fdr_level(material: Material) -> float:
    """Return the false discovery rate that the screen was told to keep, 0.05 where not told."""
    screen = material.results.manifest.get("screen") or {}
    settings = screen.get("settings") or {} if isinstance(screen, dict) else {}
    return float(settings.get("fdr_level", 0.05) if isinstance(settings, dict) else 0.05)


def list_screen_origins(material: Material) -> list[tuple[str, str, str, str, str]]:
    """Return the one origin that all numbers of the screen have."""
    return [("", "", "Cargo × receptor screen", "", material.find_provenance("screen"))]
