"""What a campaign says of itself: conclusion, notes, limits, counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from tubulus.dock.calibration.measured import MeasuredDiscrimination
from tubulus.dock.calibration.wording import NO_EVIDENCE
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.partners.partner_table import PartnerTable
from tubulus.runs.docking.reading.asked_pairs import AskedPairs

__all__ = ["LIMITS", "CampaignMaterial", "conclude", "count_pairs", "list_notes"]

_RIGID = (
    "Partners are rigid bodies without glycans and membrane: one that changes shape when it meets "
    "the other is not found."
)
_RAW = (
    "A raw score tells by how much a pose stands out among the poses of its pair; two pairs are "
    "compared by their decoy partners alone."
)
_AFFINITY = (
    "Affinities come from contacts of a pose and were fitted on measured complexes: they mean "
    "nothing on a pose that is far from the true one."
)
LIMITS = (
    "Docking gives every two proteins a best pose; only the comparison with decoy partners counts.",
    "A score above those of decoy partners makes a candidate interaction and shows no binding.",
    _RIGID,
    _RAW,
    _AFFINITY,
)
"""What holds for every campaign; stands beside its results."""

_ALPHA = 0.05
_LISTED = 12


@dataclass(frozen=True, slots=True, eq=False)
class CampaignMaterial:
    """What the sentences are made from: partners, asked pairs, merged and calibrated tables."""

    partners: PartnerTable
    asked: AskedPairs
    result: CampaignResult
    calibration: pl.DataFrame
    measured: Sequence[MeasuredDiscrimination]


def conclude(material: CampaignMaterial) -> str:
    """Say in a sentence what came out, and nothing where the method was not shown to work."""
    table = material.calibration
    if table.height == 0:
        return "No pair was docked, for no asked pair has a structure on both sides."
    asked = "asked pair" if table.height == 1 else "asked pairs"
    if not material.measured[0].is_useful:
        return (
            f"{NO_EVIDENCE.rstrip('.')} on {table.height} {asked}: the calibrated score was not "
            "shown to tell true partners from others."
        )
    low = table.filter(pl.col("q") <= _ALPHA)
    named = ", ".join(f"{f} with {m}" for f, m in low.select("fixed", "mobile").iter_rows())
    calibrated = table.filter(state="calibrated").height
    found = f": {named}" if 0 < low.height <= _LISTED else ""
    return (
        f"Of {table.height} {asked} {calibrated} could be set against decoy partners and "
        f"{low.height} score more favourably at q of at most {_ALPHA}{found}; these are "
        f"candidate interactions.{_tell_chance(material.measured[0])}"
    )


def _tell_chance(measured: MeasuredDiscrimination) -> str:
    """Say so where the method itself may be no better than chance."""
    if measured.excludes_chance or measured.auc is None:
        return ""
    return (
        f" Read this with doubt: on known complexes the area under the curve was "
        f"{measured.auc:.2f}, and chance is not excluded."
    )


def count_pairs(material: CampaignMaterial) -> dict[str, int]:
    """Count pairs by what became of them."""
    docking = material.result.pair_docking
    states = material.calibration["state"]
    return {
        "asked": material.calibration.height,
        "decoy": docking.filter(role="decoy").height,
        "calibrated": int((states == "calibrated").sum()),
        "too_few_decoys": int((states == "too few decoys").sum()),
        "not_evaluable": int((states == "not evaluable").sum()),
        "failed": docking.filter(state="failed").height,
        "without_structure": len(material.asked.without_structure),
        "fixed_partners": len(material.partners.fixed),
        "mobile_partners": len(material.partners.mobile),
    }


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
        *_tell_without_structure(material.asked),
        *_tell_failures(material.result),
        *_tell_one_file(material),
        *_tell_not_shown(material, shown),
    ]


def _tell_without_structure(asked: AskedPairs) -> Iterable[str]:
    lacking = asked.without_structure
    if lacking:
        total = len(lacking) + len(asked.pairs)
        pairs = _list_some([f"{f} with {m} (no {name})" for f, m, name in lacking])
        yield f"No structure for {len(lacking)} of {total} pairs of the shortlist: {pairs}."


def _tell_failures(result: CampaignResult) -> Iterable[str]:
    failed = result.pair_docking.filter(state="failed")
    if failed.height:
        rows = failed.select("fixed", "mobile", "reason").iter_rows()
        listed = _list_some([f"{f} with {m} ({reason})" for f, m, reason in rows])
        yield f"{failed.height} pairs failed and the rest was docked: {listed}."


def _tell_one_file(material: CampaignMaterial) -> Iterable[str]:
    """Say which asked pairs were cut out of one file, where they stand as they were found."""
    files = {(r.role, r.name): r.path for r in material.partners.requests}
    bound = [
        f"{f} with {m} ({files['receptor', f].name})"
        for f, m in material.asked.pairs
        if files["receptor", f] == files["ligand", m]
    ]
    if bound:
        yield (
            "Bound conformations: both partners come from one file, and docking them back is "
            f"easier than the real task: {_list_some(bound)}."
        )


def _tell_not_shown(material: CampaignMaterial, shown: int) -> Iterable[str]:
    docking = material.result.pair_docking
    docked = docking.filter(pl.col("role") == "asked", pl.col("n_poses") > 0).height
    if docked > shown:
        yield (
            f"Poses of {shown} of {docked} asked pairs are assessed and written, smallest p first; "
            "shown_pairs under [dock] changes how many."
        )


def _list_some(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _LISTED} more" if len(texts) > _LISTED else ""
    return ", ".join(texts[:_LISTED]) + more
