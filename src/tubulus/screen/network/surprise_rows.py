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
        The test; None where there is no receptor to take.
    target : str
        The genes that are reached, in words.
    """
    if panel is None:
        reason = (
            "no receptor with a counted partner, in the cargo or in random sets, is in the network "
            "and outside the genes to be reached"
        )
        return explain_missing("downstream", reason)
    return SurpriseRow(
        "downstream",
        "mean percentile of reach among receptors of like degree",
        observed=panel.percentile,
        expected=panel.expected,
        low=panel.low,
        high=panel.high,
        p=panel.p,
        smallest_p=panel.smallest_p,
        draws=panel.draws,
        reason=(
            f"{panel.receptors} receptors with a counted partner; left out: {panel.targets} that "
            f"are among the genes to be reached, {panel.unknown} of which the network knows "
            f"nothing; reach to {target}, compared with the receptors that random cargo sets of "
            "the same strata meet"
        ),
    )
