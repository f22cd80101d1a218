"""The conclusion of a campaign in a sentence or two, its counts, and what holds for all."""

from __future__ import annotations

import polars as pl

from tubulus.dock.calibration.measured import MeasuredDiscrimination
from tubulus.dock.calibration.wording import NO_EVIDENCE
from tubulus.runs.docking.telling.failures import has_docked_nothing
from tubulus.runs.docking.telling.material import LISTED, CampaignMaterial

__all__ = ["LIMITS", "conclude", "count_pairs"]

_RIGID = (
    "Partners are rigid bodies without glycans and membrane: one that changes shape when it meets "
    "the other is not found."
)
_RAW = "A raw score compares poses of one pair; two pairs are compared by decoy partners alone."
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


def conclude(material: CampaignMaterial) -> str:
    """Say in a sentence what came out, and nothing where the method was not shown to work."""
    table = material.calibration
    if table.height == 0:
        return "No pair was docked, for no asked pair has a structure on both sides."
    if has_docked_nothing(material.result.pair_docking):
        return _tell_nothing_docked(material)
    asked = "asked pair" if table.height == 1 else "asked pairs"
    if not material.measured[0].is_useful:
        return (
            f"{NO_EVIDENCE.rstrip('.')} on {table.height} {asked}: the calibrated score was not "
            "shown to tell true partners from others."
        )
    calibrated = table.filter(state="calibrated").height
    return (
        f"Of {table.height} {asked} {calibrated} could be set against decoy partners and "
        f"{_tell_low(table)}.{_tell_chance(material.measured[0])}"
    )


def _tell_low(table: pl.DataFrame) -> str:
    """Say how many pairs stand out, and that these are candidates and no more."""
    low = table.filter(pl.col("q") <= _ALPHA)
    if low.height == 0:
        return f"none scores more favourably at q of at most {_ALPHA}"
    named = ", ".join(f"{f} with {m}" for f, m in low.select("fixed", "mobile").iter_rows())
    found = f": {named}" if low.height <= LISTED else ""
    scores, what = (
        ("scores", "this is a candidate interaction")
        if low.height == 1
        else ("score", "these are candidate interactions")
    )
    return f"{low.height} {scores} more favourably at q of at most {_ALPHA}{found}; {what}"


def _tell_nothing_docked(material: CampaignMaterial) -> str:
    docking = material.result.pair_docking
    failed = docking.filter(state="failed").height
    what = "pair" if failed == docking.height else "asked pair"
    return f"No {what} was docked: {failed} of {docking.height} pairs failed; the notes say why."


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
        "asked_with_pose": docking.filter(pl.col("n_poses") > 0, role="asked").height,
        "decoy": docking.filter(role="decoy").height,
        "calibrated": int((states == "calibrated").sum()),
        "too_few_decoys": int((states == "too few decoys").sum()),
        "not_evaluable": int((states == "not evaluable").sum()),
        "failed": docking.filter(state="failed").height,
        "without_structure": len(material.asked.without_structure),
        "fixed_partners": len(material.partners.fixed),
        "mobile_partners": len(material.partners.mobile),
    }
