"""The baseline table: each variable in each arm, and how far the arms differ.

There are no p-values: whether arms differ by chance is no question where nobody was randomised,
and where they were the answer is known. The standardised difference says by how much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tubulus.analysis.dataset import Members, select_members
from tubulus.analysis.estimators.covariates import is_numeric
from tubulus.analysis.estimators.rows import begin_row, fill_number, fill_statistic
from tubulus.analysis.estimators.states import note_states
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import BaselineVariable
from tubulus.core.estimates import Estimate
from tubulus.stats.balance.smd import BalanceResult, compute_categorical_smd, compute_continuous_smd
from tubulus.stats.description.describe import describe_values
from tubulus.study.snapshot import Snapshot

__all__ = [
    "IMBALANCE",
    "Imbalance",
    "describe_baseline",
    "list_imbalances",
    "select_described",
]

IMBALANCE = 0.25
"""Standardised difference above which arms count as different.

Rubin, Health Serv Outcomes Res Methodol 2001;2:169-188; Stuart, Stat Sci 2010;25:1-21: beyond it,
adjustment by a linear model can no longer be trusted.
"""


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A variable in which two arms differ; ``difference`` is None where it is unbounded."""

    label: str
    arm: str
    comparator: str
    difference: float | None


def select_described(snapshot: Snapshot, plan: Plan) -> Members | None:
    """Select whom the baseline table describes; None where the plan describes nobody."""
    if not plan.sets or not plan.baseline:
        return None
    chosen = plan.settings.baseline_set or plan.sets[0].id
    arms = tuple(arm.id for arm in snapshot.study.arms)
    return select_members(snapshot, plan, chosen).keep_arms(arms)


def describe_baseline(
    members: Members, arms: tuple[str, ...], analysis_set: str
) -> Iterator[Estimate]:
    """Yield the rows of the baseline table for the participants of one analysis set."""
    for variable in members.plan.baseline:
        if not variable.show:
            continue
        row = begin_row(
            "baseline",
            "n",
            endpoint=variable.id,
            label=variable.label,
            analysis_set=analysis_set,
            role="description",
        )
        if is_numeric(members, variable):
            yield from _describe_numbers(members, variable, arms, row)
        else:
            yield from _describe_levels(members, variable, arms, row)


def list_imbalances(members: Members, arms: tuple[str, ...]) -> Iterator[Imbalance]:
    """Yield the variables by which the first arm differs from another by more than the limit.

    They are the baseline variables that are shown or adjust a contrast, and the strata.
    """
    plan = members.plan
    used = {name for estimand in plan.estimands for name in estimand.covariates}
    strata = [
        BaselineVariable(id=s.id, label=s.label, value=s.value)
        for s in plan.strata
        if s.value not in {v.value for v in plan.baseline}
    ]
    variables = [v for v in plan.baseline if v.show or v.id in used]
    first, *others = arms
    for variable in (*variables, *strata):
        for other in others:
            found = _standardise(members, variable, first, other)
            if min(found.n_1, found.n_0) > 1:
                value = found.difference.value
                if value is None or abs(value) > IMBALANCE:
                    yield Imbalance(variable.label, first, other, value)


def _standardise(
    members: Members, variable: BaselineVariable, first: str, other: str
) -> BalanceResult:
    if is_numeric(members, variable):
        values = members.get_numbers(variable.value)
        if variable.scale == "log":
            values = np.log(np.where(values > 0.0, values, np.nan))
        return compute_continuous_smd(values[members.arms == first], values[members.arms == other])
    levels = list(zip(members.get_levels(variable.value), members.arms, strict=True))
    return compute_categorical_smd(
        [level for level, own in levels if own == first],
        [level for level, own in levels if own == other],
    )


def _note_states(members: Members, variable: BaselineVariable, arm: str) -> str:
    note = note_states(members, arm, variable.value)
    return f"{variable.label}: {note}" if note else ""


def _describe_numbers(
    members: Members, variable: BaselineVariable, arms: tuple[str, ...], row: Estimate
) -> Iterator[Estimate]:
    values = members.get_numbers(variable.value)
    unit = members.plan.find_unit(variable.value)
    for arm in arms:
        chosen = values[members.arms == arm]
        described = describe_values(chosen)
        named = replace(
            row,
            arm=arm,
            n=described.n,
            denominator=int(chosen.size),
            missing=described.n_missing,
            note=_note_states(members, variable, arm),
        )
        yield fill_number(named, described.n)
        named = replace(named, unit=unit)
        for statistic, part in (
            ("mean", described.mean),
            ("sd", described.sd),
            ("median", described.median),
            ("q1", described.lower_quartile),
            ("q3", described.upper_quartile),
        ):
            yield fill_statistic(replace(named, statistic=statistic), part)
    if len(arms) > 1:
        first, *others = arms
        for other in others:
            balance = _standardise(members, variable, first, other)
            named = replace(row, statistic="smd", arm=first, comparator=other)
            note = "of the logarithms" if variable.scale == "log" else ""
            yield replace(fill_statistic(named, balance.difference), note=note)


def _describe_levels(
    members: Members, variable: BaselineVariable, arms: tuple[str, ...], row: Estimate
) -> Iterator[Estimate]:
    levels = members.get_levels(variable.value)
    labels = members.plan.find_codes(variable.value)
    present = {level for level in levels if level is not None}
    # the order of the code list is the order of the field
    order = [code for code in labels if code in present] or sorted(present)
    by_arm = {
        arm: [level for level, own in zip(levels, members.arms, strict=True) if own == arm]
        for arm in arms
    }
    for arm in arms:
        known = sum(level is not None for level in by_arm[arm])
        named = replace(
            row,
            arm=arm,
            n=known,
            denominator=len(by_arm[arm]),
            missing=len(by_arm[arm]) - known,
            note=_note_states(members, variable, arm),
        )
        yield fill_number(named, known)
        for level in order:
            count = by_arm[arm].count(level)
            cell = replace(
                named,
                statistic="count",
                stratum=labels.get(level, level),
                n=count,
                denominator=known,
            )
            yield fill_number(cell, count)
    if len(arms) > 1:
        first, *others = arms
        for other in others:
            balance = _standardise(members, variable, first, other)
            named = replace(row, statistic="smd", arm=first, comparator=other)
            yield fill_statistic(named, balance.difference)
