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

__all__ = ["NullLayout", "lay_out_null"]

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
    """

    genes: tuple[str, ...]
    strata: Ints
    ligands: tuple[str, ...]
    receptors: tuple[str, ...]
    incidence: NDArray[np.bool_]
    ligand_gene: Ints

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
        symbol, state; a receptor is tested where at least one of its rows is ``present``.
    settings : ScreenSettings
        Null and width of the strata.
    """
    universe = covariates.filter(pl.col("contaminant").is_null())
    genes = universe["symbol"].to_list()
    present = receptors.filter(pl.col("state") == "present")["symbol"].to_list()
    exposed = universe.filter("exposed")["symbol"].to_list()
    kept = pairs.filter(pl.col("ligand").is_in(exposed) & pl.col("receptor").is_in(present))
    ligands = kept["ligand"].unique().sort().to_list()
    columns = kept["receptor"].unique().sort().to_list()
    row = {name: i for i, name in enumerate(ligands)}
    column = {name: i for i, name in enumerate(columns)}
    incidence = np.zeros((len(ligands), len(columns)), dtype=np.bool_)
    for ligand, receptor in kept.iter_rows():
        incidence[row[ligand], column[receptor]] = True
    place = {symbol: i for i, symbol in enumerate(genes)}
    return NullLayout(
        genes=tuple(genes),
        strata=_stratify(universe, settings),
        ligands=tuple(ligands),
        receptors=tuple(columns),
        incidence=incidence,
        ligand_gene=np.array([place[name] for name in ligands], dtype=np.int64),
    )


def _stratify(universe: pl.DataFrame, settings: ScreenSettings) -> Ints:
    """Return the stratum of each gene of the universe; one for all under the uniform null."""
    if settings.null == "uniform":
        return np.zeros(universe.height, dtype=np.int64)
    codes = universe["topology"].replace_strict(
        list(_CLASSES), list(range(len(_CLASSES))), return_dtype=pl.Int64
    )
    detection = bin_detection(universe["n_lists"].to_numpy())
    groups = codes.to_numpy() * (int(detection.max()) + 1) + detection
    attention = universe["attention"].to_numpy()
    return assign_strata(groups, attention, genes_per_stratum=settings.stratum_genes)
