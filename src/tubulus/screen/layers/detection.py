"""The layer of detection: how well the ligand is shown to be in the cargo."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from tubulus.screen.contaminants import find_contaminant_rule
from tubulus.screen.layers.record import make_evidence

__all__ = ["METHODS", "derive_detection_layer", "grade_method"]

METHODS: tuple[tuple[float, str, str], ...] = (
    (3.0, "mass spectrometry", r"\b(?:MS|LC-?MS(?:/MS)?|mass spectrometry|TMT|DIA|proteomics)\b"),
    (2.0, "western blot", r"\b(?:WB|western(?: blot)?|immunoblot)"),
    (1.0, "antibody array", r"\barray"),
)
"""Grade, name and pattern of the methods of detection, from the strongest down."""

_MEASURES = {
    "quantity": "percentile of the quantity among the cargo's quantified proteins (0 to 100)",
    "method": "method of detection: 3 mass spectrometry, 2 western blot, 1 antibody array",
}
_NOT_LISTED = "not in the cargo list (a list does not prove that a protein is absent)"
_WORD = re.compile(r"(?:DOI|PMID):\S+", re.IGNORECASE)


def grade_method(method: str) -> tuple[float | None, str]:
    """Grade a method by its words: the strongest that is named, and its name.

    Returns
    -------
    grade : float or None
        3 mass spectrometry, 2 western blot, 1 antibody array; None where no word is known.
    name : str
        The method, or ``method not stated``.
    """
    for grade, name, pattern in METHODS:
        if re.search(pattern, method, re.IGNORECASE):
            return grade, name
    stated = method.strip() not in {"", "not stated"}
    return None, method.strip() if stated else "method not stated"


def derive_detection_layer(
    cargo: pl.DataFrame,
    ligands: Iterable[str] = (),
    *,
    detection: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Derive how each ligand was detected in the cargo.

    Parameters
    ----------
    cargo : polars.DataFrame
        symbol, method, source, and ``quantity`` and ``quantity_unit`` where measured.
    ligands : iterable of str
        Further symbols to speak of: unknown unless the cargo lists them.
    detection : polars.DataFrame, optional
        symbol, n_lists: in how many other vesicle proteomes a protein was found.

    Returns
    -------
    polars.DataFrame
        Rows of the layer ``detection``. Listed proteins are present, others unknown. Value: the
        percentile of the quantity within the cargo if the cargo has quantities, else the grade of
        the method; ``measure`` says which. The label names method, studies, quantity, lists.

    Notes
    -----
    Studies are the distinct DOI and PMID of ``source``, else 1. A protein that matches the
    contamination rule stays present and the reason says so: it was found, and where it comes from
    cannot be told. An array shows only what was spotted on it.
    """
    frame = _add_percentile(cargo)
    has_quantity = frame["percentile"].is_not_null().any()
    lists = dict(detection.select("symbol", "n_lists").iter_rows()) if detection is not None else {}
    measure = _MEASURES["quantity" if has_quantity else "method"]
    rows = []
    columns = ["symbol", "method", "source", "quantity", "quantity_unit", "percentile"]
    for symbol, method, source, quantity, unit, percentile in frame.select(columns).iter_rows():
        grade, name = grade_method(method)
        label = [name, _count_studies(source)]
        if quantity is not None:
            label.append(f"{quantity:g} {unit or 'in an unstated unit'} (percentile "
                         f"{percentile:.0f})")  # fmt: skip
        if detection is not None:
            label.append(f"in {lists.get(symbol, 0)} other vesicle lists")
        value = percentile if has_quantity else grade
        reason = _explain(symbol, grade)
        rows.append((symbol, value, ", ".join(label), measure, "present", reason, source))
    listed = {row[0] for row in rows}
    rows += [
        (symbol, None, "not listed", measure, "unknown", _NOT_LISTED, "cargo list")
        for symbol in sorted(set(ligands) - listed)
    ]
    schema = {"ligand": pl.String, "value": pl.Float64} | dict.fromkeys(
        ("label", "measure", "state", "reason", "source"), pl.String
    )
    return make_evidence("detection", pl.DataFrame(rows, schema=schema, orient="row"))


def _add_percentile(cargo: pl.DataFrame) -> pl.DataFrame:
    """Add the percentile of each quantity among the proteins quantified in the same unit."""
    absent = {
        name: pl.lit(None, dtype=kind)
        for name, kind in (("quantity", pl.Float64), ("quantity_unit", pl.String))
        if name not in cargo.columns
    }
    quantity = pl.col("quantity")
    rank = quantity.rank("average").over("quantity_unit")
    count = quantity.count().over("quantity_unit")
    return cargo.with_columns(**absent).with_columns(percentile=100.0 * (rank - 0.5) / count)


def _count_studies(source: str) -> str:
    count = max(len({word.upper().rstrip(".,;)") for word in _WORD.findall(source)}), 1)
    return f"{count} stud{'y' if count == 1 else 'ies'}"


def _explain(symbol: str, grade: float | None) -> str:
    rule = find_contaminant_rule(symbol)
    if rule:
        return f"listed, and may be contamination: {rule}"
    if grade == 1.0:
        return "found by an antibody array alone, which shows only what was spotted on it"
    return "listed in the cargo"
