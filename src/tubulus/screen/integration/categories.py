"""Evidence rows as categories: what a layer says of each key, and which bin that falls into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tubulus.screen.integration.groups import LayerScale
from tubulus.screen.layers.record import LAYER_KEYS, Layer
from tubulus.screen.ranks import rank_values

__all__ = [
    "HIDDEN",
    "NO_VALUE",
    "UNKNOWN",
    "FittedScale",
    "LayerRows",
    "align_layer",
    "derive_strength",
    "fit_scale",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

UNKNOWN = -1
"""Code of a key of which a layer says nothing, or nothing that the reference set held."""
HIDDEN = "hidden from a reference set"
"""Label of a row whose source was taken out; it is neither known nor "not listed"."""
NO_VALUE = "present, no value"
"""Category of a key that is present without a value, or with one in a unit that the reference set
does not have: all bins of "present" together."""
_MAXIMUM_LABELS = 6


@dataclass(frozen=True, slots=True)
class LayerRows:
    """What one layer says of each key.

    Parameters
    ----------
    value : ndarray, shape (n,)
        NaN where there is none.
    label : ndarray of str, shape (n,)
        Empty where there is none.
    state : ndarray of str, shape (n,)
        present, absent or unknown; a key without a row is unknown.
    measure : ndarray of str, shape (n,)
        What ``value`` measures, with its unit; values of different measures are not compared.
    """

    value: Floats
    label: NDArray[np.str_]
    state: NDArray[np.str_]
    measure: NDArray[np.str_]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which keys the layer knows of."""
        return np.asarray(self.state != "unknown")


