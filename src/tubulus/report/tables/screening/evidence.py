"""The dossiers as one table: a row a shortlisted pair, a column a layer of evidence."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from tubulus.report.dossiers import Dossier
from tubulus.report.dossiers.evidence import LayerRow
from tubulus.report.dossiers.words import LAYER_WORDS, STATE_MARKS, StateMark
from tubulus.report.material import Material
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screening.candidates import list_screen_origins

__all__ = ["make_evidence_table"]

_SHORT = {
    "knowledge": "Knowledge",
    "complex": "Complex",
    "physical": "Physical",
    "detection": "In vesicles",
    "topology": "Topology",
    "receptor_protein": "Receptor protein",
    "receptor_rna": "Receptor RNA",
    "barrier": "Barrier side",
    "downstream": "Downstream",
}


def make_evidence_table(material: Material, dossiers: Iterable[Dossier]) -> ShownTable | None:
    """Lay the evidence of all dossiers side by side; None where the run has no layers."""
    shown = [dossier for dossier in dossiers if dossier.layers]
    if not shown:
        return None
    return ShownTable(
        id="table-evidence",
        caption="Evidence of the shortlist, layer by layer",
        stub="Pair",
        columns=tuple(Column(_SHORT[layer]) for layer in LAYER_WORDS),
        rows=[
            (
                "",
                f"{dossier.ligand} – {dossier.receptor}",
                [
                    _say_state([row for row in dossier.layers if row.layer == layer])
                    for layer in LAYER_WORDS
                ],
            )
            for dossier in shown
        ],
        notes=[
            "; ".join(f"{mark.sign} {mark.word}" for mark in STATE_MARKS.values()) + ".",
            "Where cell types differ, each state is given with its number of cell types.",
            "Unknown is not absent: no source speaks of it, or the file that would is missing.",
        ],
        origins=list_screen_origins(material),
    )


def _order_marks(rows: Iterable[LayerRow]) -> list[StateMark]:
    """List each mark once: states in their order, then sides of the barrier."""
    found = {row.mark.word: row.mark for row in rows}
    states = [found.pop(mark.word) for mark in STATE_MARKS.values() if mark.word in found]
    return [*states, *found.values()]


def _say_state(rows: list[LayerRow]) -> Markup:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.mark.word] = counts.get(row.mark.word, 0) + max(1, len(row.cells))
    several = len(counts) > 1
    parts = [
        Markup('<span class="state-mark {}"><span aria-hidden="true">{}</span> {}</span>{}').format(
            mark.css, mark.sign, mark.word, f" {counts[mark.word]}×" if several else ""
        )
        for mark in _order_marks(rows)
    ]
    return Markup(", ").join(parts)
