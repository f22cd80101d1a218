"""Rows of the panel of surprise that rest on networks: the pairing and the reach downstream."""

from __future__ import annotations

from tubulus.screen.network.pairing import PairingExcess
from tubulus.screen.network.reach_panel import ReachPanel
from tubulus.screen.nulls.surprise import SurpriseRow, explain_missing

__all__ = ["describe_pairing", "describe_reach"]


def describe_pairing(excess: PairingExcess) -> SurpriseRow:
    """Make the row of the null ``rewired``."""
    return SurpriseRow(
        "rewired",
        "candidate pairs beyond those that numbers of partners imply",
        observed=excess.excess,
        expected=excess.expected,
        low=excess.low,
        high=excess.high,
        p=excess.p,
        smallest_p=excess.smallest_p,
        draws=excess.sets,
        reason=(
            f"{excess.pairs} pairs, {excess.rewired:.1f} expected over rewired tables; compared "
            "with random cargo sets of the same strata"
        ),
    )


def describe_reach(panel: ReachPanel | None, target: str) -> SurpriseRow:
    """Make the row of the null ``downstream``.

    Parameters
    ----------
    panel : ReachPanel or None
        The test; None where no receptor is in the network.
    target : str
        The genes that are reached, in words.
    """
    if panel is None:
        reason = "no receptor with a cargo ligand is in the network"
        return explain_missing("downstream", reason)
    return SurpriseRow(
        "downstream",
        "mean percentile of reach among nodes of like degree",
        observed=panel.percentile,
        expected=0.5,
        low=panel.low,
        high=panel.high,
        p=panel.p,
        smallest_p=panel.smallest_p,
        draws=panel.draws,
        reason=(
            f"{panel.receptors} receptors with a cargo ligand, {panel.unknown} more unknown to the "
            f"network; reach to {target}. Receptors of one family reach alike, which makes p too "
            "small"
        ),
    )
