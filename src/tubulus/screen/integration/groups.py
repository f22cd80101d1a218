"""How each layer is read, and which layers are scored together because they share evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tubulus.screen.layers.record import LAYER_KEYS, Layer

__all__ = ["CONTEXT_LAYERS", "GROUPS", "SCALES", "LayerGroup", "LayerScale"]

CONTEXT_LAYERS: tuple[Layer, ...] = ("complex", "barrier", "topology")
"""Layers that are shown and not scored.

The barrier says where a receptor is, not whether an interaction exists: the route of delivery
decides what it means. A complex is made of the other layers of its subunits; a score for it would
count them twice. Topology has already decided who is a candidate at all, and the ligands of the
pair tables, its only known positives, are the very rows to be scored."""


@dataclass(frozen=True, slots=True)
class LayerScale:
    """How the rows of one layer become categories.

    Parameters
    ----------
    layer : str
        The layer.
    read : str
        ``value``: bins of the value of rows that are present; ``label``: the label itself;
        ``state``: present or absent.
    order : str
        ``increasing`` or ``decreasing``: more, or less, of the value is more evidence, and
        present is more than absent; the likelihood ratios are made monotone. ``none``: the order
        is not known.
    unlisted : bool
        Whether, in a *reference set*, a key of which the layer knows nothing stands as a category
        of its own, below all others but absent. Tables of pairs list what was found and nothing
        else; without that category "listed" could not be compared with random pairs. When pairs
        are scored, unknown contributes nothing all the same.
    bins : int
        Largest number of bins of the values.
    cuts : tuple of float, optional
        Lower ends of the bins after the first, ascending; left out: each distinct value of the
        reference set where there are at most ``bins`` of them, else their quantiles.
    """

    layer: Layer
    read: Literal["value", "label", "state"] = "value"
    order: Literal["increasing", "decreasing", "none"] = "increasing"
    unlisted: bool = False
    bins: int = 3
    cuts: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.bins <= 6:
            raise ValueError(f"the scale of {self.layer} needs 1 to 6 bins, not {self.bins}")
        if self.cuts is not None and list(self.cuts) != sorted(set(self.cuts)):
            raise ValueError(f"the cuts of {self.layer} must ascend")


@dataclass(frozen=True, slots=True)
class LayerGroup:
    """Layers that share evidence: they get one likelihood ratio together.

    Parameters
    ----------
    name : str
        Name of the group; its column is ``contribution_<name>``.
    scales : tuple of LayerScale
        One or two layers, each with its scale.
    needs : str
        What would calibrate the group, for a reader whose screen has no reference set for it.
    """

    name: str
    scales: tuple[LayerScale, ...]
    needs: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.scales) <= 2:
            raise ValueError(f"the group {self.name} must hold one or two layers")
        if any(scale.layer in CONTEXT_LAYERS for scale in self.scales):
            raise ValueError(f"the group {self.name} holds a layer that is context, not evidence")
        if len({LAYER_KEYS[scale.layer] for scale in self.scales}) > 1:
            raise ValueError(f"the layers of the group {self.name} speak of different things")

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Names of the layers."""
        return tuple(scale.layer for scale in self.scales)

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that the layers of the group speak of."""
        return LAYER_KEYS[self.scales[0].layer]


SCALES: dict[Layer, LayerScale] = {
    "knowledge": LayerScale("knowledge", unlisted=True),
    "physical": LayerScale("physical", unlisted=True),
    "receptor_protein": LayerScale("receptor_protein"),
    "receptor_rna": LayerScale("receptor_rna"),
    "detection": LayerScale("detection", unlisted=True),
    "downstream": LayerScale("downstream"),
}
"""How each scored layer is read unless a caller says otherwise."""

GROUPS: tuple[LayerGroup, ...] = (
    LayerGroup(
        "interaction",
        (SCALES["knowledge"], SCALES["physical"]),
        "add a pair table with a curation of its own beside the built-in one (for instance "
        "pair_sources with liana), or physical interactions (physical_files)",
    ),
    LayerGroup(
        "receptor",
        (SCALES["receptor_protein"], SCALES["receptor_rna"]),
        "add stainings or RNA of the Human Protein Atlas (stainings_file, cell_rna_file), or "
        "cells of your own (expression_file)",
    ),
    LayerGroup(
        "detection",
        (SCALES["detection"],),
        "give a measured cargo of your own (cargo_file): the built-in cargo comes from the "
        "abstracts that would be the positives, and a detection_file alone lists no cargo",
    ),
    LayerGroup(
        "downstream",
        (SCALES["downstream"],),
        "no file can bring one, because the receptors known to matter are the genes by which the "
        "target set is annotated; a set of your own can be given in Python",
    ),
)
"""The groups: curators read the papers behind physical interactions, and protein follows RNA."""
