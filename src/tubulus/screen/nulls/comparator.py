"""Rank the cargo among other vesicle proteomes by its candidate partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from tubulus.screen.ranks import rank_values

__all__ = ["ComparatorRank", "group_lists", "rank_among_lists"]

# Lists that share half of what they hold together (Jaccard index) are taken for one study: in
# ExoCarta such lists bear neighbouring numbers, and lists of different studies share less
# (docs/explanation/screen-calibration.md).
_SAME_STUDY = 0.5


@dataclass(frozen=True, slots=True)
class ComparatorRank:
    """The place of the cargo among comparator lists.

    Parameters
    ----------
    score, median : float
        Candidate pairs per listed gene, of the cargo and in the middle of the lists.
    rank : int
        1 where no list scores higher; a list that ties with the cargo stands before it.
    lists : int
        Comparator lists that were used.
    p, smallest_p : float
        (1 + groups that score at least as high) / (groups + 1), and the least it can be.
    left_out : tuple of str
        Lists not used, each with the reason.
    ties : int
        Lists with the score of the cargo.
    groups : int
        Independent groups of lists: lists of one study, or that share half of their content, are
        one group.
    low, high : float
        Range that holds 95 % of the scores of the lists.
    size_correlation : float or None
        Spearman correlation of score and number of genes over the lists; None below 3 lists or
        where one of the two is constant.
    scores : tuple of (str, float)
        Name and score of each list that was used.
    """

    score: float
    median: float
    rank: int
    lists: int
    p: float
    smallest_p: float
    left_out: tuple[str, ...]
    ties: int
    groups: int
    low: float
    high: float
    size_correlation: float | None
    scores: tuple[tuple[str, float], ...] = ()


def rank_among_lists(
    cargo: frozenset[str],
    panel: pl.DataFrame,
    pair_counts: Mapping[str, int],
    *,
    own: frozenset[str],
    min_genes: int,
) -> ComparatorRank | None:
    """Rank the cargo by its candidate pairs per gene among the lists of a panel.

    Parameters
    ----------
    cargo : frozenset of str
        Genes of the cargo that count.
    panel : polars.DataFrame
        list_id, symbol, and study where the panel knows it (null or empty where it does not).
    pair_counts : mapping of str to int
        Candidate pairs that an exposed ligand makes with the tested receptors.
    own : frozenset of str
        All genes of the cargo, by which a list is recognised as the cargo itself.
    min_genes : int
        Genes that a list needs.

    Returns
    -------
    ComparatorRank or None
        None where the cargo is empty or no list can be used.

    Notes
    -----
    If the cargo is like the lists, all of them are exchangeable and p is valid. Lists of one
    study are not independent, so p counts groups, and a group counts as at least as high where
    any of its lists is. This is never below the p that one list drawn from each group would give.
    """
    lists, left_out = _select_lists(own, panel, min_genes)
    if not lists or not cargo:
        return None
    groups = group_lists(list(lists.values()), _find_studies(panel, list(lists)))
    score = _compute_score(cargo, pair_counts)
    others = np.array([_compute_score(genes, pair_counts) for genes in lists.values()])
    reached = others >= score
    n_groups, higher = int(np.unique(groups).size), int(np.unique(groups[reached]).size)
    low, median, high = np.quantile(others, [0.025, 0.5, 0.975])
    return ComparatorRank(
        score=score,
        median=float(median),
        rank=1 + int(reached.sum()),
        lists=others.size,
        p=(1 + higher) / (n_groups + 1),
        smallest_p=1 / (n_groups + 1),
        left_out=tuple(left_out),
        ties=int((others == score).sum()),
        groups=n_groups,
        low=float(low),
        high=float(high),
        size_correlation=_correlate(others, np.array([len(g) for g in lists.values()])),
        scores=tuple(zip(lists, others.tolist(), strict=True)),
    )


def group_lists(
    lists: Sequence[frozenset[str]], studies: Sequence[str | None]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Group lists that are not independent.

    Parameters
    ----------
    lists : sequence of frozenset of str
        Genes of each list.
    studies : sequence of str or None
        Study of each list, None where it is not known.

    Returns
    -------
    ndarray of int, shape (n_lists,)
        Code of each list's group. Lists are in one group where a chain of lists joins them, each
        of the study of the next or sharing half of their content with it.
    """
    groups = np.arange(len(lists), dtype=np.int64)
    for i, genes in enumerate(lists):
        for j in range(i):
            same_study = studies[i] is not None and studies[i] == studies[j]
            if same_study or _share(genes, lists[j]) >= _SAME_STUDY:
                groups[groups == groups[i]] = groups[j]
    return groups


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard index."""
    return len(one & other) / max(1, len(one | other))


def _find_studies(panel: pl.DataFrame, names: Sequence[str]) -> list[str | None]:
    if "study" not in panel.columns:
        return [None] * len(names)
    known = dict(panel.select("list_id", "study").unique(subset="list_id").iter_rows())
    return [known[name] or None for name in names]


def _compute_score(genes: frozenset[str], pair_counts: Mapping[str, int]) -> float:
    return sum(pair_counts.get(gene, 0) for gene in genes) / len(genes)


def _correlate(scores: np.ndarray, sizes: np.ndarray) -> float | None:
    """Return Spearman's correlation; None where it is not defined."""
    constant = np.unique(scores).size < 2 or np.unique(sizes).size < 2
    if scores.size < 3 or constant:
        return None
    return float(np.corrcoef(rank_values(scores), rank_values(sizes))[0, 1])


def _select_lists(
    cargo: frozenset[str], panel: pl.DataFrame, min_genes: int
) -> tuple[dict[str, frozenset[str]], list[str]]:
    """Keep lists that are large enough, distinct, and not of the cargo's own study."""
    kept: dict[str, frozenset[str]] = {}
    first: dict[frozenset[str], str] = {}
    left_out: list[str] = []
    grouped = panel.group_by("list_id", maintain_order=True).agg("symbol")
    for name, symbols in grouped.iter_rows():
        genes = frozenset(symbols)
        share = _share(genes, cargo)
        if len(genes) < min_genes:
            left_out.append(f"{name}: {len(genes)} genes, fewer than {min_genes}")
        elif share >= _SAME_STUDY:
            left_out.append(
                f"{name}: the cargo itself or a list of its study ({share:.0%} of the genes of "
                "both together are in both)"
            )
        elif genes in first:
            left_out.append(f"{name}: equal to list {first[genes]}")
        else:
            first[genes] = name
            kept[name] = genes
    return kept, left_out
