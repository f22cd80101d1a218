"""Results of an invented study, for tests of whatever shows results.

Every row is SYNTHETIC: made up here, by hand or from a seeded generator, to have one row of each
kind. Nothing describes a real participant or a published trial.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from tubulus.core.estimates import Estimate, make_estimate_frame
from tubulus.core.results import Results
from tubulus.study.definition.study import Study, read_study

CELLS, DRUG = "cells", "hormones"
RECORD = "0123456789abcdef"

_STUDY = """
schema_version = 1

[study]
id = "invented-study"
title = {title}
registration = "INVENTED-0001"
protocol_version = "1.2"
phase = "1"
summary = "An invented study of autologous cells in men without sperm in the ejaculate."
allocation = {allocation}
allocation_basis = "The participant's choice"
masking = "open label"
synthetic = {synthetic}

[roles]
arm = "allocation.arm"

[[forms]]
id = "allocation"
label = "Allocation"
identifying = false
[[forms.items]]
id = "arm"
label = "Arm"
kind = "code"
codes = {codes}

[[arms]]
id = "cells"
label = {label}
role = "experimental"
operated = true
{second}
[[visits]]
id = "baseline"
label = "Baseline"
baseline = true

[[visits]]
id = "month-6"
label = "Month 6"
day = 183

