"""Reference sets: rows that count as positive, and random rows to compare them with.

What is positive differs from group to group, and so does what a ratio means. A set must come from
a source that the layers of its group have not seen; :func:`hide_sources` takes one out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.random import Generator

from tubulus.screen.integration.categories import HIDDEN

__all__ = [
    "RANDOMS_PER_POSITIVE",
    "Reference",
    "draw_matched_pairs",
    "draw_random_pairs",
    "hide_sources",
]

RANDOMS_PER_POSITIVE = 10
"""Random rows to one positive row."""
_PAIR = ("ligand", "receptor")


@dataclass(frozen=True, slots=True)
class Reference:
    """The rows from which one group of layers learns.

    Parameters
    ----------
    group : str
        Name of the group.
    rows : polars.DataFrame
        The keys of the group and ``is_positive``; one row a key.
    source : str
        Where the positives come from, for a reader.
    meaning : str
        What it says that a row is positive, for a reader.
    hidden : tuple of str
        Sources to take out of the evidence while the group learns; each is looked for in the
        column ``source`` of the evidence.
    evidence : polars.DataFrame, optional
        Evidence of the rows of this set, made without the source of the positives. Left out: the
        evidence of the screen, which seldom speaks of random rows.
    needs_own_evidence : bool
        Whether to take rows out of the evidence of the screen is not enough, because a value (a
        tier, a count of curations) was made of all sources and must be made anew.
    """

    group: str
    rows: pl.DataFrame
    source: str
    meaning: str
    hidden: tuple[str, ...] = ()
    evidence: pl.DataFrame | None = None
    needs_own_evidence: bool = False

    def with_evidence(self, evidence: pl.DataFrame) -> Reference:
        """Return the same set with evidence of its own."""
        return replace(self, evidence=evidence)

    def __post_init__(self) -> None:
        keys = [name for name in self.rows.columns if name in {*_PAIR, "cell_type"}]
        if "is_positive" not in self.rows.columns or not keys:
            raise ValueError(f"the reference set of {self.group} needs keys and is_positive")
        if self.rows.select(pl.any_horizontal(pl.all().is_null()).any()).item():
            raise ValueError(f"the reference set of {self.group} has empty cells")
        if self.rows.select(pl.struct(keys).is_duplicated().any()).item():
            raise ValueError(f"the reference set of {self.group} says two things of one key")


def hide_sources(evidence: pl.DataFrame, hidden: Sequence[str]) -> pl.DataFrame:
    """Make unknown what rests on a source that must not be seen.

    Parameters
    ----------
    evidence : polars.DataFrame
        The long table of evidence.
    hidden : sequence of str
        Names to look for in ``source``; case does not matter.

    Returns
    -------
    polars.DataFrame
        The same rows; those of a hidden source have no value, the label ``HIDDEN`` and the state
        unknown. A row that names several sources is hidden with any of them, because its value
        is made of them all. A hidden row is not "not listed": it leaves the reference set, or
        hiding would teach that positives are never listed.
    """
    if not hidden:
        return evidence
    lowered = pl.col("source").str.to_lowercase()
    seen = pl.any_horizontal(lowered.str.contains(name.lower(), literal=True) for name in hidden)
    return evidence.with_columns(
        value=pl.when(~seen).then("value"),
        label=pl.when(seen).then(pl.lit(HIDDEN)).otherwise("label"),
        state=pl.when(seen).then(pl.lit("unknown")).otherwise("state"),
        reason=pl.when(seen)
        .then(pl.lit("hidden: the positives of the reference set come from this source"))
        .otherwise("reason"),
    )


def draw_random_pairs(
    ligands: Sequence[str],
    receptors: Sequence[str],
    exclude: pl.DataFrame,
    size: int,
    rng: Generator,
) -> pl.DataFrame:
    """Draw pairs uniformly from ligands x receptors.

    Parameters
    ----------
    ligands, receptors : sequence of str
        What may be drawn: for instance all secreted and all surface proteins. A name that stands
        there more than once is drawn more often.
    exclude : polars.DataFrame
        ``ligand``, ``receptor`` of pairs that must not be drawn.
    size : int
        Number of pairs.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    polars.DataFrame
        ligand, receptor; distinct, no protein with itself, in the order drawn.

    Raises
    ------
    ValueError
        If so many distinct pairs cannot be found.

    Notes
    -----
    Exclude the positives only. To exclude pairs that other tables hold would tell the layers which
    rows are random. A random pair may be a true interaction that nobody has reported; there are
    few of those among millions, and they make the ratios smaller, not larger.
    """
    drawn = pl.DataFrame(schema={"ligand": pl.String, "receptor": pl.String})
    left, right = np.array(ligands, dtype=object), np.array(receptors, dtype=object)
    for _ in range(20):
        missing = size - drawn.height
        if missing <= 0 or not left.size or not right.size:
            break
        more = pl.DataFrame(
            {
                "ligand": left[rng.integers(left.size, size=2 * missing + 20)],
                "receptor": right[rng.integers(right.size, size=2 * missing + 20)],
            },
            schema=drawn.schema,
        )
        more = more.filter(pl.col("ligand") != pl.col("receptor"))
        more = more.join(exclude, on=list(_PAIR), how="anti", maintain_order="left")
        drawn = pl.concat([drawn, more]).unique(maintain_order=True)
    if drawn.height < size:
        raise ValueError(f"{size} random pairs were asked for, and {drawn.height} could be drawn")
    return drawn.head(size)


def draw_matched_pairs(
    positives: pl.DataFrame, exclude: pl.DataFrame, size: int, rng: Generator
) -> pl.DataFrame:
    """Draw pairs whose ligands and receptors are as frequent as in the positives.

    Parameters
    ----------
    positives : polars.DataFrame
        ``ligand``, ``receptor``.
    exclude : polars.DataFrame
        Pairs that must not be drawn; give the positives at least.
    size : int
        Number of pairs.
    rng : numpy.random.Generator
        Source of randomness.

    Notes
    -----
    Ligand and receptor are drawn from the rows of the positives, each on its own. Against such
    pairs it does not help to know which proteins are well studied: only the pairing is left.
    """
    ligands, receptors = positives["ligand"].to_list(), positives["receptor"].to_list()
    return draw_random_pairs(ligands, receptors, exclude, size, rng)
