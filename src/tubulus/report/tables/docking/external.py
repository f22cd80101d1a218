"""Predictions of other programs: asked pairs against decoy pairs, and their models one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from markupsafe import Markup

from tubulus.report.material import Material
from tubulus.report.tables.docking.calibrated import CALIBRATED_COLUMNS, describe_calibrated
from tubulus.report.tables.docking.pairs import (
    list_docking_origins,
    list_pairs,
    name_pair,
    write_breakable,
    write_number,
)
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["list_external_sentences", "make_external_calibrated_table", "make_external_table"]

Row = dict[str, Any]

_LISTED = 200
_SAID = 12

SCORE_NAMES: Final = {
    "ipsae": "ipSAE",
    "iptm_pair": "ipTM of the pair",
    "iptm": "ipTM of the complex",
    "pdockq2": "pDockQ2",
    "interface_plddt": "Interface pLDDT",
}
"""Scores that have a column; the results hold the others."""

_CALIBRATED_NOTES = (
    (
        "Compared is one score of the best model of each job, by the program's own ranking; the "
        "scores of two programs are not on one scale, and q is over the asked pairs of one."
    ),
    (
        "p is made as that of docking, with predictions of decoy pairs. A pair with the worst "
        "possible score, such as an ipSAE of 0, gets p = 1. A low pLDDT of the interface takes no "
        "pair out, asked or decoy; it is told."
    ),
    (
        "How well such a p tells partners from others was not measured, and a program may have "
        "seen a complex in training."
    ),
)


def list_external_sentences(material: Material) -> list[str]:
    """List what is said of the asked pairs by predictions, smallest p first, twelve at most."""
    rows = _list_calibrated(material)
    left = len(rows) - _SAID
    said = [str(row["sentence"]) for row in rows[:_SAID] if row.get("sentence")]
    return [*said, *([f"{left} more stand in the table below."] if left > 0 else [])]


def make_external_calibrated_table(material: Material) -> ShownTable | None:
    """List the asked pairs among decoy pairs, by the predictions of each program."""
    rows = _list_calibrated(material)
    if not rows:
        return None
    left = len(rows) - _LISTED
    return ShownTable(
        id="table-external-calibrated",
        caption="Predictions of other programs against those of decoy pairs",
        stub="Fixed – mobile partner",
        columns=(
            Column("Compared"),
            Column("Model, rank"),
            *CALIBRATED_COLUMNS,
        ),
        rows=[
            (
                str(row["engine"]),
                name_pair(row),
                (_name_score(row), _name_model(row), *describe_calibrated(_join_doubt(row))),
            )
            for row in sorted(rows[:_LISTED], key=lambda row: row["engine"])
        ],
        notes=(*([f"{left} more are in the results."] if left > 0 else []), *_CALIBRATED_NOTES),
        origins=list_docking_origins(material),
    )


def make_external_table(material: Material) -> ShownTable | None:
    """List the models of asked pairs, a row each, up to 200."""
    scores = material.get_rows("external_scores")
    asked = {(row["fixed"], row["mobile"]) for row in list_pairs(material)}
    models = _group(row for row in scores if (row["fixed"], row["mobile"]) in asked)
    if not scores:
        return None
    found = {row["score"] for rows in models for row in rows}
    columns = {name: label for name, label in SCORE_NAMES.items() if name in found}
    others = len(_group(scores)) - len(models)
    left = len(models) - _LISTED
    notes = [
        (
            "These values are as the program gave them, or as formulas of others make them from "
            "its files; by themselves they are no evidence."
        ),
        *([f"{left} more models of asked pairs are in the results."] if left > 0 else []),
        *([f"Models of decoy pairs are in the results alone: {others}."] if others else []),
    ]
    return ShownTable(
        id="table-external",
        caption="Predictions of other programs, model by model",
        stub="Program, model",
        columns=(
            Column("Rank", align="right"),
            *(Column(label, align="right") for label in columns.values()),
            Column("State"),
            Column("File"),
        ),
        rows=[
            (name_pair(rows[0]), _name_program(rows[0]), _describe(rows, columns))
            for rows in models[:_LISTED]
        ],
        notes=notes,
        origins=list_docking_origins(material),
    )


def _list_calibrated(material: Material) -> list[Row]:
    def key(row: Row) -> tuple[Any, ...]:
        return 2.0 if row.get("p") is None else row["p"], row["fixed"], row["mobile"], row["engine"]

    return sorted(material.get_rows("external_calibration"), key=key)


def _name_score(row: Row) -> str:
    name = str(row["score_name"])
    return SCORE_NAMES.get(name, name)


def _name_model(row: Row) -> Markup:
    return write_breakable(f"{row['model']}, {row['rank']} of {row['n_models']}")


def _join_doubt(row: Row) -> Row:
    """Put the doubt about an interface where a reason stands."""
    told = [row.get("reason"), f"uncertain interface: {row['doubt']}" if row.get("doubt") else ""]
    return row | {"reason": "; ".join(text for text in told if text)}


def _group(scores: Iterable[Row]) -> list[list[Row]]:
    """Group scores by their model; by pair, program and rank, as the table of results is not."""
    models: dict[tuple[Any, ...], list[Row]] = {}
    for row in scores:
        key = tuple(row.get(name) for name in ("fixed", "mobile", "engine", "model", "source"))
        models.setdefault(key, []).append(row)

    def place(rows: list[Row]) -> tuple[Any, ...]:
        first = rows[0]
        return first["fixed"], first["mobile"], first["engine"], first.get("rank") or 0

    return sorted(models.values(), key=place)


def _name_program(row: Row) -> Markup:
    version = f" {row['version']}" if row.get("version") else ""
    model = row.get("model") or "model without a name"
    return write_breakable(f"{row['engine']}{version}, {model}")


def _describe(rows: list[Row], columns: Mapping[str, str]) -> tuple[str | Markup, ...]:
    values = {row["score"]: row.get("value") for row in rows}
    # what a row says of its own score beside is not of the model
    whole = next((row for row in rows if row.get("value") is not None), rows[0])
    state = str(whole.get("state") or "unknown").replace("_", " ")
    return (
        "–" if whole.get("rank") is None else str(whole["rank"]),
        *(write_number(values.get(name)) for name in columns),
        f"{state}: {whole['reason']}" if whole.get("reason") else state,
        write_breakable(whole.get("source") or "–"),
    )
