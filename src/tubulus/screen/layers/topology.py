"""The layer of topology: whether the ligand can meet a receptor from outside the vesicle."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from tubulus.screen.evidence import EXPOSED, TOPOLOGY_REASONS
from tubulus.screen.layers.record import make_evidence
from tubulus.screen.reference import load_genes

__all__ = ["derive_topology_layer"]

_SOURCE = (
    "rule of this project over Gene Ontology annotation (geneontology.org, September 2022), as "
    "docs/explanation/screen-topology.md states it"
)
_EXPOSED = {
    "secreted": "annotated outside the cell: in the corona of a vesicle or free beside it",
    "surface": "annotated in the plasma membrane: on the surface of a vesicle, if it keeps its "
    "orientation",
}
_NO_GENE = "names no human protein-coding gene of the gene table"


def derive_topology_layer(
    ligands: Iterable[str], genes: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Derive on which side of the vesicle's membrane each ligand is expected.

    Parameters
    ----------
    ligands : iterable of str
        Approved symbols; each counts once.
    genes : polars.DataFrame, optional
        symbol, topology, topology_rule; the shipped gene table where left out.

    Returns
    -------
    polars.DataFrame
        Rows of the layer ``topology``, without a value. Secreted and surface proteins are
        present, luminal ones absent, others unknown; the label is the class.
    """
    genes = load_genes() if genes is None else genes
    asked = pl.DataFrame({"ligand": sorted(set(ligands))}, schema={"ligand": pl.String})
    known = genes.select(pl.col("symbol").alias("ligand"), "topology", "topology_rule")
    frame = asked.join(known, on="ligand", how="left")
    place = pl.col("topology")
    rule = pl.col("topology_rule").replace_strict(
        TOPOLOGY_REASONS, default=TOPOLOGY_REASONS["no_annotation"]
    )
    rows = frame.select(
        "ligand",
        label=place.fill_null("unknown"),
        state=pl.when(place.is_in(EXPOSED))
        .then(pl.lit("present"))
        .when(place == "luminal")
        .then(pl.lit("absent"))
        .otherwise(pl.lit("unknown")),
        reason=pl.when(place.is_null())
        .then(pl.lit(_NO_GENE))
        .when(place.is_in(EXPOSED))
        .then(place.replace_strict(_EXPOSED, default=""))
        .otherwise(rule),
        source=pl.lit(_SOURCE),
    )
    return make_evidence("topology", rows)
