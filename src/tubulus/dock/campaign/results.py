"""Outcomes of a campaign as tables, in an order that no worker can change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from tubulus.dock.calibration.score_table import Partners
from tubulus.dock.campaign.bodies import Side
from tubulus.dock.campaign.outcomes import ChunkResult, PairOutcome
from tubulus.dock.campaign.plan import CampaignPlan, PlannedPair

__all__ = [
    "INTERFACE_SCHEMA",
    "PAIR_DOCKING_SCHEMA",
    "PARTNER_SCHEMA",
    "POSE_SCHEMA",
    "CampaignResult",
    "merge_results",
]

Row = dict[str, object]

_PAIR: dict[str, type[pl.DataType]] = {"fixed": pl.String, "mobile": pl.String}
POSE_SCHEMA: dict[str, type[pl.DataType]] = _PAIR | {
    "key": pl.String,
    "pose": pl.Int64,
    "score": pl.Float64,
    "cluster_size": pl.Int64,
    **dict.fromkeys(("rotation_w", "rotation_x", "rotation_y", "rotation_z"), pl.Float64),
    **dict.fromkeys(("translation_x", "translation_y", "translation_z"), pl.Float64),
}
"""One row a pose; a point x of the mobile partner's file goes to R x + t, in ångström."""
PAIR_DOCKING_SCHEMA: dict[str, type[pl.DataType]] = _PAIR | {
    "role": pl.String,
    "key": pl.String,
    "state": pl.String,
    "reason": pl.String,
    "score": pl.Float64,
    "n_poses": pl.Int64,
    "n_clusters": pl.Int64,
}
"""One row a pair; ``state`` is docked, not evaluable, failed or not docked."""
INTERFACE_SCHEMA: dict[str, type[pl.DataType]] = _PAIR | {
    "side": pl.String,
    "residue": pl.String,
    "share": pl.Float64,
}
"""One row a residue of an asked pair that touches the partner in any of the best poses."""
PARTNER_SCHEMA: dict[str, type[pl.DataType]] = {
    "name": pl.String,
    "n_residues": pl.Int64,
    "exposed_area": pl.Float64,
    "family": pl.String,
    "reason": pl.String,
    "structure": pl.String,
}
"""One row a partner of one side, as ``build_score_table`` takes it."""


@dataclass(frozen=True, slots=True, eq=False)
class CampaignResult:
    """Tables of a campaign, finished or not.

    Attributes
    ----------
    poses : polars.DataFrame
        ``POSE_SCHEMA``; pairs by name, best pose first.
    pair_docking : polars.DataFrame
        ``PAIR_DOCKING_SCHEMA``. ``score`` is that of the pair's first pose, null where there is
        none; it compares no two pairs before it is calibrated.
    interface_profile : polars.DataFrame
        ``INTERFACE_SCHEMA``.
    fixed_partners, mobile_partners : polars.DataFrame
        ``PARTNER_SCHEMA``.
    """

    poses: pl.DataFrame
    pair_docking: pl.DataFrame
    interface_profile: pl.DataFrame
    fixed_partners: pl.DataFrame
    mobile_partners: pl.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """Number of pairs in each state."""
        counted = self.pair_docking.group_by("state").len().sort("state")
        return dict(counted.iter_rows())


def merge_results(plan: CampaignPlan, results: Iterable[ChunkResult]) -> CampaignResult:
    """Merge the results of chunks into tables.

    Parameters
    ----------
    plan : CampaignPlan
        The whole plan, or what was left of it.
    results : iterable of ChunkResult
        In any order, cut in any way; outcomes of pairs outside the plan are passed over. Of
        several outcomes of one pair the first that did not fail counts.

    Returns
    -------
    CampaignResult
        Pairs without an outcome have the state ``not docked``.
    """
    found: dict[str, PairOutcome] = {}
    for result in results:
        for outcome in result.outcomes:
            if outcome.key not in found or found[outcome.key].reason:
                found[outcome.key] = outcome
    sides = plan.fixed, plan.mobile
    against = _name_reasons(plan.fixed.partners), _name_reasons(plan.mobile.partners)
    docked = [(pair, found[pair.key]) for pair in plan.pairs if pair.key in found]
    pairs = [_describe(pair, found.get(pair.key), against) for pair in plan.pairs]
    poses = [row for pair, outcome in docked for row in _list_poses(pair, outcome)]
    profile = [row for pair, outcome in docked for row in _list_residues(pair, outcome, *sides)]
    return CampaignResult(
        poses=pl.DataFrame(poses, schema=POSE_SCHEMA, orient="row"),
        pair_docking=pl.DataFrame(pairs, schema=PAIR_DOCKING_SCHEMA),
        interface_profile=pl.DataFrame(profile, schema=INTERFACE_SCHEMA, orient="row"),
        fixed_partners=_tabulate_partners(plan.fixed.partners),
        mobile_partners=_tabulate_partners(plan.mobile.partners),
    )


def _name_reasons(partners: Partners) -> dict[str, str]:
    named = zip(partners.names, partners.reasons, strict=True)
    return {name: f"{name}: {reason}" for name, reason in named if reason}


def _describe(
    pair: PlannedPair, outcome: PairOutcome | None, against: tuple[dict[str, str], dict[str, str]]
) -> Row:
    doubts = [against[0].get(pair.fixed, ""), against[1].get(pair.mobile, "")]
    doubt = "; ".join(text for text in doubts if text)
    row: Row = {"fixed": pair.fixed, "mobile": pair.mobile, "role": pair.role, "key": pair.key}
    if outcome is None:
        return row | {"state": "not docked", "reason": "the pair has not been docked yet"}
    if outcome.reason:
        return row | {"state": "failed", "reason": outcome.reason}
    return row | {
        "state": "not evaluable" if doubt else "docked",
        "reason": doubt or None,
        "score": outcome.pair_score,
        "n_poses": outcome.n_poses,
        "n_clusters": outcome.n_clusters,
    }


def _list_poses(pair: PlannedPair, outcome: PairOutcome) -> Iterator[tuple[object, ...]]:
    columns = (outcome.scores, outcome.cluster_sizes, outcome.rotations, outcome.translations)
    listed = zip(*(column.tolist() for column in columns), strict=True)
    for pose, (score, size, rotation, translation) in enumerate(listed, start=1):
        yield pair.fixed, pair.mobile, pair.key, pose, score, size, *rotation, *translation


def _list_residues(
    pair: PlannedPair, outcome: PairOutcome, fixed: Side, mobile: Side
) -> Iterator[tuple[object, ...]]:
    if pair.role != "asked" or outcome.reason:
        return
    parts = (
        ("fixed", fixed, pair.fixed, outcome.fixed_profile),
        ("mobile", mobile, pair.mobile, outcome.mobile_profile),
    )
    for side, partners, name, profile in parts:
        labels = partners.residues[partners.partners.names.index(name)]
        for label, share in zip(labels, profile.tolist(), strict=True):
            if share > 0.0:
                yield pair.fixed, pair.mobile, side, label, share


def _tabulate_partners(partners: Partners) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "name": list(partners.names),
            "n_residues": partners.n_residues.astype(int).tolist(),
            "exposed_area": partners.exposed_area.tolist(),
            "family": [family or None for family in partners.families],
            "reason": [reason or None for reason in partners.reasons],
            "structure": list(partners.structures),
        },
        schema=PARTNER_SCHEMA,
    )
