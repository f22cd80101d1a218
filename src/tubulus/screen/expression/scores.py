"""Score ligand-receptor pairs between all ordered pairs of cell labels by mean expression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tubulus.screen.expression.matrix import ExpressionData, compute_label_means

__all__ = ["ExpressionScores", "Partner", "score_expression"]

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
Partner = str | Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class ExpressionScores:
    """The pairs and labels that pass the expression filter, and their scores.

    Parameters
    ----------
    pairs : tuple of tuple
        Ligand and receptor as given, each as a tuple of subunits.
    unknown : tuple of tuple
        For each pair the subunits that the data do not hold; the pair is unknown if there is one.
    genes : ndarray of int, shape (n_genes,)
        Columns of the data that any pair needs; the arrays below count in these.
    pair, source, target : ndarray of int, shape (n_tests,)
        Place of the pair, of the label of the ligand and of the label of the receptor.
    ligand, receptor : ndarray of int, shape (n_tests,)
        Subunit with the lowest mean in its label, as a place in ``genes``.
    score : ndarray, shape (n_tests,)
        Mean of the two means.
    subunits : tuple of tuple of ndarray
        For each pair the places in ``genes`` of the ligand's and of the receptor's subunits.
    means, shares : ndarray, shape (n_genes, n_labels)
        Mean expression and share of expressing cells.
    """

    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    unknown: tuple[tuple[str, ...], ...]
    genes: Places
    pair: Places
    source: Places
    target: Places
    ligand: Places
    receptor: Places
    score: Floats
    subunits: tuple[tuple[Places, Places], ...]
    means: Floats
    shares: Floats

    def list_unknown(self) -> pl.DataFrame:
        """List the pairs of which the data lack a subunit: ligand, receptor, missing."""
        rows = [
            ("+".join(pair[0]), "+".join(pair[1]), "+".join(missing))
            for pair, missing in zip(self.pairs, self.unknown, strict=True)
            if missing
        ]
        return pl.DataFrame(
            rows, schema=dict.fromkeys(("ligand", "receptor", "missing"), pl.String), orient="row"
        )

    def tabulate(self, labels: Sequence[str], **columns: Floats) -> pl.DataFrame:
        """Tabulate the tests: ligand, receptor, source, target, means, score, further columns."""
        names = [("+".join(ligand), "+".join(receptor)) for ligand, receptor in self.pairs]
        return pl.DataFrame(
            {
                "ligand": [names[i][0] for i in self.pair.tolist()],
                "receptor": [names[i][1] for i in self.pair.tolist()],
                "source": [labels[i] for i in self.source.tolist()],
                "target": [labels[i] for i in self.target.tolist()],
                "ligand_mean": self.means[self.ligand, self.source],
                "receptor_mean": self.means[self.receptor, self.target],
                "score": self.score,
                **columns,
            }
        )


def score_expression(
    data: ExpressionData,
    pairs: Sequence[tuple[Partner, Partner]],
    *,
    min_share: float = 0.1,
) -> ExpressionScores:
    """Score pairs by the mean of the ligand's and the receptor's mean expression.

    Parameters
    ----------
    data : ExpressionData
        Expression and labels.
    pairs : sequence of (ligand, receptor)
        Each a gene or the subunits of a complex.
    min_share : float
        Least share of cells of the label that express each subunit, in [0, 1].

    Notes
    -----
    The score of CellPhoneDB (Efremova et al., Nat Protoc 2020;15:1484-1506): a complex counts as
    its lowest subunit. Every label is combined with every label, itself included. A pair is not
    tested where a mean is zero. A pair with a subunit that the data do not hold is unknown, not
    zero.
    """
    if not 0.0 <= min_share <= 1.0:
        raise ValueError(f"min_share must lie in [0, 1], not {min_share}")
    named = tuple((_name_subunits(ligand), _name_subunits(receptor)) for ligand, receptor in pairs)
    column = {gene: i for i, gene in enumerate(data.genes)}
    needed = sorted({g for pair in named for part in pair for g in part if g in column})
    place = {gene: i for i, gene in enumerate(needed)}
    genes = np.array([column[gene] for gene in needed], dtype=np.int64)
    means, shares = compute_label_means(data, genes)
    subunits, missing = [], []
    for pair in named:
        missing.append(tuple(sorted({g for part in pair for g in part if g not in place})))
        ligand, receptor = (
            np.array([place[g] for g in part if g in place], dtype=np.int64) for part in pair
        )
        subunits.append((ligand, receptor))
    tests = [
        _combine(i, parts, means, shares, min_share)
        for i, parts in enumerate(subunits)
        if not missing[i]
    ]
    pair_, source, target, ligand_, receptor_ = (
        np.hstack(tests) if tests else np.zeros((5, 0), dtype=np.int64)
    )
    return ExpressionScores(
        pairs=named,
        unknown=tuple(missing),
        genes=genes,
        pair=pair_,
        source=source,
        target=target,
        ligand=ligand_,
        receptor=receptor_,
        score=(means[ligand_, source] + means[receptor_, target]) / 2.0,
        subunits=tuple(subunits),
        means=means,
        shares=shares,
    )


def _name_subunits(partner: Partner) -> tuple[str, ...]:
    names = (partner,) if isinstance(partner, str) else tuple(dict.fromkeys(partner))
    if not names or not all(names):
        raise ValueError("a ligand or receptor has no name")
    return names


def _combine(
    pair: int, parts: tuple[Places, Places], means: Floats, shares: Floats, min_share: float
) -> Places:
    """Find the labels in which both partners pass; rows pair, source, target, lowest subunits."""
    lowest, passing = [], []
    for part in parts:
        lowest.append(part[means[part].argmin(axis=0)])
        here = (shares[part].min(axis=0) >= min_share) & (means[part].min(axis=0) > 0)
        passing.append(np.flatnonzero(here))
    source = np.repeat(passing[0], passing[1].size)
    target = np.tile(passing[1], passing[0].size)
    return np.vstack(
        [np.full(source.size, pair), source, target, lowest[0][source], lowest[1][target]]
    )
