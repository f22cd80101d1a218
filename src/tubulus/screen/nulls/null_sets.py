"""Random cargo sets with as many genes of each stratum as the cargo has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

__all__ = [
    "Chunk",
    "ChunkCounts",
    "NullDesign",
    "merge_counts",
    "run_chunk",
    "simulate_inclusion",
]


@dataclass(frozen=True, slots=True, eq=False)
class NullDesign:
    """Everything a random cargo set needs to be drawn and counted.

    Parameters
    ----------
    ligands, receptors : tuple of str
        Names behind the rows and columns of ``incidence``: exposed ligands with a partner, and
        receptors that are tested.
    incidence : ndarray of bool, shape (n_ligands, n_receptors)
        Which pairs the ligand-receptor table holds.
    ligand_stratum : ndarray of int, shape (n_ligands,)
        Stratum of each ligand.
    stratum_size, drawn : ndarray of int, shape (n_strata,)
        Genes of each stratum, and how many of them the cargo has.
    observed : ndarray of bool, shape (n_ligands,)
        Which ligands the cargo has.
    cell_types : tuple of str
        Names behind the columns of ``membership``.
    membership : ndarray of bool, shape (n_receptors, n_cell_types), optional
        Which receptor is listed as present on which cell type; None where no cell type is asked
        about.
    """

    ligands: tuple[str, ...]
    receptors: tuple[str, ...]
    incidence: NDArray[np.bool_]
    ligand_stratum: NDArray[np.int64]
    stratum_size: NDArray[np.int64]
    drawn: NDArray[np.int64]
    observed: NDArray[np.bool_]
    cell_types: tuple[str, ...] = ()
    membership: NDArray[np.bool_] | None = None

    def get_membership(self) -> NDArray[np.bool_]:
        """Return the membership of receptors, with no column where there is no cell type."""
        if self.membership is None:
            return np.zeros((len(self.receptors), 0), dtype=np.bool_)
        return self.membership

    def count_observed_partners(self) -> NDArray[np.int64]:
        """Count the cargo partners of each receptor, shape (n_receptors,)."""
        return np.asarray(self.incidence[self.observed].sum(axis=0), dtype=np.int64)

    def compute_inclusion_probability(self) -> NDArray[np.float64]:
        """Compute the chance of each ligand to be in a random set, shape (n_ligands,)."""
        share = self.drawn / np.maximum(self.stratum_size, 1)
        return np.asarray(share[self.ligand_stratum], dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """A piece of the simulation: its name, its number of random sets, and the design."""

    id: str
    sets: int
    design: NullDesign


@dataclass(frozen=True, slots=True, eq=False)
class ChunkCounts:
    """How many random sets of a chunk reached what the cargo shows.

    Parameters
    ----------
    chunk_id : str
        Name of the chunk.
    sets : int
        Random sets drawn.
    receptor_hits : ndarray of int, shape (n_receptors,)
        Sets with at least as many partners of the receptor as the cargo.
    ligand_hits : ndarray of int, shape (n_ligands,)
        Sets that hold the ligand.
    global_hits : int
        Sets with at least as many pairs as the cargo.
    cell_type_hits : ndarray of int, shape (n_cell_types,)
        Sets with at least as many pairs on the cell type as the cargo.
    partner_sets : ndarray of int, shape (n_receptors, 1 + most ligands of a receptor)
        Sets in which the receptor has 0, 1, ... partners.
    """

    chunk_id: str
    sets: int
    receptor_hits: NDArray[np.int64]
    ligand_hits: NDArray[np.int64]
    global_hits: int
    cell_type_hits: NDArray[np.int64]
    partner_sets: NDArray[np.int64]


def simulate_inclusion(design: NullDesign, sets: int, rng: Generator) -> NDArray[np.bool_]:
    """Simulate which ligands each of a number of random sets holds.

    Parameters
    ----------
    design : NullDesign
        Strata and how many genes of each are drawn.
    sets : int
        Number of random sets.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    ndarray of bool, shape (n_ligands, sets)

    Notes
    -----
    Selection sampling within a stratum (Knuth, The Art of Computer Programming 2, 3.4.2,
    algorithm S): the i-th of n genes is taken with probability (k - taken) / (n - i). The genes
    that are no ligands need no draw, because the ligands may stand first in the order.
    """
    inclusion = np.zeros((len(design.ligands), sets), dtype=np.bool_)
    for stratum in np.unique(design.ligand_stratum):
        left = np.full(sets, design.drawn[stratum], dtype=np.int64)
        if not left[0]:
            continue
        members = np.flatnonzero(design.ligand_stratum == stratum)
        size = int(design.stratum_size[stratum])
        for passed, ligand in enumerate(members):
            taken = rng.random(sets) * (size - passed) < left
            inclusion[ligand] = taken
            left -= taken
    return inclusion


def run_chunk(chunk: Chunk, rng: Generator) -> ChunkCounts:
    """Draw the random sets of a chunk and count those that reach the cargo's numbers."""
    design = chunk.design
    inclusion = simulate_inclusion(design, chunk.sets, rng)
    # float32 counts are exact up to 2**24 and use the fast matrix product
    partners = design.incidence.T.astype(np.float32) @ inclusion.astype(np.float32)
    observed = design.count_observed_partners()
    on_cells = design.get_membership().T.astype(np.float32)
    reached = on_cells @ partners >= (on_cells @ observed.astype(np.float32))[:, None]
    return ChunkCounts(
        chunk_id=chunk.id,
        sets=chunk.sets,
        receptor_hits=(partners >= observed[:, None]).sum(axis=1, dtype=np.int64),
        ligand_hits=inclusion.sum(axis=1, dtype=np.int64),
        global_hits=int((partners.sum(axis=0) >= observed.sum()).sum()),
        cell_type_hits=reached.sum(axis=1, dtype=np.int64),
        partner_sets=_tally(partners, design),
    )


def merge_counts(results: Sequence[ChunkCounts]) -> ChunkCounts:
    """Merge the counts of chunks of one design, in any order."""
    return ChunkCounts(
        chunk_id="all",
        sets=sum(r.sets for r in results),
        receptor_hits=np.sum([r.receptor_hits for r in results], axis=0),
        ligand_hits=np.sum([r.ligand_hits for r in results], axis=0),
        global_hits=sum(r.global_hits for r in results),
        cell_type_hits=np.sum([r.cell_type_hits for r in results], axis=0),
        partner_sets=np.sum([r.partner_sets for r in results], axis=0),
    )


def _tally(partners: NDArray[np.float32], design: NullDesign) -> NDArray[np.int64]:
    """Count for each receptor the sets with 0, 1, ... partners."""
    width = 1 + int(design.incidence.sum(axis=0).max(initial=0))
    rows = np.arange(len(design.receptors), dtype=np.int64)[:, None]
    cells = np.bincount(
        (partners.astype(np.int64) + rows * width).ravel(), minlength=rows.size * width
    )
    return np.asarray(cells.reshape(rows.size, width), dtype=np.int64)
