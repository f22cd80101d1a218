"""Lay the pair table out over the strata of the gene universe, ready for any cargo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tubulus.screen.evidence import EXPOSED
from tubulus.screen.nulls.null_sets import NullDesign
from tubulus.screen.nulls.strata import assign_strata, bin_detection
from tubulus.screen.settings import ScreenSettings

__all__ = ["NullLayout", "lay_out_null", "stratify_genes"]

Ints = NDArray[np.int64]
_CLASSES = (*EXPOSED, "luminal", "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class NullLayout:
    """Genes, their strata, and the pairs of exposed ligands with tested receptors.

    Parameters
    ----------
    genes : tuple of str
        The universe: coding genes that are not set aside as contaminants.
    strata : ndarray of int, shape (n_genes,)
        Stratum of each gene.
    ligands, receptors : tuple of str
        Rows and columns of ``incidence``.
    incidence : ndarray of bool, shape (n_ligands, n_receptors)
        Which pairs the table holds.
    ligand_gene : ndarray of int, shape (n_ligands,)
        Place of each ligand in ``genes``.
    cell_types : tuple of str
        Cell types on which a receptor of ``receptors`` is listed as present.
    membership : ndarray of bool, shape (n_receptors, n_cell_types)
        Which receptor is present on which cell type.
    """

    genes: tuple[str, ...]
    strata: Ints
    ligands: tuple[str, ...]
    receptors: tuple[str, ...]
    incidence: NDArray[np.bool_]
    ligand_gene: Ints
    cell_types: tuple[str, ...]
    membership: NDArray[np.bool_]

    def make_design(self, cargo: Iterable[str]) -> NullDesign:
        """Make the null design of a cargo; its genes outside the universe do not count."""
        listed = set(cargo)
        return self.make_design_of(np.array([gene in listed for gene in self.genes]))

    def make_design_of(self, in_cargo: NDArray[np.bool_]) -> NullDesign:
        """Make the null design of a cargo given as a mask over ``genes``."""
        n_strata = int(self.strata.max()) + 1
        return NullDesign(
            ligands=self.ligands,
            receptors=self.receptors,
            incidence=self.incidence,
            ligand_stratum=self.strata[self.ligand_gene],
            stratum_size=np.bincount(self.strata, minlength=n_strata),
            drawn=np.bincount(self.strata[in_cargo], minlength=n_strata),
            observed=in_cargo[self.ligand_gene],
            cell_types=self.cell_types,
            membership=self.membership,
        )


def lay_out_null(
    covariates: pl.DataFrame,
    pairs: pl.DataFrame,
    receptors: pl.DataFrame,
    settings: ScreenSettings,
) -> NullLayout:
    """Lay out the null: the universe in strata, and the pairs that can become candidates.

    Parameters
    ----------
    covariates : polars.DataFrame
        As :func:`~tubulus.screen.evidence.derive_gene_covariates` returns it.
    pairs : polars.DataFrame
        ligand, receptor.
    receptors : polars.DataFrame
        symbol, cell_type, state; a receptor is tested where at least one of its rows is
        ``present``.
    settings : ScreenSettings
        Null and width of the strata.
    """
    universe = covariates.filter(pl.col("contaminant").is_null())
    genes = universe["symbol"].to_list()
    present = receptors.filter(pl.col("state") == "present")
    exposed = universe.filter("exposed")["symbol"].to_list()
    kept = pairs.filter(
        pl.col("ligand").is_in(exposed) & pl.col("receptor").is_in(present["symbol"].to_list())
    )
    ligands, columns, incidence = _tabulate(kept.select("ligand", "receptor"))
    listed = present.filter(pl.col("symbol").is_in(columns)).select("symbol", "cell_type")
    # every column is listed, so the rows of the membership are the columns in their order
    _, cell_types, membership = _tabulate(listed)
    place = {symbol: i for i, symbol in enumerate(genes)}
    return NullLayout(
        genes=tuple(genes),
        strata=stratify_genes(universe, settings),
        ligands=ligands,
        receptors=columns,
        incidence=incidence,
        ligand_gene=np.array([place[name] for name in ligands], dtype=np.int64),
        cell_types=cell_types,
        membership=membership,
    )


def _tabulate(
    frame: pl.DataFrame,
) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[np.bool_]]:
    """Return the names of two columns, each sorted, and which of them stand in one row."""
    rows = frame.to_series(0).unique().sort()
    columns = frame.to_series(1).unique().sort()
    table = np.zeros((rows.len(), columns.len()), dtype=np.bool_)
    table[rows.search_sorted(frame.to_series(0)), columns.search_sorted(frame.to_series(1))] = True
    return tuple(rows.to_list()), tuple(columns.to_list()), table


def stratify_genes(universe: pl.DataFrame, settings: ScreenSettings, *, shift: float = 0.0) -> Ints:
    """Assign each gene of the universe to its stratum; to one for all under the uniform null.

    Parameters
    ----------
    universe : polars.DataFrame
        topology, attention, n_lists.
    settings : ScreenSettings
        Null and width of the strata.
    shift : float
        How far the cuts are moved, in pieces, in [0, 1).

    Returns
    -------
    ndarray of int, shape (n_genes,)
    """
    if settings.null == "uniform":
        return np.zeros(universe.height, dtype=np.int64)
    codes = universe["topology"].replace_strict(
        list(_CLASSES), list(range(len(_CLASSES))), return_dtype=pl.Int64
    )
    detection = bin_detection(universe["n_lists"].to_numpy())
    groups = codes.to_numpy() * (int(detection.max()) + 1) + detection
    attention = universe["attention"].to_numpy()
    return assign_strata(groups, attention, genes_per_stratum=settings.stratum_genes, shift=shift)