{report}
"""

_SECOND = """
[[arms]]
id = "hormones"
label = "Hormone therapy"
role = "comparator"
"""


def make_study(
    folder: Path,
    *,
    title: str = "Autologous cells in azoospermia: an invented phase 1 study",
    label: str = "Marrow cells",
    synthetic: bool = True,
    single_arm: bool = False,
    report: str = "",
) -> Study:
    """Write a small definition into a folder and read it."""

    def quote(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    text = _STUDY.format(
        title=quote(title),
        label=quote(label),
        synthetic=str(synthetic).lower(),
        allocation=quote("single-arm" if single_arm else "non-randomised"),
        codes='{ cells = "Cells" }' if single_arm else '{ cells = "Cells", hormones = "Drug" }',
        second="" if single_arm else _SECOND,
        report=report,
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return read_study(folder)


def make_results(
    *, single_arm: bool = False, screen: bool = True, synthetic: bool = True, **replaced: Any
) -> Results:
    """Make results with every kind of table; ``replaced`` overrides one, None leaves it out."""
    arms = (CELLS,) if single_arm else (CELLS, DRUG)
    tables: dict[str, pl.DataFrame] = {
        "estimates": make_estimate_frame(list_estimates(arms)),
        "flow": make_flow(arms),
        "cautions": make_cautions(),
        "claims": make_claims(),
        "observations": make_observations(arms),
        "methods": make_methods(),
        "findings": make_findings(),
    }
    manifest = make_manifest(synthetic=synthetic)
    if screen:
        tables.update(make_screen_tables())
        manifest["screen"] = {
            "conclusion": "The cargo makes 7 candidate pairs where random sets give 6.1.",
            "missing_evidence": ["Abundance of the cargo proteins is missing."],
            "counts": {"cargo_proteins": 5, "receptors": 4},
            "settings": {"fdr_level": 0.05},
        }
    for kind, frame in replaced.items():
        if frame is None:
            tables.pop(kind, None)
        else:
            tables[kind] = frame
    return Results(tables, manifest)


def make_manifest(*, synthetic: bool = True) -> dict[str, Any]:
    """Make a manifest whose plan was frozen late."""
    return {
        "study": {"id": "invented-study", "synthetic": synthetic},
        "plan": {
            "state": "not pre-specified",
            "reason": "the plan was frozen after the data were seen",
            "locked_at": "2026-05-01T10:00:00Z",
            "person": "A. Statistician",
            "data_state": "seen",
            "amendments": [
                {"at": "2026-05-03", "reason": "a window was widened", "sections": ["visits"]}
            ],
        },
        "provenance": {
            RECORD: {
                "id": RECORD,
                "step": "analysis",
                "inputs": {"snapshot": "a" * 64, "study.toml": "b" * 64},
                "settings": {"confidence": 0.95},
                "seed": 20260501,
                "versions": {"tubulus": "0.1.0", "numpy": "2.4.0"},
                "platform": "Linux x86_64, Python 3.11",
            }
        },
        "seed": 20260501,
        "snapshot": "a" * 64,
        "generated_at": "2026-05-04T09:30:00Z",
        "tables": {"estimates": "c" * 64},
    }


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
                rows.append(replace(base, statistic="upper limit", value=0.0722))
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
    if len(arms) == 1:
        return rows
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
    if len(arms) > 1:
        rows.append(
            replace(
                rows[0],
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
        )
    return rows


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


def make_flow(arms: tuple[str, ...] = (CELLS, DRUG)) -> pl.DataFrame:
    """Make a participant flow with exclusions and losses."""
    rows: list[dict[str, Any]] = [
        _flow(1, "screened", "Men screened", "", 112),
        _flow(
            2,
            "eligible",
            "Eligible and consented",
            "",
            86,
            26,
            "sperm found in the sediment: 14; no consent: 9; other: 3",
        ),
        _flow(3, "allocated", "Came into an arm", "", 40 * len(arms), 6, "withdrew: 6"),
    ]
    rows += [_flow(4, "treated", "Began the treatment", arm, 40) for arm in arms]
    for arm, lost in zip(arms, (1, 2), strict=False):
        row = _flow(
            5, "month-6", "Semen examined at month 6", arm, 40 - lost, lost, f"moved: {lost}"
        )
        rows.append({**row, "additive": False})
    rows += [_flow(6, "full", "In the full analysis set", arm, 40) for arm in arms]
    return pl.DataFrame(rows)


def _flow(
    order: int, step: str, label: str, arm: str, n: int, lost: int = 0, reasons: str = ""
) -> dict[str, Any]:
    return {
        "order": order,
        "step": step,
        "label": label,
        "arm": arm,
        "n": n,
        "lost": lost,
        "reasons": reasons,
        "additive": True,
    }


def make_cautions() -> pl.DataFrame:
    """Make one caution of each severity."""
    rows = [
        (
            "not-randomised",
            "limit",
            "Arms were not randomised",
            "Participants chose their arm; arms differ in whatever made them choose.",
            "responders,hormones,concentration",
            "",
        ),
        (
            "surgery",
            "limit",
            "Only one arm had surgery",
            "Surgical retrieval lowers testosterone; hormone differences mix surgery and cells.",
            "hormones",
            "",
        ),
        (
            "drug",
            "warning",
            "The comparator drug moves hormones by design",
            "FSH, LH and testosterone in that arm are treatment, not outcome.",
            "hormones",
            "",
        ),
        (
            "zero",
            "note",
            "No event is not no risk",
            "Zero events in 40 participants leave an upper limit.",
            "safety",
            "exact binomial interval",
        ),
    ]
    names = ("id", "severity", "title", "text", "applies_to", "source")
    return pl.DataFrame(
        [{"order": i, **dict(zip(names, row, strict=True))} for i, row in enumerate(rows)]
    )


def make_claims() -> pl.DataFrame:
    """Make claims as the analysis would write them."""
    rows = [
        (
            "responders",
            "Responders",
            "8 of 40 v 2 of 40",
            "In 8 of 40 men after cells and 2 of 40 after hormones sperm was found at month 6.",
            "A reason to randomise; no proof that the cells did it, because men chose their arm.",
            "responders",
        ),
        (
            "harms",
            "Serious harms",
            "0 of 40",
            "No serious adverse event was seen after cells.",
            "Rules out a rate above 8.8 % and nothing below it.",
            "safety",
        ),
        (
            "screen",
            "In-silico screen",
            "60 candidate pairs",
            "About as many as random sets of such proteins give.",
            "Hypotheses for the laboratory; no evidence of binding.",
            "in-silico",
        ),
    ]
    names = ("id", "title", "value_text", "text", "bears", "section")
    return pl.DataFrame(
        [{"order": i, **dict(zip(names, row, strict=True))} for i, row in enumerate(rows)]
    )


def make_observations(arms: tuple[str, ...] = (CELLS, DRUG)) -> pl.DataFrame:
    """Make simulated values of each participant at two visits."""
    rng = np.random.default_rng(7)
    rows = []
    levels = {"fsh": ("FSH", "IU/L", 19.6), "testosterone": ("Testosterone", "nmol/L", 12.8)}
    for arm in arms:
        for number in range(40):
            who = f"{arm[0].upper()}-{number:03d}"
            stratum = "secondary" if number < 14 else "primary"
            for endpoint, (label, unit, level) in levels.items():
                before = level * math.exp(0.4 * rng.normal())
                after = before * 0.9 * math.exp(0.2 * rng.normal())
                for visit, value in (("baseline", before), ("follow-up", after)):
                    rows.append(_observe(who, arm, visit, endpoint, label, value, unit, stratum))
            found = number < (8 if arm == CELLS else 2)
            rows.append(_semen(who, arm, "baseline", None, "none", stratum))
            state = "none" if not found else "seen, not quantifiable" if number == 0 else "present"
            value = 0.4 * math.exp(rng.normal()) if state == "present" else None
            rows.append(
                {
                    **_semen(who, arm, "follow-up", value, state, stratum),
                    "flagged": number in {1, 2},
                }
                if found
                else _semen(who, arm, "follow-up", None, "none", stratum)
            )
    return pl.DataFrame(rows, infer_schema_length=None)


def _observe(who: str, arm: str, visit: str, endpoint: str, *rest: Any) -> dict[str, Any]:
    label, value, unit, stratum = rest
    return {
        "participant": who,
        "arm": arm,
        "visit": visit,
        "endpoint": endpoint,
        "label": label,
        "value": value,
        "unit": unit,
        "state": "present",
        "stratum": stratum,
        "flagged": False,
    }


def _semen(
    who: str, arm: str, visit: str, value: float | None, state: str, stratum: str
) -> dict[str, Any]:
    row = _observe(
        who, arm, visit, "concentration", "Sperm concentration", value, "million/mL", stratum
    )
    return {**row, "state": state}


def make_methods() -> pl.DataFrame:
    """Make sentences of two sections."""
    return pl.DataFrame(
        [
            {
                "order": 1,
                "section": "responders",
                "sentence": "Shares have exact 95 % intervals (Clopper-Pearson).",
            },
            {
                "order": 2,
                "section": "responders",
                "sentence": "Arms were compared by the difference in share.",
            },
            {
                "order": 3,
                "section": "hormones",
                "sentence": "Logarithms at month 6 were adjusted for their baseline.",
            },
        ]
    )


def make_findings() -> pl.DataFrame:
    """Make findings of three severities."""
    rows = [
        ("warning", "visit-window", "C-004", "month-6", "semen", "collected_on", "outside window"),
        ("error", "semen-total", "C-011", "month-6", "semen", "total", "volume x concentration"),
        ("error", "semen-total", "H-002", "month-6", "semen", "total", "volume x concentration"),
        ("note", "lab-range", "H-009", "baseline", "hormones", "fsh", "no range declared"),
    ]
    names = ("severity", "check", "participant", "visit", "form", "item", "message")
    return pl.DataFrame(
        [
            {
                **dict(zip(names, row, strict=True)),
                "occurrence": 1,
                "remedy": "look at the source record",
                "file": f"data/{row[4]}.csv",
                "row": 7 + i,
            }
            for i, row in enumerate(rows)
        ]
    )


def make_screen_tables() -> dict[str, pl.DataFrame]:
    """Make the tables of a small screen; the names are placeholders and no evidence."""
    pairs = [
        ("LIGA", "RECA", "Sertoli cells", "basal"),
        ("LIGA", "RECB", "spermatogonia", "basal"),
        ("LIGB", "RECB", "spermatogonia", "basal"),
        ("LIGB", "RECC", "Leydig cells", "interstitial"),
        ("LIGC", "RECC", "late spermatids", "adluminal"),
        ("LIGC", "RECD", "Sertoli cells", "unresolved"),
    ]
    interactions = pl.DataFrame(
        [
            {
                "ligand": ligand,
                "receptor": receptor,
                "cell_type": cell,
                "compartment": side,
                "state": "present" if ligand != "LIGC" or receptor != "RECD" else "absent",
                "reason": "invented",
                "receptor_grade": "literature",
                "receptor_source": "invented",
                "receptor_species": "human",
                "cargo_tier": "ms_other_msc",
                "cargo_source_cell": "invented",
                "p_pair": 0.1,
            }
            for ligand, receptor, cell, side in pairs
        ]
    )
    tests = pl.DataFrame(
        [
            {
                "receptor": receptor,
                "cell_type": cell,
                "compartment": side,
                "grade": "literature",
                "n_candidates": n,
                "n_partners": n,
                "expected": 0.6,
                "fold": n / 0.6,
                "p": p,
                "q": q,
                "state": "present",
                "reason": "",
            }
            for receptor, cell, side, n, p, q in (
                ("RECA", "Sertoli cells", "basal", 1, 0.21, 0.4),
                ("RECB", "spermatogonia", "basal", 2, 0.002, 0.01),
                ("RECC", "Leydig cells", "interstitial", 2, 0.08, 0.2),
                ("RECC", "late spermatids", "adluminal", 2, 0.08, 0.2),
            )
        ]
    )
    excluded = pl.DataFrame(
        {"symbol": ["KRT1"], "kind": ["contaminant"], "reason": ["matches the rule"]}
    )
    global_test = pl.DataFrame({"observed": [7], "expected": [6.1], "p": [0.4]})
    return {
        "interactions": interactions,
        "receptor_tests": tests,
        "excluded": excluded,
        "global_test": global_test,
    }
