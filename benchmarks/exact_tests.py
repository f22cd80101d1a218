"""Measure Boschloo's exact test against scipy.stats.boschloo_exact on the same one-sided tables.

Both compute 50 seeded tables of 40 + 40 participants in turns within one run, so that a busy
machine slows both alike; the ratio of the medians is what counts, beside the largest difference
of the p-values. Larger arms are timed alone. Writes build/bench/exact_tests.json.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import stats

from tubulus.stats import compute_boschloo_test

SEED, TABLES, ARM = 40, 50, 40
LARGE = {"100/400 v 75/400": (100, 400, 75, 400), "300/1000 v 250/1000": (300, 1000, 250, 1000)}


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
    path = Path("build/bench/exact_tests.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
