"""Results of an invented study, for tests of whatever shows results.

Every row is SYNTHETIC: made up here, by hand or from a seeded generator, to have one row of each
kind. Nothing describes a real participant or a published trial.
"""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from tests.support.estimates_fixture import CELLS, DRUG, RECORD, list_estimates
from tubulus.analysis.clinical.row import CLINICAL_SCHEMA, ClinicalRow
from tubulus.core.estimates import make_estimate_frame
from tubulus.core.results import Results
from tubulus.study.definition.reading import read_study
from tubulus.study.definition.study import Study

SCREEN_RECORD = "fedcba9876543210"

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
            },
            SCREEN_RECORD: {
                "id": SCREEN_RECORD,
                "step": "screen",
                "settings": {"sets": 999},
                "seed": 20260501,
            },
        },
        "seed": 20260501,
        "snapshot": "a" * 64,
        "generated_at": "2026-05-04T09:30:00Z",
        "tables": {"estimates": "c" * 64},
    }


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


def make_clinical() -> pl.DataFrame:
    """Make rows of each kind of the clinical table, for two arms."""
    share = {"statistic": "share", "denominator": 40, "confidence": 0.95}
    rows: list[dict[str, Any]] = [
        {"section": "treatment", "label": "Passage", "arm": CELLS, **_median(3.0, 2.0, 4.0)},
        {"section": "treatment", "label": "Drug", "level": "Tablets", "arm": DRUG, **_count(40)},
        {"section": "intervals", "label": "To the injection", "arm": CELLS, **_median(33, 21, 42)},
    ]
    for arm, n in ((CELLS, 2), (DRUG, 0)):
        limits = {"value": n / 40, "low": 0.006 if n else 0.0, "high": 0.169 if n else 0.088}
        own = {"section": "events", "label": "Invented pain", "arm": arm}
        rows += [{**own, **share, "n": n, **limits}, {**own, **_count(n), "counted": "events"}]
    rows += [
        {**rows[3], **_count(2), "confidence": None, "level": "grade 3", "low": None, "high": None},
        {
            "section": "surgery",
            "label": "Sperm found",
            "arm": CELLS,
            **share,
            "n": 21,
            "value": 0.525,
            "low": 0.361,
            "high": 0.685,
            "note": "one arm only, not compared",
        },
        {"section": "pregnancy", "label": "Couples", "arm": CELLS, **_count(0)},
        {
            "section": "definitions",
            "label": "Responder",
            "statistic": "text",
            "note": "Any sperm at month 6.",
        },
    ]
    full = [asdict(ClinicalRow(**{**row, "provenance": RECORD})) for row in rows]
    return pl.DataFrame(full, schema=CLINICAL_SCHEMA)


def _median(value: float, low: float, high: float) -> dict[str, Any]:
    numbers = {"value": value, "low": low, "high": high, "n": 39, "denominator": 40}
    return {"statistic": "median and range", **numbers}


def _count(n: int) -> dict[str, Any]:
    return {"statistic": "count", "n": n, "value": float(n)}


def make_responses() -> pl.DataFrame:
    """Make two responders of five men; one of them and one other have open findings."""
    rows = [
        ("C-011", CELLS, True, "counted"),
        ("C-012", CELLS, True, "single"),
        ("C-013", CELLS, False, ""),
        ("H-002", DRUG, False, ""),
        ("H-003", DRUG, None, ""),
    ]
    about = {"estimand": "r1", "endpoint": "sperm", "label": "Any sperm", "role": "primary"}
    names = ("participant", "arm", "counted", "seen")
    return pl.DataFrame(
        [{**about, **dict(zip(names, row, strict=True))} for row in rows],
        schema_overrides={"counted": pl.Boolean},
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
    excluded = pl.DataFrame(
        {"symbol": ["KRT1"], "kind": ["contaminant"], "reason": ["matches the rule"]}
    )
    global_test = pl.DataFrame({"observed": [7], "expected": [6.1], "p": [0.4]})
    return {
        "interactions": interactions,
        "receptor_tests": _make_receptor_tests(),
        "excluded": excluded,
        "global_test": global_test,
    }


def _make_receptor_tests() -> pl.DataFrame:
    return pl.DataFrame(
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
