"""Estimates of an invented study: SYNTHETIC rows of every section, made up for tests."""

from __future__ import annotations

import math
from dataclasses import replace

from tubulus.core.estimates import Estimate

CELLS, DRUG = "cells", "hormones"
RECORD = "0123456789abcdef"

_LATE = "not pre-specified: the plan was frozen after the data were seen"
_BASE = Estimate(
    section="baseline",
    statistic="n",
    value=0.0,
    analysis_set="full",
    confidence=None,
    specified=_LATE,
    provenance=RECORD,
)


def list_estimates(arms: tuple[str, ...] = (CELLS, DRUG)) -> list[Estimate]:
    """List estimates of every section."""
    return [
        *_list_baseline(arms),
        *_list_safety(arms),
        *_list_responders(arms),
        *_list_hormones(arms),
        *_list_concentration(arms),
        *_list_sensitivity(arms),
        *_list_regression(arms),
        *_list_description(arms),
    ]


def _list_baseline(arms: tuple[str, ...]) -> list[Estimate]:
    rows = []
    measured = [
        ("age", "Age", "a", (33.4, 5.2, 33.0, 29.5, 37.0), 0.12),
        ("fsh", "FSH", "IU/L", (21.3, 9.8, 19.6, 14.2, 27.1), -0.31),
        ("inhibin-b", "Inhibin B", "ng/L", (42.0, 28.5, 36.0, 21.0, 58.0), 0.05),
        ("testosterone", "Testosterone", "nmol/L", (13.2, 4.1, 12.8, 10.1, 15.9), 0.44),
    ]
    for endpoint, label, unit, numbers, smd in measured:
        for shift, arm in enumerate(arms):
            base = replace(_BASE, endpoint=endpoint, label=label, arm=arm, n=40 - shift)
            rows.append(replace(base, value=40.0 - shift, denominator=40, missing=shift))
            if shift:
                rows.append(replace(base, statistic="missing", value=float(shift)))
            rows += [
                replace(base, statistic=name, value=number * (1 + 0.06 * shift), unit=unit)
                for name, number in zip(("mean", "sd", "median", "q1", "q3"), numbers, strict=True)
            ]
        if len(arms) > 1:
            rows.append(
                replace(
                    _BASE,
                    statistic="smd",
                    endpoint=endpoint,
                    label=label,
                    arm=CELLS,
                    comparator=DRUG,
                    value=smd,
                    method="standardised mean difference",
                )
            )
    for shift, arm in enumerate(arms):
        base = replace(_BASE, endpoint="infertility", label="Infertility", arm=arm)
        rows.append(replace(base, value=40.0, n=40, denominator=40))
        for level, count in (("primary", 26 + shift), ("secondary", 14 - shift)):
            rows.append(
                replace(
                    base,
                    statistic="count",
                    stratum=level,
                    value=float(count),
                    n=count,
                    denominator=40,
                )
            )
    return rows


def _list_safety(arms: tuple[str, ...]) -> list[Estimate]:
    rows = []
    for label, counts in (("Any serious adverse event", (0, 0)), ("Scrotal haematoma", (3, 0))):
        for arm, count in zip(arms, counts, strict=False):
            high = 0.0881 if not count else 0.2039
            base = replace(
                _BASE,
                section="safety",
                estimand="harms",
                label=label,
                arm=arm,
                n=count,
                denominator=40,
                confidence=0.95,
                role="safety",
                method="Clopper-Pearson",
            )
            rows.append(
                replace(
                    base, statistic="share", value=count / 40, low=0.0157 if count else 0, high=high
                )
            )
            if not count:
                method = "Clopper-Pearson, one-sided upper"
                rows.append(replace(base, statistic="upper limit", value=0.0722, method=method))
    return rows


def _list_responders(arms: tuple[str, ...]) -> list[Estimate]:
    shares = [
        ("", CELLS, 8, 40, 0.091, 0.356),
        ("", DRUG, 2, 40, 0.006, 0.169),
        ("Infertility: primary", CELLS, 0, 26, 0.0, 0.132),
        ("Infertility: primary", DRUG, 0, 27, 0.0, 0.128),
        ("Infertility: secondary", CELLS, 8, 14, 0.289, 0.823),
        ("Infertility: secondary", DRUG, 2, 13, 0.019, 0.454),
    ]
    base = replace(
        _BASE,
        section="responders",
        estimand="response",
        label="Sperm in the ejaculate",
        confidence=0.95,
        role="primary",
        visit="month-6",
    )
    rows = [
        replace(
            base,
            statistic="share",
            stratum=stratum,
            arm=arm,
            value=n / of,
            low=low,
            high=high,
            n=n,
            denominator=of,
            method="Clopper-Pearson",
        )
        for stratum, arm, n, of, low, high in shares
        if arm in arms
    ]
    return rows if len(arms) == 1 else [*rows, *_list_contrasts(base)]


def _list_contrasts(base: Estimate) -> list[Estimate]:
    rows = []
    contrast = replace(base, arm=CELLS, comparator=DRUG)
    for stratum, value, low, high in (
        ("", 0.15, -0.002, 0.307),
        ("Infertility: secondary", 0.418, 0.047, 0.687),
    ):
        rows.append(
            replace(
                contrast,
                statistic="risk difference",
                stratum=stratum,
                value=value,
                low=low,
                high=high,
                method="Miettinen-Nurminen",
            )
        )
    rows.append(
        replace(
            contrast,
            statistic="risk difference",
            stratum="Infertility: primary",
            value=None,
            state="not estimable",
            reason="nobody responded in either arm",
        )
    )
    rows.append(
        replace(
            contrast,
            statistic="p",
            value=0.0873,
            confidence=None,
            method="Fisher's exact test, two-sided",
            note="one test for the estimand; subgroups are described, not tested",
        )
    )
    return rows


