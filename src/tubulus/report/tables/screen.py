"""Tables of the in-silico screen: tested receptors, candidate interactions, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from typing import Any

from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_p
from tubulus.report.tables.frame import Column, ShownTable

__all__ = [
    "list_candidates",
    "list_screen_origins",
    "list_tested",
    "make_excluded_table",
    "make_interaction_table",
    "make_receptor_table",
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
                "compartments": set(),
                "p_receptor": order.get(row["receptor"]),
            },
        )
        pair["cells"].append(row["cell_type"])
        pair["compartments"].add(row.get("compartment") or "unresolved")
    return sorted(
        pairs.values(),
        key=lambda r: (
            2.0 if r["p_receptor"] is None else r["p_receptor"],
            r["receptor"],
            r["ligand"],
        ),
    )


def make_receptor_table(material: Material) -> ShownTable | None:
    """List the tested receptors, once for all cell types that share the test."""
    tested: dict[str, dict[str, Any]] = {}
    for row in list_tested(material):
        own = tested.setdefault(row["receptor"], {**row, "cells": [], "kinds": {}})
        own["cells"].append(f"{row['cell_type']}{' †' if row.get('conflict') else ''}")
        own["kinds"][row.get("evidence_kind") or ""] = None
    if not tested:
        return None
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
                        filter(None, (_tier(row.get("cargo_tier")), row.get("cargo_source_cell")))
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


def _place(row: dict[str, Any]) -> str:
    """Say on which cell types a receptor is listed, and by which kinds of evidence."""
    kinds = "; ".join(filter(None, row["kinds"]))
    return ", ".join(row["cells"]) + (f" ({kinds})" if kinds else "")


def _contradict(row: dict[str, Any]) -> str:
    return f"against it: {row['conflict']}" if row.get("conflict") else ""


def _list_conflicts(rows: Iterable[dict[str, Any]], shown: Container[str]) -> list[str]:
    """List what contradicts the evidence of shown receptors, each text once."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.get("conflict") and row["receptor"] in shown:
            place = f"{row['receptor']} on {row['cell_type']}"
            found.setdefault(row["conflict"], {})[place] = None
    return [f"† Against it: {text} ({', '.join(places)})" for text, places in found.items()]


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


def list_screen_origins(material: Material) -> list[tuple[str, str, str, str, str]]:
    """Return the one origin that all numbers of the screen have."""
    return [("", "", "Cargo × receptor screen", "", material.find_provenance("screen"))]


_TIERS = {
    "named_human_msc": "named in a human MSC study",
    "ms_other_msc": "mass spectrometry, other MSC",
    "antibody_array": "antibody array",
}


def _tier(tier: str | None) -> str:
    return _TIERS.get(tier or "", tier or "")


def _write(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else format_number(value, digits)
