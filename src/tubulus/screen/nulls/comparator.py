"""Rank the cargo among other vesicle proteomes by its candidate partners."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

__all__ = ["ComparatorRank", "rank_among_lists"]

# a list that shares this much with the cargo (Jaccard index) is the cargo under another name
_SAME_LIST = 0.8


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
        (1 + lists that score at least as high) / (lists + 1), and the least it can be.
    left_out : tuple of str
        Lists not used, each with the reason.
    """

    score: float
    median: float
    rank: int
    lists: int
    p: float
    smallest_p: float
    left_out: tuple[str, ...]


def rank_among_lists(
    cargo: frozenset[str],
    panel: pl.DataFrame,
    pair_counts: dict[str, int],
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
        list_id, symbol.
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
    """
    lists, left_out = _select_lists(own, panel, min_genes)
    if not lists or not cargo:
        return None
    score = _compute_score(cargo, pair_counts)
    others = [_compute_score(genes, pair_counts) for genes in lists]
    higher = sum(other >= score for other in others)
    return ComparatorRank(
        score=score,
        median=float(pl.Series(others).median() or 0.0),  # type: ignore[arg-type]
        rank=1 + higher,
        lists=len(others),
        p=(1 + higher) / (len(others) + 1),
        smallest_p=1 / (len(others) + 1),
        left_out=tuple(left_out),
    )


def _compute_score(genes: frozenset[str], pair_counts: dict[str, int]) -> float:
    return sum(pair_counts.get(gene, 0) for gene in genes) / len(genes)


def _select_lists(
    cargo: frozenset[str], panel: pl.DataFrame, min_genes: int
) -> tuple[list[frozenset[str]], list[str]]:
    """Keep lists that are large enough, distinct, and not the cargo itself."""
    kept: dict[frozenset[str], str] = {}
    left_out: list[str] = []
    grouped = panel.group_by("list_id", maintain_order=True).agg("symbol")
    for name, symbols in grouped.iter_rows():
        genes = frozenset(symbols)
        if len(genes) < min_genes:
            left_out.append(f"{name}: {len(genes)} genes, fewer than {min_genes}")
        elif len(genes & cargo) >= _SAME_LIST * len(genes | cargo):
            left_out.append(f"{name}: (nearly) the cargo itself")
        elif genes in kept:
            left_out.append(f"{name}: equal to list {kept[genes]}")
        else:
            kept[genes] = str(name)
    return list(kept), left_out
