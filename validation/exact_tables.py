"""Compare every table of 40 + 40 with its reference and say how far and how fast.

Fisher, Boschloo and Z-pooled, score limits of difference, ratio and odds ratio and Newcombe's for
all 1,681 tables, the unconditional exact interval for all tables with an empty or full cell and
100 seeded ones. The references are those of the golden tests; here nothing is left out.
Writes build/validation/exact_tables.json and fails where a difference is above its tolerance.
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.exact_tests import compute_exact_tables, estimate_exact_risk_difference
from tubulus.stats.two_proportions import (
    estimate_risk_difference,
    miettinen_nurminen,
    score_odds_ratio,
    score_risk_ratio,
)

ARM = 40
FOLDERS = (Path("tests/golden/stats"), Path("src/tubulus/stats/reference/numbers"))
Cases = list[dict[str, str]]
Numbers = NDArray[np.float64]


def read(name: str) -> Cases:
    path = next(folder / name for folder in FOLDERS if (folder / name).is_file())
    lines = path.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def read_column(cases: Cases, name: str) -> Numbers:
    return np.array([float(case[name]) for case in cases])


def read_counts(cases: Cases) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    return read_column(cases, "events_1").astype(int), read_column(cases, "events_0").astype(int)


def measure(found: Numbers, wanted: Numbers, *, relative: bool = False) -> float:
    """Return the largest difference; an infinite limit must be infinite in both."""
    finite = np.isfinite(wanted)
    if not np.array_equal(finite, np.isfinite(found)) or np.isnan(wanted).any():
        return float("inf")
    size = np.abs(wanted[finite]) if relative else 1.0
    size = np.where(size == 0.0, 1.0, size)
    return float(np.max(np.abs(found[finite] - wanted[finite]) / size))


def compare_tests() -> dict[str, float]:
    cases = read("exact_tests_40_40.csv")
    place = read_counts(cases)
    greater = np.empty((ARM + 1, ARM + 1))
    greater[place] = read_column(cases, "boschloo_greater")
    boschloo = np.minimum(1.0, 2.0 * np.minimum(greater, greater.T))
    tables = compute_exact_tables(ARM, ARM)
    return {
        "Fisher": measure(tables.fisher[place], read_column(cases, "fisher")),
        "Boschloo": measure(tables.boschloo, boschloo),
        "Z-pooled": measure(tables.z_pooled[place], read_column(cases, "z_pooled")),
    }


def compare_kernels() -> dict[str, float]:
    cases, differences = read("intervals_40_40.csv"), read("miettinen_nurminen_40_40.csv")
    events_1, events_0 = read_counts(differences)
    limits = miettinen_nurminen.compute_limits(events_1, ARM, events_0, ARM, 0.95)
    found = {
        "score difference": max(
            measure(part, read_column(differences, end))
            for part, end in zip(limits, ("low", "high"), strict=True)
        )
    }
    events_1, events_0 = read_counts(cases)
    kernels = {"ratio": score_risk_ratio.compute_limits, "odds": score_odds_ratio.compute_limits}
    for kind, compute in kernels.items():
        limits = compute(events_1, ARM, events_0, ARM, 0.95)
        found[f"score {kind}, relative"] = max(
            measure(part, read_column(cases, f"{kind}_{end}"), relative=True)
            for part, end in zip(limits, ("low", "high"), strict=True)
        )
    return found


def compare_newcombe() -> dict[str, float]:
    cases = read("intervals_40_40.csv")
    pairs = zip(*read_counts(cases), strict=True)
    results = [
        estimate_risk_difference(int(a), ARM, int(b), ARM, method="Newcombe") for a, b in pairs
    ]
    low, high = (np.array([getattr(one, end) for one in results]) for end in ("low", "high"))
    return {
        "Newcombe": max(
            measure(low, read_column(cases, "newcombe_low")),
            measure(high, read_column(cases, "newcombe_high")),
        )
    }


def compare_unconditional() -> dict[str, float]:
    cases = read("unconditional_interval_40_40.csv")
    pairs = zip(*read_counts(cases), strict=True)
    results = [estimate_exact_risk_difference(int(a), ARM, int(b), ARM) for a, b in pairs]
    return {
        "unconditional": max(
            measure(np.array([getattr(one, end) for one in results]), read_column(cases, end))
            for end in ("low", "high")
        )
    }


TOLERANCES = {
    "Fisher": 1e-12,
    "Boschloo": 1e-6,
    "Z-pooled": 1e-6,
    "score difference": 1e-8,
    "score ratio, relative": 1e-7,
    "score odds, relative": 1e-7,
    "Newcombe": 1e-9,
    "unconditional": 1e-6,
}


def main() -> None:
    """Compare, print, write; fail where a difference is too large."""
    parts: tuple[Callable[[], dict[str, float]], ...] = (
        compare_tests,
        compare_kernels,
        compare_newcombe,
        compare_unconditional,
    )
    differences: dict[str, float] = {}
    seconds: dict[str, float] = {}
    for compare in parts:
        start = time.perf_counter()
        differences.update(compare())
        seconds[compare.__name__] = time.perf_counter() - start
    for name, difference in differences.items():
        print(f"{name:<32} largest difference {difference:.1e}, allowed {TOLERANCES[name]:.0e}")
    for name, took in seconds.items():
        print(f"{name:<32} {took:.2f} s")
    path = Path("build/validation/exact_tables.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    result = {"largest_differences": differences, "seconds": seconds}
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    far = [name for name, difference in differences.items() if difference > TOLERANCES[name]]
    if far:
        raise SystemExit(f"above the tolerance: {', '.join(far)}")


if __name__ == "__main__":
    main()