def align_layer(keys: pl.DataFrame, evidence: pl.DataFrame, layer: Layer) -> LayerRows:
    """Look up what a layer says of each key.

    Parameters
    ----------
    keys : polars.DataFrame
        At least the key columns of the layer; rows may repeat.
    evidence : polars.DataFrame
        The long table of evidence.
    layer : str
        The layer.
    """
    names = list(LAYER_KEYS[layer])
    rows = evidence.filter(layer=layer).select(*names, "value", "label", "state", "measure")
    # an empty table of keys may have no types
    typed = keys.select(pl.col(names).cast(pl.String))
    found = typed.join(rows, on=names, how="left", maintain_order="left")
    return LayerRows(
        found["value"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        np.array(found["label"].fill_null("").to_list(), dtype=np.str_),
        np.array(found["state"].fill_null("unknown").to_list(), dtype=np.str_),
        np.array(found["measure"].fill_null("").to_list(), dtype=np.str_),
    )


@dataclass(frozen=True, slots=True)
class FittedScale:
    """A scale with the categories that a reference set has.

    Parameters
    ----------
    scale : LayerScale
        How the layer is read.
    names : tuple of str
        Categories; from the least evidence to the most where the order is known.
    cuts : tuple of float
        Lower ends of the bins after the first (negated values where less is more); of the place
        within its measure, from 0 to 1, where there are several measures.
    measures : tuple of (str, tuple of float)
        Measures of the reference set, each with its values in order (negated where less is more).
    """

    scale: LayerScale
    names: tuple[str, ...]
    cuts: tuple[float, ...]
    measures: tuple[tuple[str, tuple[float, ...]], ...] = ()

    @property
    def bins(self) -> tuple[int, ...]:
        """Positions of the bins of "present"; empty where there are not two."""
        return tuple(range(len(self.names) - len(self.cuts) - 1, len(self.names)))[: self._size]

    @property
    def categories(self) -> tuple[str, ...]:
        """Names, and after them ``NO_VALUE`` where "present" has several bins."""
        return (*self.names, NO_VALUE) if self.cuts else self.names

    @property
    def _size(self) -> int:
        return len(self.cuts) + 1 if self.cuts else 0

    @property
    def is_ordered(self) -> bool:
        """Whether the likelihood ratios are monotone along the categories."""
        return self.scale.order != "none"

    def assign(self, rows: LayerRows, *, is_reference: bool) -> Integers:
        """Assign each key to a category.

        Parameters
        ----------
        rows : LayerRows
            What the layer says of each key.
        is_reference : bool
            Whether the keys are a reference set, where "not listed" is a category.

        Returns
        -------
        ndarray of int, shape (n,)
            Position in ``categories``; ``UNKNOWN`` where the layer says nothing, or something that
            the reference set of this scale did not hold.
        """
        position = {name: i for i, name in enumerate(self.names)}
        code = np.full(rows.state.size, UNKNOWN, dtype=np.int64)
        if self.scale.read == "label":
            for name, at in position.items():
                code[rows.known & (rows.label == name)] = at
        else:
            present = rows.state == "present"
            code[present] = self._assign_bins(rows)[present]
            code[rows.state == "absent"] = position.get("absent", UNKNOWN)
        if is_reference and self.scale.unlisted:
            code[~rows.known & (rows.label != HIDDEN)] = position["not listed"]
        return code

    def _assign_bins(self, rows: LayerRows) -> Integers:
        """Assign each key to a bin of "present", or to ``NO_VALUE``."""
        first = len(self.names) - len(self.cuts) - 1
        placed = _place_values(self.scale, rows, self.measures)
        bins = first + np.searchsorted(self.cuts, placed, side="right")
        return np.where(np.isnan(placed), len(self.categories) - 1, bins)


def _sign(scale: LayerScale, rows: LayerRows) -> Floats:
    """Return values in which more is more evidence."""
    return -rows.value if scale.order == "decreasing" else rows.value


def _list_measures(scale: LayerScale, rows: LayerRows) -> tuple[tuple[str, tuple[float, ...]], ...]:
    """List the measures of the rows that are present, each with its values in order."""
    values = _sign(scale, rows)
    has = (rows.state == "present") & ~np.isnan(values)
    names = np.unique(rows.measure[has]).tolist()
    return tuple((n, tuple(np.sort(values[has & (rows.measure == n)]).tolist())) for n in names)


def _place_values(
    scale: LayerScale, rows: LayerRows, measures: tuple[tuple[str, tuple[float, ...]], ...]
) -> Floats:
    """Return values of one measure, or the place of each value within its own, from 0 to 1.

    NaN where there is no value, or one of a measure that is not among those given.
    """
    values, placed = _sign(scale, rows), np.full(rows.value.size, np.nan)
    if scale.cuts is not None:
        return values
    for name, ordered in measures:
        own = (rows.measure == name) & ~np.isnan(values)
        ends = [np.searchsorted(ordered, values[own], side=side) for side in ("left", "right")]
        placed[own] = values[own] if len(measures) == 1 else sum(ends) / (2 * len(ordered))
    return placed


def _find_cuts(scale: LayerScale, placed: Floats) -> tuple[float, ...]:
    """Find the cuts of the values of rows that are present."""
    if scale.read == "state":
        return ()
    if scale.cuts is not None:
        cuts = np.array(scale.cuts)
        return tuple(sorted((-cuts if scale.order == "decreasing" else cuts).tolist()))
    values = placed[np.isfinite(placed)]
    levels = np.unique(values)
    if levels.size <= scale.bins:
        return tuple(levels[1:].tolist())
    inner = np.quantile(values, np.arange(1, scale.bins) / scale.bins)
    # a quantile that is the least value would leave the first bin empty
    return tuple(np.unique(inner[inner > levels[0]]).tolist())


def _name_places(cuts: tuple[float, ...]) -> list[str]:
    """Name the bins of several measures by the place within each."""
    ends = [f"{100 * cut:.0f} % of its measure" for cut in cuts]
    return [f"present < {ends[0]}", *(f"present >= {end}" for end in ends)]


def _name_bins(scale: LayerScale, cuts: tuple[float, ...]) -> list[str]:
    if not cuts:
        return ["present"]
    sign, below, from_ = (-1, ">", "<=") if scale.order == "decreasing" else (1, "<", ">=")
    ends = [f"{sign * cut:.4g}" for cut in cuts]
    return [f"present {below} {ends[0]}", *(f"present {from_} {end}" for end in ends)]


def fit_scale(scale: LayerScale, rows: LayerRows) -> FittedScale:
    """Fix the categories of a layer from what it says of a reference set.

    Parameters
    ----------
    scale : LayerScale
        How the layer is read.
    rows : LayerRows
        What the layer says of each row of the reference set.

    Notes
    -----
    Bins use the values of positives and randoms together, so they do not look at the answer.
    Where the values have several measures (nTPM of an atlas, log1p of a matrix), each is placed
    within its own measure, and the places are binned. Labels beyond the six most frequent are left
    as unknown.
    """
    if scale.read == "label":
        labels, counts = np.unique(rows.label[rows.known], return_counts=True)
        kept = sorted(labels[np.argsort(-counts, kind="stable")][:_MAXIMUM_LABELS].tolist())
        below = ["not listed"] if scale.unlisted else []
        return FittedScale(scale, (*below, *kept), ())
    measures = _list_measures(scale, rows) if scale.read == "value" else ()
    cuts = _find_cuts(scale, _place_values(scale, rows, measures)[rows.state == "present"])
    below = ["absent"] if (rows.state == "absent").any() else []
    below += ["not listed"] if scale.unlisted else []
    by_place = cuts and len(measures) > 1 and scale.cuts is None
    bins = _name_places(cuts) if by_place else _name_bins(scale, cuts)
    return FittedScale(scale, (*below, *bins), cuts, measures)


def derive_strength(rows: LayerRows, scale: LayerScale) -> Floats:
    """Derive one number a key that puts the keys of a layer in order, for rank aggregation.

    Parameters
    ----------
    rows : LayerRows
        What the layer says of each key.
    scale : LayerScale
        How the layer is read; a layer without a known order is ranked by its state.

    Returns
    -------
    ndarray, shape (n,)
        Greater is more evidence; NaN where the layer knows nothing. Present: the place among the
        rows that are present in the same measure, between 0 and 1, and the middle where there is
        no value; absent is below.
    """
    present = rows.state == "present"
    strength = np.where(rows.state == "absent", -np.inf, np.nan)
    strength[present] = 0.5
    if scale.read == "value":
        values = _sign(scale, rows)
        for name in np.unique(rows.measure[present]):
            own = np.flatnonzero(present & (rows.measure == name) & ~np.isnan(values))
            strength[own] = (rank_values(values[own]) - 0.5) / max(own.size, 1)
    return strength