_HORMONES = (
    ("fsh", "FSH", 0.86, 0.70, 1.05),
    ("lh", "LH", 0.93, 0.78, 1.11),
    ("testosterone", "Testosterone", 0.81, 0.69, 0.96),
    ("inhibin-b", "Inhibin B", 1.12, 0.84, 1.49),
)


def _list_hormones(arms: tuple[str, ...]) -> list[Estimate]:
    if len(arms) == 1:
        return []
    base = replace(
        _BASE,
        section="hormones",
        arm=CELLS,
        comparator=DRUG,
        confidence=0.95,
        role="secondary",
        visit="month-6",
        method="ANCOVA of logarithms, HC3",
        specified="pre-specified",
    )
    rows = [
        replace(
            base,
            statistic="geometric mean ratio",
            estimand=f"{endpoint}-ratio",
            endpoint=endpoint,
            label=label,
            value=value,
            low=low,
            high=high,
            n=77,
            denominator=80,
            missing=3,
            note="the drug of the comparator moves this hormone by design",
        )
        for endpoint, label, value, low, high in _HORMONES
    ]
    rows.append(
        replace(
            base,
            statistic="geometric mean ratio",
            endpoint="prolactin",
            label="Prolactin",
            value=None,
            state="not estimable",
            reason="fewer than 5 participants with a value in one arm",
            confidence=None,
            specified=_LATE,
        )
    )
    rows.append(
        replace(
            base,
            statistic="p",
            endpoint="testosterone",
            label="Testosterone",
            value=0.0004,
            confidence=None,
        )
    )
    return rows


def _list_concentration(arms: tuple[str, ...]) -> list[Estimate]:
    rows = []
    for arm, n in zip(arms, (8, 2), strict=False):
        base = replace(
            _BASE,
            section="concentration",
            estimand="concentration",
            label="Sperm concentration",
            arm=arm,
            confidence=0.95,
            visit="month-6",
        )
        rows.append(
            replace(
                base,
                statistic="share with any",
                value=n / 40,
                low=0.01,
                high=0.36,
                n=n,
                denominator=40,
                method="Clopper-Pearson",
            )
        )
        rows.append(
            replace(
                base,
                statistic="median given any",
                value=0.42 * n / 8,
                unit="million/mL",
                n=n - 1,
                denominator=n,
                confidence=None,
            )
        )
        rows.append(
            replace(
                base,
                statistic="seen, not quantifiable",
                value=1.0,
                n=1,
                denominator=n,
                confidence=None,
            )
        )
    return rows if len(arms) == 1 else [*rows, _compare_amounts(rows[0])]


def _compare_amounts(row: Estimate) -> Estimate:
    return replace(
        row,
        statistic="ratio of amounts given any",
        arm=CELLS,
        comparator=DRUG,
        value=4.1,
        low=0.3,
        high=math.inf,
        n=10,
        denominator=None,
        note="those with sperm are not comparable between arms",
        method="",
    )


def _list_sensitivity(arms: tuple[str, ...]) -> list[Estimate]:
    return [
        replace(
            _BASE,
            section="sensitivity",
            statistic="share without more sensitive examination",
            estimand="response",
            label="Sperm in the ejaculate, same examination",
            arm=arm,
            value=n / 40,
            low=0.05,
            high=0.3,
            n=n,
            denominator=40,
            confidence=0.95,
            role="sensitivity",
            method="Clopper-Pearson",
            note="2 found by a more sensitive examination are counted as without the event",
        )
        for arm, n in zip(arms, (6, 2), strict=False)
    ]


def _list_regression(arms: tuple[str, ...]) -> list[Estimate]:
    rows = []
    for arm, value in zip(arms, (0.84, 0.97), strict=False):
        base = replace(
            _BASE,
            section="regression-to-the-mean",
            endpoint="fsh",
            label="FSH",
            arm=arm,
            n=38,
            denominator=40,
        )
        rows.append(replace(base, statistic="expected ratio", value=0.91, method="log regression"))
        rows.append(
            replace(
                base,
                statistic="observed ratio",
                value=value,
                low=value * 0.88,
                high=value * 1.13,
                confidence=0.95,
            )
        )
    return rows


def _list_description(arms: tuple[str, ...]) -> list[Estimate]:
    rows = []
    for endpoint, label, unit, level in (
        ("fsh", "FSH", "IU/L", 19.6),
        ("testosterone", "Testosterone", "nmol/L", 12.8),
    ):
        for arm in arms:
            base = replace(
                _BASE,
                section="description",
                endpoint=endpoint,
                label=label,
                arm=arm,
                n=38,
                denominator=40,
                missing=2,
                role="description",
            )
            for moment, factor in (("before", 1.0), ("after", 0.88)):
                rows += [
                    replace(
                        base,
                        statistic=name,
                        value=level * factor * part,
                        unit=unit,
                        stratum=moment,
                    )
                    for name, part in (
                        ("median", 1.0),
                        ("lower quartile", 0.7),
                        ("upper quartile", 1.4),
                        ("geometric mean", 0.97),
                    )
                ]
            rows.append(
                replace(
                    base,
                    statistic="within-arm ratio",
                    value=0.88,
                    low=0.8,
                    high=0.97,
                    confidence=0.95,
                    note="a change within one arm is no effect of its treatment",
                )
            )
    return rows
