"""Describe the data of a study: each item, the correlations and the counts that were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from tubulus.analysis.dataset import Members
from tubulus.analysis.estimators.rows import begin_row, fill_interval, fill_number
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import CorrelationWish
from tubulus.core.estimates import Estimate, make_estimate_frame
from tubulus.stats.description.correlation import estimate_pearson, estimate_spearman
from tubulus.stats.description.describe import describe_values
from tubulus.study.definition.forms import Form, Item
from tubulus.study.derivations import count_below_limit
from tubulus.study.records.values import ValueState
from tubulus.study.snapshot import Snapshot

__all__ = ["BELOW_REFERENCE", "ITEM_SCHEMA", "describe_items", "describe_wishes"]

BELOW_REFERENCE = "below reference limit"
"""Statistic of the rows that count ejaculates below a lower reference limit."""

ITEM_SCHEMA = pl.Schema(
    {
        "form": pl.String(),
        "visit": pl.String(),
        "item": pl.String(),
        "label": pl.String(),
        "unit": pl.String(),
        "n": pl.Int64(),
        "missing": pl.Int64(),
        "other": pl.Int64(),
        "other_states": pl.String(),
        "mean": pl.Float64(),
        "sd": pl.Float64(),
        "minimum": pl.Float64(),
        "q1": pl.Float64(),
        "median": pl.Float64(),
        "q3": pl.Float64(),
        "maximum": pl.Float64(),
        "levels": pl.String(),
    }
)


def describe_items(snapshot: Snapshot) -> pl.DataFrame:
    """Describe each item at each visit: n, missing, quantiles or the count of each level.

    Parameters
    ----------
    snapshot : Snapshot
        Definition and data.

    Returns
    -------
    polars.DataFrame
        Table of :data:`ITEM_SCHEMA`, in the order of the definition. ``missing`` counts empty
        values and participants of an arm for whom the form is due at the visit and who have no
        such entry. ``other`` counts values that are neither exactly known nor missing, and
        ``other_states`` names them: below a limit, seen but not quantifiable, not applicable,
        unreadable. Quantiles are those of the known values alone.
    """
    rows = [
        _describe_item(form, item, visit, records, due)
        for form in snapshot.study.forms
        for visit, entered, due in _list_visits(snapshot, form)
        for item in form.items
        if (records := entered.filter(pl.col("item") == item.id)).height or due
    ]
    return pl.DataFrame(rows, schema=ITEM_SCHEMA, orient="row")


def _list_visits(
    snapshot: Snapshot, form: Form
) -> Iterator[tuple[str, pl.DataFrame, frozenset[str]]]:
    """Yield each visit of a form, its records, and who should have the form there."""
    entered = snapshot.records.filter(pl.col("form") == form.id)
    for visit in dict.fromkeys((*form.visits, *entered["visit"].unique(maintain_order=True))):
        declared = snapshot.study.find_visit(visit) if visit in form.visits else None
        due = frozenset(
            participant.id
            for participant in snapshot.data
            if declared is not None
            and participant.arm
            and participant.arm in (form.arms or (participant.arm,))
            and participant.arm in (declared.arms or (participant.arm,))
        )
        yield visit, entered.filter(pl.col("visit") == visit), due


def _describe_item(
    form: Form, item: Item, visit: str, records: pl.DataFrame, due: frozenset[str]
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "form": form.id,
        "visit": visit,
        "item": item.id,
        "label": item.label,
        "unit": item.unit,
        **_count_states(records, len(due.difference(records["participant"]))),
    }
    if item.kind in {"number", "integer"}:
        row |= _describe_numbers(records)
    elif item.kind in {"code", "truth"}:
        row["levels"] = _count_levels(records)
    return row


def _count_states(records: pl.DataFrame, absent: int) -> dict[str, int | str]:
    counts = {row["state"]: row["len"] for row in records.group_by("state").len().to_dicts()}
    n = counts.pop(ValueState.PRESENT.value, 0)
    missing = counts.pop(ValueState.MISSING.value, 0) + absent
    states = "; ".join(f"{state}: {counts[state]}" for state in sorted(counts))
    return {"n": n, "missing": missing, "other": sum(counts.values()), "other_states": states}


def _describe_numbers(records: pl.DataFrame) -> dict[str, float | None]:
    known = records.filter(pl.col("state") == ValueState.PRESENT.value)["number"].to_numpy()
    described = describe_values(np.asarray(known, dtype=np.float64))
    return {
        "mean": described.mean.value,
        "sd": described.sd.value,
        "minimum": described.minimum.value,
        "q1": described.lower_quartile.value,
        "median": described.median.value,
        "q3": described.upper_quartile.value,
        "maximum": described.maximum.value,
    }


def _count_levels(records: pl.DataFrame) -> str:
    known = records.filter(pl.col("state") == ValueState.PRESENT.value)
    level = pl.coalesce(
        pl.col("text"), pl.when(pl.col("truth")).then(pl.lit("yes")).otherwise(pl.lit("no"))
    )
    counts = known.select(level.alias("level")).group_by("level").len().sort("level")
    return "; ".join(f"{row['level']}: {row['len']}" for row in counts.iter_rows(named=True))


def describe_wishes(snapshot: Snapshot, plan: Plan) -> pl.DataFrame:
    """Estimate and count what ``[describe]`` names, and count semen below the reference limits.

    Parameters
    ----------
    snapshot : Snapshot
        Definition and data; every participant counts.
    plan : Plan
        With its ``[describe]`` table.

    Returns
    -------
    polars.DataFrame
        Table of estimates, section ``description``. A correlation leaves out whoever lacks one
        of the two values and says how many; the denominator of a count leaves out those of whom
        the condition is not known. Each reference limit of the study's edition is a row
        ``below reference limit`` for each semen form and visit: ``n`` ejaculates below it out of
        ``denominator`` that can be compared; those ``missing`` have no value that decides.
    """
    members = Members(plan, tuple(snapshot.data))
    rows = [
        *(_describe_correlation(members, wish) for wish in plan.describe.correlations),
        *_count_conditions(members, plan),
        *_count_below_limits(snapshot),
    ]
    return make_estimate_frame(rows)


def _describe_correlation(members: Members, wish: CorrelationWish) -> Estimate:
    first, second = members.get_numbers(wish.first), members.get_numbers(wish.second)
    level = members.plan.settings.confidence
    if wish.method == "spearman":
        result = estimate_spearman(first, second, confidence=level)
    else:
        result = estimate_pearson(
            first, second, log_first=wish.log, log_second=wish.log, confidence=level
        )
    logs = "log " if wish.log else ""
    left_out = result.n_not_positive
    row = begin_row(
        "description",
        "correlation",
        label=f"{logs}{wish.first} and {logs}{wish.second}",
        n=result.n,
        denominator=len(members),
        missing=result.n_missing,
        note=f"left out because a value is not positive: {left_out}" if left_out else "",
        role="description",
    )
    return fill_interval(row, result.coefficient)


def _count_conditions(members: Members, plan: Plan) -> Iterator[Estimate]:
    for wish in plan.describe.counts:
        truths = members.get_truths(wish.when)
        known = ~np.isnan(truths)
        n, denominator = int((truths == 1.0).sum()), int(known.sum())
        row = begin_row(
            "description",
            "count",
            label=wish.label,
            n=n,
            denominator=denominator,
            missing=len(members) - denominator,
            note=wish.source,
            role="description",
        )
        yield fill_number(row, n)


def _count_below_limits(snapshot: Snapshot) -> Iterator[Estimate]:
    edition = snapshot.study.identity.semen_edition
    for form in snapshot.study.find_standard("semen"):
        entries = [entry for person in snapshot.data for entry in person.select_filled(form.id)]
        for visit in form.visits or ("",):
            own = [entry for entry in entries if not visit or entry.visit == visit]
            if own:
                for counted in count_below_limit(own, edition).iter_rows(named=True):
                    yield _make_limit_row(form, visit, counted)


def _make_limit_row(form: Form, visit: str, counted: dict[str, Any]) -> Estimate:
    unit = f" {counted['unit']}" if counted["unit"] else ""
    row = begin_row(
        "description",
        BELOW_REFERENCE,
        label=counted["parameter"],
        endpoint=f"{form.id}.{counted['item']}",
        visit=visit,
        n=counted["below"],
        denominator=counted["known"],
        missing=counted["unknown"],
        note=f"ejaculates below {counted['lower_limit']:g}{unit}; {counted['edition']}",
        role="description",
    )
    if not counted["known"]:
        return replace(row, reason="no ejaculate has a value that can be compared")
    return fill_number(row, counted["below"])
