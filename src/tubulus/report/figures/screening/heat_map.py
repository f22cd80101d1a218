"""The heat map of receptors by cell type, with its states; a table that is shaded.

Cell types stand by their side of the blood-testis barrier. A shade never speaks alone: every cell
carries its number and, where the evidence is in doubt, a sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tubulus.report.dossiers.words import STATE_MARKS, StateMark, name_state
from tubulus.report.figures.screening.sides import SIDES, name_side, order_side
from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_p, format_value
from tubulus.report.tables.screening.candidates import get_fdr_level, list_tested
from tubulus.report.vocabulary import SYNTHETIC_SCREEN

__all__ = ["HeatCell", "HeatMap", "HeatRow", "make_heat_map"]

Row = dict[str, Any]
_DARK = 0.8
"""Shade from which white letters have the higher contrast: 4.5 : 1 on either side of it."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A receptor on a cell type; ``shade`` runs from 0 to 1, None where nothing is counted."""

    text: str
    mark: StateMark | None
    shade: float | None
    dark: bool
    tells: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A receptor: its name, its test, whether it passed, its cells in the order of columns."""

    receptor: str
    passed: bool
    test: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The heat map: groups of columns by side, columns, rows, and what is said under it."""

    id: str
    title: str
    groups: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, bool, bool], ...]
    rows: tuple[HeatRow, ...]
    legend: tuple[tuple[str, str], ...]
    caption: str
    synthetic: str
    provenance: str


