"""Rank the cargo among other vesicle proteomes by its candidate partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from tubulus.screen.ranks import rank_values

__all__ = ["ComparatorRank", "find_studies", "group_lists", "rank_among_lists"]

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

    Raises
    ------
    ValueError
        Where the panel names two studies for one list.

    Notes
    -----
    If the cargo is like the lists, all of them are exchangeable and p is valid. Lists of one
    study are not independent, so p counts groups, and a group counts as at least as high where
    any of its lists is. This is never below the p that one list drawn from each group would give.
    A group that holds the cargo's own study is left out whole. Lists that are too short to count
    still join others to a group. A gene that stands twice in a list counts once.
    """
    lists, groups, left_out = _select_lists(own, panel, min_genes)
    if not lists or not cargo:
        return None
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


def find_studies(panel: pl.DataFrame) -> dict[str, str | None]:
    """Find the study of each list of a panel.

    Parameters
    ----------
    panel : polars.DataFrame
        list_id, and study where the panel knows it (null or empty where it does not).

    Returns
    -------
    dict of str to str or None
        In the order of the panel. A study that one row of a list tells holds for the list.

    Raises
    ------
    ValueError
        Where two studies are named for one list.
    """
    if "study" not in panel.columns:
        return dict.fromkeys(panel["list_id"].to_list())
    named = pl.col("study").filter(pl.col("study").fill_null("") != "").unique().sort()
    told = panel.group_by("list_id", maintain_order=True).agg(named).rows()
    twice = [f"{name} ({', '.join(studies)})" for name, studies in told if studies[1:]]
    if twice:
        raise ValueError(f"lists of two studies in the comparator: {'; '.join(sorted(twice))}")
    return {name: studies[0] if studies else None for name, studies in told}


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
) -> tuple[dict[str, frozenset[str]], np.ndarray[tuple[int], np.dtype[np.int64]], list[str]]:
    """Keep lists that are large enough, distinct, and not of the cargo's group; with the groups."""
    grouped = panel.group_by("list_id", maintain_order=True).agg("symbol")
    lists = {name: frozenset(symbols) for name, symbols in grouped.iter_rows()}
    studies = find_studies(panel)
    groups = group_lists([cargo, *lists.values()], [None, *(studies[name] for name in lists)])
    kept: dict[str, frozenset[str]] = {}
    first: dict[frozenset[str], str] = {}
    left_out: list[str] = []
    for (name, genes), group in zip(lists.items(), groups[1:], strict=True):
        if len(genes) < min_genes:
            left_out.append(f"{name}: {len(genes)} genes, fewer than {min_genes}")
        elif group == groups[0]:
            left_out.append(f"{name}: {_describe_own(_share(genes, cargo))}")
        elif genes in first:
            left_out.append(f"{name}: equal to list {first[genes]}")
        else:
            first[genes] = name
            kept[name] = genes
    is_kept = np.array([name in kept for name in lists], dtype=np.bool_)
    return kept, groups[1:][is_kept], left_out


def _describe_own(share: float) -> str:
    """Say why a list is taken for the cargo's own study."""
    both = f"{share:.0%} of the genes of both together are in both"
    if share >= _SAME_STUDY:
        return f"the cargo itself or a list of its study ({both})"
    return f"in the group of the cargo, by a study they share or a chain of lists ({both})"
