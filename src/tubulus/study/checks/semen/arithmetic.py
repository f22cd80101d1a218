"""Semen arithmetic: total = volume x concentration, and the classes of motility make 100."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import find_entries, get_number, make_finding_at
from tubulus.study.definition.study import Study
from tubulus.study.derivations.semen import compute_motility_sum, compute_total
from tubulus.study.records.participants import Entry, StudyData

__all__ = ["MOTILITY_SUM", "TOTAL", "Printed", "check_motility_sum", "check_total", "is_total_off"]

_TOTAL = "semen-total"
_MOTILITY = "semen-motility-sum"

_CLASSES = ("progressive", "non_progressive", "immotile")
_PLAIN_NUMBER = re.compile(r"^\d+(?:\.(\d*))?$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed and the half of its last digit, both in the item's unit."""

    number: float
    half: float = 0.0


def is_total_off(volume: Printed, concentration: Printed, total: Printed, tolerance: float) -> bool:
    """Tell whether a total differs from volume x concentration by more than may be.

    Parameters
    ----------
    volume, concentration, total : Printed
        In mL, million/mL and million.
    tolerance : float
        Share of the product by which the total may differ.

    Notes
    -----
    Printed numbers are rounded: 0.3 mL stands for anything from 0.25 to 0.35, so its product is
    uncertain by a sixth. The tolerance applies beyond the totals that rounding alone allows.
    """
    ends = np.array([-1.0, 0.0, 1.0])
    lowest, product, highest = compute_total(
        np.maximum(volume.number + ends * volume.half, 0.0),
        np.maximum(concentration.number + ends * concentration.half, 0.0),
    )
    slack = tolerance * product + total.half
    # a last bit of floating point must not decide at the edge
    slack += 1e-9 * max(highest, total.number)
    return bool(total.number < lowest - slack or total.number > highest + slack)


def check_total(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each total number that is not volume x concentration, beyond rounding."""
    tolerance = study.check_settings.total_tolerance
    halves = _find_halves(study, records)
    findings = []
    for _, entry, _ in find_entries(study, data, "semen"):
        printed = []
        for item in ("volume", "concentration", "total"):
            number = get_number(entry, item)
            if number is not None:
                printed.append(Printed(number, halves.get(_make_key(entry, item), 0.0)))
        if len(printed) == 3 and is_total_off(printed[0], printed[1], printed[2], tolerance):
            findings.append(
                make_finding_at(
                    entry,
                    "warning",
                    _TOTAL,
                    f"the total differs from volume x concentration by more than {tolerance:.0%} "
                    "and more than rounding explains",
                    item="total",
                    remedy="compare the three numbers with the report of the laboratory",
                )
            )
    return findings


def _make_key(entry: Entry, item: str) -> tuple[str, str, str, int, str]:
    return (entry.participant, entry.form, entry.visit, entry.occurrence, item)


def _find_halves(
    study: Study, records: pl.DataFrame
) -> dict[tuple[str, str, str, int, str], float]:
    """Find half of the last printed digit of each number, in the unit of its item."""
    forms = [form.id for form in study.find_standard("semen")]
    wanted = records.filter(
        pl.col("form").is_in(forms), pl.col("item").is_in(["volume", "concentration", "total"])
    )
    halves = {}
    for row in wanted.iter_rows(named=True):
        found = _PLAIN_NUMBER.match(row["entered"].strip())
        if found is None or row["number"] is None:
            continue
        entered = float(row["entered"])
        # the same half, converted with the number itself from the entered unit
        scale = row["number"] / entered if entered else 1.0
        key = (row["participant"], row["form"], row["visit"], row["occurrence"], row["item"])
        halves[key] = 0.5 * 10 ** -len(found.group(1) or "") * scale
    return halves


def check_motility_sum(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each ejaculate whose three classes of motility do not make 100 %."""
    tolerance = study.check_settings.motility_tolerance
    entries = [entry for _, entry, _ in find_entries(study, data, "semen")]
    shares = np.array(
        [[get_number(entry, item) for item in _CLASSES] for entry in entries], dtype=np.float64
    ).reshape(-1, len(_CLASSES))
    is_off = np.abs(compute_motility_sum(*shares.T) - 100.0) > tolerance
    # two classes that exceed 100 are wrong whatever the third is
    is_off |= np.nansum(shares, axis=1) > 100.0 + tolerance
    return [
        make_finding_at(
            entry,
            "error",
            _MOTILITY,
            "progressive, non-progressive and immotile do not make 100 % "
            f"(tolerance {tolerance:g} points)",
            item="progressive",
            remedy="compare with the report of the laboratory; motile is not progressive",
        )
        for entry, off in zip(entries, is_off, strict=True)
        if off
    ]


TOTAL = Check(
    id=_TOTAL,
    title="Total number is volume x concentration.",
    severity="warning",
    looks_at="semen: volume, concentration, total; `check_settings.total_tolerance`",
    source=(
        "definition; in a clinic's public file 1 of 223 rows differs by more than 5 % "
        "(semen microbiota set, eLife 96090)"
    ),
    function=check_total,
    topic="Semen",
)

MOTILITY_SUM = Check(
    id=_MOTILITY,
    title="Progressive, non-progressive and immotile make 100 %.",
    severity="error",
    looks_at="semen: progressive, non_progressive, immotile; `check_settings.motility_tolerance`",
    source="definition; tolerance from rounding three whole numbers",
    function=check_motility_sum,
    topic="Semen",
)
