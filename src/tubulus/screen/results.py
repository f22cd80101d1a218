"""What a screen returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tubulus.screen.casebook.casebook import Casebook
from tubulus.screen.nulls.comparator import ComparatorRank
from tubulus.screen.nulls.whole_cargo import GlobalTest
from tubulus.screen.settings import ScreenSettings

__all__ = ["ScreenResult"]


@dataclass(frozen=True, slots=True, eq=False)
class ScreenResult:
    """A finished screen.

    Parameters
    ----------
    interactions : polars.DataFrame
        One row a receptor, cell type and ligand of the pair table, with state, reason, sources
        and, for candidates, ``p_pair``: how often a random set holds that ligand.
    receptor_tests : polars.DataFrame
        One row a receptor and cell type: n_ligands, n_candidates, n_partners (candidates that
        count in the tests), expected, fold, p, p_exact, q (over these rows), q_receptor (over
        receptors; it decides), smallest_p, state, reason, and what places the receptor on the
        cell (grade, evidence_kind) or does not detect it there (conflict). ``p`` and ``q`` are
        null where nothing could be tested. ``fdr_exact``, ``fdr_permutation`` and
        ``fdr_permutation_rows`` are the false discovery rates by the random sets themselves;
        ``q_shifted_low`` and ``q_shifted_high`` the range of q_receptor over 25 shifted cuts of
        the strata.
    cell_type_tests : polars.DataFrame
        One row a cell type: its receptors together.
    global_test : GlobalTest
        All receptors together.
    surprise : polars.DataFrame
        One row a question asked of the whole cargo, with its null; what was not computed says
        why.
    comparator : ComparatorRank or None
        Rank among other vesicle proteomes, where the user gave some.
    excluded : polars.DataFrame
        Cargo proteins that make no candidates, with the reason.
    missing_evidence : tuple of str
        What the screen does not know, one sentence each.
    counts : mapping of str to int
        Sizes: cargo, receptors, cell types, pairs, exclusions.
    conclusion : str
        What the tests say, in sentences made from the numbers above.
    settings : ScreenSettings
        The settings used.
    casebook : Casebook or None
        The evidence on the interactions, weighed, and the shortlist.
    """

    interactions: pl.DataFrame
    receptor_tests: pl.DataFrame
    cell_type_tests: pl.DataFrame
    global_test: GlobalTest
    surprise: pl.DataFrame
    comparator: ComparatorRank | None
    excluded: pl.DataFrame
    missing_evidence: tuple[str, ...]
    counts: Mapping[str, int]
    conclusion: str
    settings: ScreenSettings
    casebook: Casebook | None = None
