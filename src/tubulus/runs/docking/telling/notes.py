"""What a reader must know of one campaign."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from tubulus.runs.docking.reading.asked_pairs import AskedPairs
from tubulus.runs.docking.telling.failures import tell_failures
from tubulus.runs.docking.telling.material import CampaignMaterial, list_some
from tubulus.runs.docking.telling.origins import tell_origins

__all__ = ["list_notes", "tell_without_structure"]


def list_notes(material: CampaignMaterial, shown: int) -> list[str]:
    """List what a reader must know of this campaign.

    Parameters
    ----------
    material : CampaignMaterial
        The campaign.
    shown : int
        Asked pairs whose poses were assessed and written.
    """
    return [
        *tell_without_structure(material.asked),
        *tell_failures(material.result.pair_docking),
        *tell_origins(material),
        *_tell_not_shown(material, shown),
    ]


def tell_without_structure(asked: AskedPairs) -> Iterable[str]:
    """Tell the pairs of the shortlist that cannot be docked, and what each lacks."""
    lacking = asked.without_structure
    if lacking:
        total = len(lacking) + len(asked.pairs)
        pairs = list_some([f"{f} with {m} (no {name})" for f, m, name in lacking])
        yield f"No structure for {len(lacking)} of {total} pairs of the shortlist: {pairs}."


def _tell_not_shown(material: CampaignMaterial, shown: int) -> Iterable[str]:
    docking = material.result.pair_docking
    docked = docking.filter(pl.col("role") == "asked", pl.col("n_poses") > 0).height
    if docked > shown:
        yield (
            f"Poses of {shown} of {docked} asked pairs are assessed and written, smallest p first; "
            "shown_pairs under [dock] changes how many."
        )
