"""The baseline table: each variable in each arm, and how far the arms differ.

There are no p-values: whether arms differ by chance is no question where nobody was randomised,
and where they were the answer is known. The standardised difference says by how much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Members
from tubulus.analysis.estimators.covariates import is_numeric
from tubulus.analysis.estimators.rows import begin_row, fill_number, fill_statistic
from tubulus.analysis.plan.sections import BaselineVariable
from tubulus.core.estimates import Estimate
from tubulus.stats.describe import describe_values
from tubulus.stats.smd import compute_categorical_smd, compute_continuous_smd
from tubulus.study.records.values import ValueState

__all__ = ["describe_baseline"]


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


_BELOW = "values below the limit of quantification count as missing"


def _describe_numbers(
    members: Members, variable: BaselineVariable, arms: tuple[str, ...], row: Estimate
) -> Iterator[Estimate]:
    values = members.get_numbers(variable.value)
    unit = members.plan.find_unit(variable.value)
    below = members.has_state(variable.value, ValueState.BELOW_LIMIT)
    for arm in arms:
        chosen = values[members.arms == arm]
        described = describe_values(chosen)
        limited = int(below[members.arms == arm].sum())
        named = replace(
            row,
            arm=arm,
            n=described.n,
            denominator=int(chosen.size),
            missing=described.n_missing,
            note=f"{variable.label}: {_BELOW}" if limited else "",
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
        scaled = values
        if variable.scale == "log":
            scaled = np.log(np.where(values > 0.0, values, np.nan))
        first, *others = arms
        for other in others:
            balance = compute_continuous_smd(
                scaled[members.arms == first], scaled[members.arms == other]
            )
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
            balance = compute_categorical_smd(by_arm[first], by_arm[other])
            named = replace(row, statistic="smd", arm=first, comparator=other)
            yield fill_statistic(named, balance.difference)
