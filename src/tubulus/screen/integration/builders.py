"""Reference sets of the groups, made of tables that a screen has at hand."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.random import Generator

from tubulus.screen.integration.references import (
    RANDOMS_PER_POSITIVE,
    Reference,
    draw_random_pairs,
)

__all__ = [
    "build_detection_reference",
    "build_pair_reference",
    "build_receptor_reference",
]

_NAMED_SOURCES = ("PMID:22148876", "PMID:31852509")
"""Kim 2012 and Munshi 2019, whose abstracts name the proteins of the tier named_human_msc."""


def _mix(positives: pl.DataFrame, randoms: pl.DataFrame) -> pl.DataFrame:
    """Put positives and randoms into one table."""
    marked = (
        positives.with_columns(is_positive=pl.lit(value=True)),
        randoms.with_columns(is_positive=pl.lit(value=False)),
    )
    return pl.concat(marked)


def _take(frame: pl.DataFrame, size: int, rng: Generator) -> pl.DataFrame:
    """Take rows at random, all of them where there are not more."""
    if frame.height <= size:
        return frame
    return frame[np.sort(rng.choice(frame.height, size, replace=False))]


def build_pair_reference(
    positives: pl.DataFrame, genes: pl.DataFrame, rng: Generator, *, source: str
) -> Reference:
    """Build the reference set of the group ``interaction``.

    Parameters
    ----------
    positives : polars.DataFrame
        ``ligand``, ``receptor`` of one curated source.
    genes : polars.DataFrame
        ``symbol``, ``topology``: randoms are secreted x surface proteins, 10 to 1.
    rng : numpy.random.Generator
        Source of randomness.
    source : str
        The curated source, with its version.

    Notes
    -----
    With its source still in, each positive would be its own proof. So the set needs evidence of
    its own (:meth:`Reference.with_evidence`): layers ``knowledge`` and ``physical`` of all its
    rows, made **without** that source and without every table that shares its curation. Until it
    has that, the group is not calibrated.
    """
    pairs = positives.select("ligand", "receptor").unique(maintain_order=True)
    classes = [genes.filter(topology=name)["symbol"].to_list() for name in ("secreted", "surface")]
    randoms = draw_random_pairs(
        classes[0], classes[1], pairs, RANDOMS_PER_POSITIVE * pairs.height, rng
    )
    return Reference(
        group="interaction",
        rows=_mix(pairs, randoms),
        source=source,
        meaning="the pair stands in a curated source that the layers did not see",
        needs_own_evidence=True,
    )


def build_receptor_reference(
    receptors: pl.DataFrame, genes: pl.DataFrame, rng: Generator
) -> Reference:
    """Build the reference set of the group ``receptor``.

    Parameters
    ----------
    receptors : polars.DataFrame
        ``symbol``, ``cell_type``, ``evidence_kind``, as the built-in map has them.
    genes : polars.DataFrame
        ``symbol``, ``topology``: randoms are surface proteins that the map does not list, on the
        cell types of the positives and as often on each, 10 to 1.
    rng : numpy.random.Generator
        Source of randomness.

    Notes
    -----
    Positive are rows that literature or a gene link puts on the cell type, **with** the rows that
    staining contradicts (grade ``conflicting``): to leave those out would select the positives by
    the very layer that learns from them. Layers must not hold the literature itself as evidence,
    and must be derived for the random rows too, from a source that speaks of both (an atlas).
    """
    kinds = ["literature", "gene link"]
    rows = receptors.filter(pl.col("evidence_kind").is_in(kinds))
    named = rows.select(receptor="symbol", cell_type="cell_type").unique(maintain_order=True)
    surface = genes.filter(pl.col("topology") == "surface").select(receptor="symbol")
    unlisted = surface.join(receptors.select(receptor="symbol"), on="receptor", how="anti")
    parts = [
        _take(unlisted, RANDOMS_PER_POSITIVE * count, rng).with_columns(cell_type=pl.lit(cell))
        for cell, count in named["cell_type"].value_counts().sort("cell_type").iter_rows()
    ]
    randoms = pl.concat([named.clear(), *parts])
    return Reference(
        group="receptor",
        rows=_mix(named, randoms),
        source="receptor map: rows placed by literature or by a gene link",
        meaning="a publication puts the receptor on the cell type (in any species)",
    )


def build_detection_reference(
    cargo: pl.DataFrame, genes: pl.DataFrame, rng: Generator
) -> Reference:
    """Build the reference set of the group ``detection``.

    Parameters
    ----------
    cargo : polars.DataFrame
        ``symbol``, ``tier``, as the built-in cargo has them.
    genes : polars.DataFrame
        ``symbol``, ``topology``: for each positive ten random genes of its topology class.
    rng : numpy.random.Generator
        Source of randomness.

    Notes
    -----
    Positive are proteins that abstracts of human MSC studies name (tier ``named_human_msc``).
    Evidence of those studies is hidden while the group learns, so with the built-in cargo alone
    little or nothing is left; it takes a measured cargo to calibrate this group.
    """
    named = cargo.filter(tier="named_human_msc").select(ligand="symbol").unique(maintain_order=True)
    classed = genes.select(ligand="symbol", topology="topology")
    wanted = named.join(classed, on="ligand")["topology"].value_counts().sort("topology")
    others = classed.join(named, on="ligand", how="anti")
    parts = [
        _take(others.filter(topology=name).select("ligand"), RANDOMS_PER_POSITIVE * count, rng)
        for name, count in wanted.iter_rows()
    ]
    return Reference(
        group="detection",
        rows=_mix(named, pl.concat([named.clear(), *parts])),
        source="abstracts of human MSC vesicle studies (" + ", ".join(_NAMED_SOURCES) + ")",
        meaning="an independent study of human MSC vesicles names the protein",
        hidden=(*_NAMED_SOURCES, "named_human_msc"),
    )
