"""Measure the exact methods against scipy and, where R has them, the packages exact2x2 and Exact.

Boschloo's test and scipy.stats.boschloo_exact compute 50 seeded one-sided tables of 40 + 40
participants in turns within one run, so that a busy machine slows both alike; the ratio of the
medians is what counts, beside the largest difference of the p-values. Larger arms are timed alone.
All 1,681 tables are computed at once, three tests each, and their time per table stands against
that of exact2x2 for the same three tests; the unconditional interval stands against those of both
packages. Without Rscript or a package the comparison is left out and the output says so.
Writes build/bench/exact_tests.json.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import stats

from tubulus.stats import compute_boschloo_test
from tubulus.stats.exact_tests import compute_exact_tables, estimate_exact_risk_difference

SEED, TABLES, ARM = 40, 50, 40
LARGE = {"100/400 v 75/400": (100, 400, 75, 400), "300/1000 v 250/1000": (300, 1000, 250, 1000)}
# few, for the peers take seconds a table
COMPARED = [(9, 1), (9, 0), (20, 12), (3, 2)]
# R says "none" where the package is not there, otherwise seconds a table and what it computed
R_EXACT2X2 = """
if (!suppressWarnings(suppressMessages(require(exact2x2, quietly = TRUE)))) {
  cat("none"); quit()
}
time <- function(f) system.time(p <<- f())[["elapsed"]]
t <- %s; seconds <- c(0, 0); values <- c()
for (i in seq_len(nrow(t))) {
  a <- t[i, 1]; b <- t[i, 2]; m <- matrix(c(a, 40 - a, b, 40 - b), 2)
  seconds[1] <- seconds[1] +
    time(function() fisher.exact(m)$p.value) +
    time(function() boschloo(b, 40, a, 40, tsmethod = "central")$p.value) +
    time(function() uncondExact2x2(b, 40, a, 40, method = "wald-pooled",
      tsmethod = "square")$p.value)
  seconds[2] <- seconds[2] + time(function() uncondExact2x2(b, 40, a, 40, method = "score",
    parmtype = "difference", conf.int = TRUE)$conf.int[1:2])
  values <- c(values, p)
}
cat(seconds / nrow(t), values)
"""
R_EXACT = """
if (!suppressWarnings(suppressMessages(require(Exact, quietly = TRUE)))) {
  cat("none"); quit()
}
t <- %s; seconds <- 0; values <- c()
for (i in seq_len(nrow(t))) {
  a <- t[i, 1]; b <- t[i, 2]; m <- matrix(c(a, b, 40 - a, 40 - b), 2)
  seconds <- seconds + system.time(x <- exact.test(m, method = "z-pooled", tsmethod = "central",
    conf.int = TRUE, to.plot = FALSE)$conf.int[1:2])[["elapsed"]]
  values <- c(values, x)
}
cat(seconds / nrow(t), values)
"""


def draw_tables() -> list[tuple[int, int]]:
    """Return the events in both arms of tables where neither all nor none has the event."""
    generator = np.random.default_rng(SEED)
    draws = generator.integers(1, ARM, (TABLES, 2))
    return [(int(first), int(second)) for first, second in draws]


def compute_two_sided(*table: int) -> float:
    p_value = compute_boschloo_test(*table).p_value
    assert p_value is not None
    return p_value


def compute_own(first: int, second: int) -> float:
    p_value = compute_boschloo_test(first, ARM, second, ARM, alternative="greater").p_value
    assert p_value is not None
    return p_value


def compute_scipy(first: int, second: int) -> float:
    table = [[first, second], [ARM - first, ARM - second]]
    return float(stats.boschloo_exact(table, alternative="greater").pvalue)


def measure(compute: Callable[..., float], *table: int) -> tuple[float, float]:
    """Return what was computed and how long it took, in seconds."""
    start = time.perf_counter()
    result = compute(*table)
    return result, time.perf_counter() - start


def compare() -> dict[str, float]:
    """Return the median seconds a table, their ratio and the largest difference of p."""
    own_seconds, scipy_seconds, differences = [], [], []
    tables = draw_tables()
    # the first round warms up
    for turn, (first, second) in enumerate([tables[0], *tables]):
        own, own_took = measure(compute_own, first, second)
        peer, peer_took = measure(compute_scipy, first, second)
        if turn:
            own_seconds.append(own_took)
            scipy_seconds.append(peer_took)
            differences.append(abs(own - peer))
    return {
        "median_seconds": statistics.median(own_seconds),
        "median_seconds_scipy": statistics.median(scipy_seconds),
        "ratio_scipy_to_own": statistics.median(scipy_seconds) / statistics.median(own_seconds),
        "largest_difference_of_p": max(differences),
    }


def run_in_r(script: str) -> list[float] | None:
    """Run a script over the compared tables; None where R or its package is not there."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    rows = ", ".join(f"{first}, {second}" for first, second in COMPARED)
    table = f"matrix(c({rows}), ncol = 2, byrow = TRUE)"
    done = subprocess.run(
        [program, "-e", script % table], capture_output=True, text=True, check=True
    )
    return None if done.stdout == "none" else [float(part) for part in done.stdout.split()]