def make_heat_map(material: Material) -> HeatMap | None:
    """Make the heat map; None where no receptor has a candidate.

    Shade is the largest log-odds of the pairs of a cell where the run scored pairs, else the
    number of candidate partners.
    """
    tested = list_tested(material)
    names = list(dict.fromkeys(r["receptor"] for r in tested))
    shown = names[: material.settings.receptors_shown]
    if not shown:
        return None
    source = _Source.read(material, [row for row in tested if row["receptor"] in shown])
    columns = source.order_columns()
    sides = [name_side([source.sides.get(cell)]) for cell in columns]
    level = get_fdr_level(material)
    passed = {
        row["cell_type"]: row["q"] <= level
        for row in material.get_rows("cell_type_tests")
        if row.get("q") is not None
    }
    found = sorted({r["receptor"] for r in tested if r["q"] is not None and r["q"] <= level})
    return HeatMap(
        id="figure-receptors",
        title="Receptors by cell type: candidate partners and evidence",
        groups=tuple((side, sides.count(side)) for side in SIDES if side in sides),
        columns=tuple(
            (cell, passed.get(cell, False), at == 0 or sides[at] != sides[at - 1])
            for at, cell in enumerate(columns)
        ),
        rows=tuple(_make_row(source, name, columns, level) for name in shown),
        legend=_list_legend(source),
        caption=_write_caption(source, level, found, len(names) - len(shown)),
        synthetic=SYNTHETIC_SCREEN if material.is_synthetic else "",
        provenance=material.find_provenance("screen"),
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """What the cells are filled from, looked up by receptor and cell type."""

    tests: dict[tuple[str, str], Row]
    scores: dict[tuple[str, str], float]
    protein: dict[tuple[str, str], Row]
    sides: dict[str, str | None]
    low: float
    high: float
    material: Material

    @classmethod
    def read(cls, material: Material, tested: Iterable[Row]) -> _Source:
        tests = {(row["receptor"], row["cell_type"]): row for row in tested}
        scores: dict[tuple[str, str], float] = {}
        for row in material.get_rows("pair_scores"):
            key = (row["receptor"], row["cell_type"])
            if row.get("log_odds") is not None and key in tests:
                scores[key] = max(scores.get(key, row["log_odds"]), row["log_odds"])
        receptors = {receptor for receptor, _ in tests}
        protein = {
            (row["receptor"], row["cell_type"]): row
            for row in material.get_rows("evidence")
            if row["layer"] == "receptor_protein" and row["receptor"] in receptors
        }
        sizes = list(scores.values()) or [float(_count(row)) for row in tests.values()]
        sides = {row["cell_type"]: row.get("compartment") for row in tests.values()}
        low = min(sizes) if scores else 0.0
        return cls(tests, scores, protein, sides, low, max(sizes), material)

    def order_columns(self) -> list[str]:
        cells = {cell for _, cell in self.tests}
        return sorted(cells, key=lambda cell: (order_side(self.sides.get(cell)), cell))

    def find_shade(self, key: tuple[str, str]) -> float | None:
        size = self.scores.get(key) if self.scores else float(_count(self.tests[key]))
        if size is None:
            return None
        return (size - self.low) / (self.high - self.low) if self.high > self.low else 0.5


def _count(row: Row) -> int:
    found = row.get("n_candidates")
    return int(found if found is not None else row.get("n_partners") or 0)


def _make_row(source: _Source, name: str, columns: Sequence[str], level: float) -> HeatRow:
    own = next(row for (receptor, _), row in source.tests.items() if receptor == name)
    passed = own["q"] is not None and own["q"] <= level
    q = "–" if own["q"] is None else format_number(own["q"], 2)
    return HeatRow(
        receptor=name,
        passed=passed,
        test=f"{format_p(own['p'])}, q = {q}",
        cells=tuple(_make_cell(source, (name, cell)) for cell in columns),
    )


def _make_cell(source: _Source, key: tuple[str, str]) -> HeatCell:
    test, protein = source.tests.get(key), source.protein.get(key)
    if test is None:
        return _make_unlisted(protein)
    shade = source.find_shade(key)
    score = source.scores.get(key)
    # what agrees needs no sign: the number says that the receptor is listed
    mark = STATE_MARKS["conflicting"] if test.get("conflict") else None
    tells = [f"{_count(test)} candidate partners", test.get("evidence_kind") or ""]
    if score is not None:
        tells.append(f"largest log-odds {format_value(score, 'index', source.material.settings)}")
    tells.append(f"against it: {test['conflict']}" if mark else "")
    return HeatCell(
        text=str(_count(test)),
        mark=mark,
        shade=None if shade is None else round(0.12 + 0.88 * shade, 3),
        dark=shade is not None and 0.12 + 0.88 * shade > _DARK,
        tells="; ".join(filter(None, tells)),
    )


def _make_unlisted(protein: Row | None) -> HeatCell:
    """Show what is known of a receptor on a cell type on which the screen does not list it."""
    if protein is None:
        return HeatCell("", None, None, dark=False, tells="not listed on this cell type")
    mark = name_state(protein.get("state"))
    tells = f"not listed; protein {mark.word}: {protein.get('reason') or protein.get('label')}"
    return HeatCell("", mark, None, dark=False, tells=tells)


def _list_legend(source: _Source) -> tuple[tuple[str, str], ...]:
    listed = (
        ("3", "listed on the cell type, with so many candidate partners"),
        (STATE_MARKS["conflicting"].sign, "listed, but other evidence speaks against it"),
    )
    if not source.protein:
        return (*listed, ("blank", "not listed; nothing follows from it"))
    return (
        *listed,
        ("✕", "not listed, protein looked for and not detected"),
        ("●", "not listed by the screen, protein detected"),
        ("○", "not listed, protein unknown"),
        ("blank", "no source speaks of it"),
    )


def _write_caption(source: _Source, level: float, found: Sequence[str], left: int) -> str:
    shade = "the largest log-odds of its pairs" if source.scores else "the number of partners"
    said = ", ".join(found) if found else "none"
    more = f" {left} receptors with larger p are not shown." if left > 0 else ""
    return (
        f"Darker: {shade}. Cell types of one receptor share its test, which stands at the right. "
        f"A star marks a false discovery rate within {level:g}, of a receptor or of a cell type; "
        f"receptors marked: {said}.{more}"
    )
