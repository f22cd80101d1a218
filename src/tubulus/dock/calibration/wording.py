"""Sentences on calibrated scores, made from their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from tubulus.dock.calibration.discrimination import USEFUL_AUC, AucEstimate

__all__ = ["NO_EVIDENCE", "describe_discrimination", "describe_pair"]

NO_EVIDENCE = "Docking gave no usable evidence."


def describe_pair(row: Mapping[str, object]) -> str:
    """Describe one row of ``pair_calibration`` for a reader.

    Parameters
    ----------
    row : mapping
        A row of the table as a dictionary.

    Notes
    -----
    A score more favourable than those of decoy partners makes a candidate interaction; it shows
    no binding, and no sentence says so. The percentages are of what p ranks: residuals of the
    two-way fit, or scores corrected for size where decoy pairs sufficed for that; those of the
    raw score stand in brackets.

    The sentence has a p and no accuracy. Quote it behind that of ``describe_discrimination`` or of
    ``load_measured_discrimination``; ``calibrate_result`` puts both together.
    """
    pair = f"{row['fixed']} with {row['mobile']}"
    if row["state"] in ("not evaluable", "not scored"):
        return f"{pair}: {row['state']} ({row['reason']})."
    beaten = _describe_beaten(row)
    smallest = f"smallest attainable p {_format_p(cast('float', row['smallest_p']))}"
    if row["state"] == "too few decoys":
        alone = _describe_sides(row)
        parts = [
            beaten,
            f"no two-way p ({row['reason']})",
            f"{alone} ({smallest})" if alone else smallest,
        ]
        return f"{pair}: {'; '.join(part for part in parts if part)}."
    p = f"p = {_format_p(cast('float', row['p']))}"
    q = f"q = {_format_p(cast('float', row['q']))}" if row["q"] is not None else "q not known"
    decoys = f"among {row['n_decoy_pairs']} decoy pairs"
    return f"{pair}: {beaten}; {p} {decoys} ({smallest}), {q}."


def _describe_beaten(row: Mapping[str, object]) -> str:
    """Return how many decoy partners are beaten, by what, and how many by the raw score."""
    told = [side for side in ("fixed", "mobile") if row[f"percent_{side}"] is not None]
    if not told:
        return ""
    beaten = [
        f"{_format_percent(cast('float', row[f'percent_{side}']))} of {row[f'n_decoys_{side}']} "
        f"decoy partners of {row[side]}"
        for side in told
    ]
    said = f"more favourable than {' and '.join(beaten)}"
    if row["state"] != "calibrated" and row["corrected"] is None:
        return f"by the raw score, too few decoy pairs to correct it for size, {said}"
    taken = (
        "after taking off what each partner scores on average"
        if row["state"] == "calibrated"
        else "after correction for size"
    )
    raw = [_format_percent(cast("float", row[f"raw_percent_{side}"])) for side in told]
    return f"{taken}, {said} (by the raw score {' and '.join(raw)})"


def _describe_sides(row: Mapping[str, object]) -> str:
    """Return the p of each side that has one, with what such a p does not know."""
    told = [
        f"{_format_p(cast('float', row[f'p_{side}']))} among decoy partners of {row[side]} alone"
        for side in ("fixed", "mobile")
        if row[f"p_{side}"] is not None
    ]
    if not told:
        return ""
    return f"p = {' and '.join(told)}, which a partner that scores well with all reaches too"


def describe_discrimination(estimate: AucEstimate) -> str:
    """Say how well a score told true partners from non-partners, and what follows.

    Notes
    -----
    With an area below 0.60, or none, the sentence ends in "Docking gave no usable evidence."
    """
    if estimate.auc is None:
        return (
            f"The {estimate.label} was not tested on known partners ({estimate.reason}). "
            f"{NO_EVIDENCE}"
        )
    if estimate.low is None or estimate.high is None:
        interval = "no interval"
    else:
        interval = f"95 % interval {estimate.low:.2f} to {estimate.high:.2f}"
    # three digits where two would round onto the bound
    digits = 3 if estimate.auc < USEFUL_AUC and f"{estimate.auc:.2f}" == "0.60" else 2
    said = (
        f"AUC of the {estimate.label} {estimate.auc:.{digits}f} ({interval}) on "
        f"{estimate.n_partners} true partner pairs against {estimate.n_non_partners} others."
    )
    if not estimate.is_useful:
        return f"{said} {NO_EVIDENCE}"
    if estimate.low is not None and estimate.low <= 0.5:
        return f"{said} The interval does not exclude chance, 0.5."
    if estimate.low is None or estimate.low < USEFUL_AUC:
        return f"{said} The interval does not exclude values below {USEFUL_AUC:.2f}."
    return said


def _format_percent(value: float) -> str:
    # 99.96 % is not all of them
    shown = f"{value:.1f}"
    if shown == "100.0" and value < 100.0:
        shown = "99.9"
    return f"{shown.removesuffix('.0')} %"


def _format_p(value: float) -> str:
    return f"{value:.2g}" if value < 0.995 else "1"