def measure_all_tables() -> dict[str, float]:
    """Return the median seconds of all tables at once, and of one unconditional interval."""
    compute_exact_tables(ARM, ARM)
    at_once = []
    for _ in range(5):
        start = time.perf_counter()
        compute_exact_tables(ARM, ARM)
        at_once.append(time.perf_counter() - start)
    intervals = []
    for first, second in [*COMPARED, *draw_tables()]:
        start = time.perf_counter()
        estimate_exact_risk_difference(first, ARM, second, ARM)
        intervals.append(time.perf_counter() - start)
    return {
        "all_tables_seconds": statistics.median(at_once),
        "three_tests_seconds_a_table": statistics.median(at_once) / (ARM + 1) ** 2,
        "unconditional_interval_seconds": statistics.fmean(intervals),
    }


def measure_interval_distance(limits: list[float]) -> float:
    """Return the largest distance of a peer's limits from ours."""
    own = [estimate_exact_risk_difference(first, ARM, second, ARM) for first, second in COMPARED]
    found = [limit for one in own for limit in (one.low, one.high)]
    return float(np.abs(np.array(found) - np.array(limits)).max())


def compare_with_r() -> dict[str, float]:
    """Return times and ratios of all tables at once and of the interval, beside those of R."""
    result = measure_all_tables()
    print(f"all {(ARM + 1) ** 2} tables, three tests: {result['all_tables_seconds']:.3f} s")
    own = result["unconditional_interval_seconds"]
    print(f"unconditional interval: {1000 * own:.1f} ms a table")
    fay = run_in_r(R_EXACT2X2)
    if fay is None:
        print("exact2x2 is not there: left out")
    else:
        result["three_tests_seconds_a_table_exact2x2"] = fay[0]
        result["three_tests_ratio_exact2x2"] = fay[0] / result["three_tests_seconds_a_table"]
        result["interval_ratio_exact2x2"] = fay[1] / own
        result["interval_distance_exact2x2"] = measure_interval_distance(fay[2:])
        print(f"exact2x2, three tests a table: {fay[0]:.2f} s,", end=" ")
        print(f"{result['three_tests_ratio_exact2x2']:.0f} x as long")
        print(f"exact2x2, interval: {fay[1]:.2f} s, {fay[1] / own:.0f} x as long,", end=" ")
        print(f"limits within {result['interval_distance_exact2x2']:.1e}")
    calhoun = run_in_r(R_EXACT)
    if calhoun is None:
        print("Exact is not there: left out")
    else:
        result["interval_ratio_exact"] = calhoun[0] / own
        result["interval_distance_exact"] = measure_interval_distance(calhoun[1:])
        print(f"Exact, interval: {calhoun[0]:.2f} s, {calhoun[0] / own:.0f} x as long,", end=" ")
        print(f"limits within {result['interval_distance_exact']:.1e}")
    return result


def main() -> None:
    """Measure, print and write."""
    result: dict[str, object] = {"tables": TABLES, "arm": ARM, "seed": SEED}
    figures = compare()
    result.update(figures)
    print(f"Boschloo at {ARM} + {ARM}, one-sided, median of {TABLES} tables")
    print(f"  tubulus {1000 * figures['median_seconds']:8.2f} ms")
    print(f"  scipy   {1000 * figures['median_seconds_scipy']:8.2f} ms")
    print(f"scipy takes {figures['ratio_scipy_to_own']:.1f} x as long,", end=" ")
    print(f"largest difference of p {figures['largest_difference_of_p']:.1e}")
    large = {}
    for name, table in LARGE.items():
        _, large[name] = measure(compute_two_sided, *table)
        print(f"two-sided {name:<20} {1000 * large[name]:8.1f} ms")
    result["two_sided_seconds"] = large
    result.update(compare_with_r())
    path = Path("build/bench/exact_tests.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
