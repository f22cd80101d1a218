"""Stopping boundaries of the plan, what they do, and where the study stood at each look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.analysis.plan.sections import Monitoring
from tubulus.core.estimates import Estimate
from tubulus.stats.designs.safety import (
    CalibratedBoundary,
    StoppingBoundary,
    calibrate_boundary,
    calibrate_posterior_boundary,
    compute_operating_characteristics,
)
from tubulus.study.derivations.study_days import find_anchor_day

__all__ = [
    "BOUNDARY_SCHEMA",
    "CHARACTERISTICS_SCHEMA",
    "calibrate_rule",
    "derive_monitoring",
]

BOUNDARY_SCHEMA = pl.Schema(
    {
        "rule": pl.String(),
        "label": pl.String(),
        "estimand": pl.String(),
        "arm": pl.String(),
        "method": pl.String(),
        "look": pl.Int32(),
        "n": pl.Int32(),
        "stop_at": pl.Int32(),
        "observed_n": pl.Int32(),
        "observed_events": pl.Int32(),
        "not_followed": pl.Int32(),
        "state": pl.String(),
        "note": pl.String(),
        "provenance": pl.String(),
    }
)
CHARACTERISTICS_SCHEMA = pl.Schema(
    {
        "rule": pl.String(),
        "label": pl.String(),
        "estimand": pl.String(),
        "arm": pl.String(),
        "share": pl.Float64(),
        "stopping": pl.Float64(),
        "stopping_by_look": pl.List(pl.Float64()),
        "expected_n": pl.Float64(),
        "expected_events": pl.Float64(),
        "is_acceptable": pl.Boolean(),
        "provenance": pl.String(),
    }
)


def derive_monitoring(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive the boundary of each monitoring rule, its characteristics and the observed path.

    Notes
    -----
    The observed path puts the participants of the arm in the order of their day 1 and counts the
    events of the estimand among the first of them, as they are known now: it is a reading
    afterwards, not a record of what a committee saw.
    """
    del rows
    if not context.plan.monitoring:
        return PartResult()
    boundaries: list[dict[str, Any]] = []
    characteristics: list[dict[str, Any]] = []
    for rule in context.plan.monitoring:
        found = calibrate_rule(rule)
        about = {
            "rule": rule.id,
            "label": rule.label,
            "estimand": rule.estimand,
            "arm": rule.arm,
            "provenance": context.provenance,
        }
        boundaries += [{**about, **own} for own in _list_looks(context, rule, found)]
        characteristics += [{**about, **own} for own in _list_shares(rule, found.boundary)]
    return PartResult(
        tables={
            "boundaries": pl.DataFrame(boundaries, schema=BOUNDARY_SCHEMA, orient="row"),
            "boundary_characteristics": pl.DataFrame(
                characteristics, schema=CHARACTERISTICS_SCHEMA, orient="row"
            ),
        }
    )


def calibrate_rule(rule: Monitoring) -> CalibratedBoundary:
    """Calibrate the boundary of a rule so that its probability to stop is at most alpha."""
    if rule.rule == "Bayesian":
        return calibrate_posterior_boundary(
            rule.looks, rule.acceptable, rule.alpha, prior=rule.prior
        )
    return calibrate_boundary(rule.looks, rule.acceptable, rule.alpha, shape=rule.rule)


def _list_looks(
    context: AnalysisContext, rule: Monitoring, found: CalibratedBoundary
) -> Iterator[dict[str, Any]]:
    own = next(e for e in context.estimands if e.estimand.id == rule.estimand)
    outcome, n_undated = _order_outcomes(own, rule.arm)
    undated = f"{n_undated} without a known day 1 are not in the order" if n_undated else ""
    looks = zip(found.boundary.looks, found.boundary.limits, strict=True)
    for look, (n, limit) in enumerate(looks, start=1):
        seen = outcome[:n]
        reached = seen.size == n
        events = int(np.nansum(seen))
        yield {
            "method": found.attained.method,
            "look": look,
            "n": n,
            "stop_at": limit,
            "observed_n": int(seen.size) if reached else None,
            "observed_events": events if reached else None,
            "not_followed": int(np.isnan(seen).sum()) if reached else None,
            "state": _judge(events, limit, reached=reached),
            "note": "; ".join(filter(None, (undated, found.attained.reason))),
        }


def _judge(events: int, limit: int | None, *, reached: bool) -> str:
    if not reached:
        return "not reached"
    if limit is None:
        return "cannot stop here"
    return "stop" if events >= limit else "go on"


def _order_outcomes(context: EstimandContext, arm: str) -> tuple[Vector, int]:
    """Return the outcomes of an arm in the order of day 1, and how many have no day 1.

    An arm without a declared anchor is in the order of its participants' identifiers.
    """
    known = derive_responses(context).known
    declared = context.study.find_arm(arm)
    has_anchor = declared is not None and declared.anchor is not None
    dated: list[tuple[date, str, float]] = []
    n_undated = 0
    for person, value in zip(context.members.participants, known, strict=True):
        if person.arm != arm:
            continue
        day = find_anchor_day(context.study, person) if has_anchor else date.min
        if day is None:
            n_undated += 1
        else:
            dated.append((day, person.id, value))
    return np.array([value for _, _, value in sorted(dated)], dtype=np.float64), n_undated


def _list_shares(rule: Monitoring, boundary: StoppingBoundary) -> Iterator[dict[str, Any]]:
    shares = sorted({*rule.shares, rule.acceptable})
    found = compute_operating_characteristics(boundary, shares)
    for position, share in enumerate(shares):
        yield {
            "share": share,
            "stopping": float(found.stopping[position]),
            "stopping_by_look": found.stopping_by_look[position].tolist(),
            "expected_n": float(found.expected_n[position]),
            "expected_events": float(found.expected_events[position]),
            "is_acceptable": share == rule.acceptable,
        }
