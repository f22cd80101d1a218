"""Evidence rows as categories: what a layer says of each key, and which bin that falls into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tubulus.screen.integration.groups import LayerScale
from tubulus.screen.layers.record import LAYER_KEYS, Layer

__all__ = [
    "HIDDEN",
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
    """

    value: Floats
    label: NDArray[np.str_]
    state: NDArray[np.str_]

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
    rows = evidence.filter(layer=layer).select(*names, "value", "label", "state")
    # an empty table of keys may have no types
    typed = keys.select(pl.col(names).cast(pl.String))
    found = typed.join(rows, on=names, how="left", maintain_order="left")
    return LayerRows(
        found["value"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        np.array(found["label"].fill_null("").to_list(), dtype=np.str_),
        np.array(found["state"].fill_null("unknown").to_list(), dtype=np.str_),
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
        Lower ends of the bins after the first (negated values where less is more).
    """

    scale: LayerScale
    names: tuple[str, ...]
    cuts: tuple[float, ...]

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
            Position in ``names``; ``UNKNOWN`` where the layer says nothing, or something that
            the reference set of this scale did not hold.
        """
        position = {name: i for i, name in enumerate(self.names)}
        code = np.full(rows.state.size, UNKNOWN, dtype=np.int64)
        if self.scale.read == "label":
            for name, at in position.items():
                code[rows.known & (rows.label == name)] = at
        else:
            bins = np.searchsorted(self.cuts, _get_magnitude(self.scale, rows), side="right")
            first = len(self.names) - len(self.cuts) - 1
            present = rows.state == "present"
            code[present] = first + bins[present]
            code[rows.state == "absent"] = position.get("absent", UNKNOWN)
        if is_reference and self.scale.unlisted:
            code[~rows.known & (rows.label != HIDDEN)] = position["not listed"]
        return code


def _get_magnitude(scale: LayerScale, rows: LayerRows) -> Floats:
    """Return values in which more is more evidence; present without a value is the least."""
    signed = -rows.value if scale.order == "decreasing" else rows.value
    return np.asarray(np.where(np.isnan(signed), -np.inf, signed), dtype=np.float64)


def _find_cuts(scale: LayerScale, rows: LayerRows) -> tuple[float, ...]:
    if scale.read == "state":
        return ()
    if scale.cuts is not None:
        cuts = np.array(scale.cuts)
        return tuple(sorted((-cuts if scale.order == "decreasing" else cuts).tolist()))
    values = _get_magnitude(scale, rows)[rows.state == "present"]
    levels = np.unique(values[np.isfinite(values)])
    if levels.size <= scale.bins:
        return tuple(levels[1:].tolist())
    inner = np.quantile(values[np.isfinite(values)], np.arange(1, scale.bins) / scale.bins)
    # a quantile that is the least value would leave the first bin empty
    return tuple(np.unique(inner[inner > levels[0]]).tolist())


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
    Labels beyond the six most frequent are left as unknown.
    """
    if scale.read == "label":
        labels, counts = np.unique(rows.label[rows.known], return_counts=True)
        kept = sorted(labels[np.argsort(-counts, kind="stable")][:_MAXIMUM_LABELS].tolist())
        below = ["not listed"] if scale.unlisted else []
        return FittedScale(scale, (*below, *kept), ())
    cuts = _find_cuts(scale, rows)
    below = ["absent"] if (rows.state == "absent").any() else []
    below += ["not listed"] if scale.unlisted else []
    return FittedScale(scale, (*below, *_name_bins(scale, cuts)), cuts)


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
        Greater is more evidence; NaN where the layer knows nothing.
    """
    present = rows.state == "present"
    strength = np.where(rows.state == "absent", -np.inf, np.nan)
    if scale.read == "value":
        # present without a value stands above absent and below every value
        values = np.maximum(_get_magnitude(scale, rows), np.finfo(np.float64).min)
        strength[present] = values[present]
    else:
        strength[present] = 1.0
    return strength
