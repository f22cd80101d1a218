"""Coverage of the intervals of ``tubulus.stats`` at the size of the reference study, 40 + 40.

Run from the root of the repository: ``python validation/stats_coverage.py``. Coverage of the
risk difference is exact (every table weighted by its probability); that of ANCOVA is simulated
and stands with its Monte Carlo standard error. The data are simulated and nobody's.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from tubulus.stats import estimate_ancova, estimate_risk_difference
from tubulus.stats.two_proportions import miettinen_nurminen

ARM_SIZE = 40
TRIALS = 4000


def compute_risk_difference_coverage(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return exact coverage over true proportions 0.01, 0.03 ... 0.99 in both arms."""
    shares = np.arange(0.01, 1.0, 0.02)
    weights = stats.binom.pmf(np.arange(ARM_SIZE + 1), ARM_SIZE, shares[:, None])
    coverage = np.empty((shares.size, shares.size))
    for i, p_1 in enumerate(shares):
        for j, p_0 in enumerate(shares):
            # a limit of exactly 1 - 0 must not be lost to rounding
            inside = (low <= p_1 - p_0 + 1e-12) & (p_1 - p_0 - 1e-12 <= high)
            coverage[i, j] = weights[i] @ inside @ weights[j]
    return coverage


def report_risk_difference() -> None:
    first, second = np.meshgrid(np.arange(ARM_SIZE + 1), np.arange(ARM_SIZE + 1), indexing="ij")
    score = miettinen_nurminen.compute_limits(first, ARM_SIZE, second, ARM_SIZE, 0.95)
    pairs = [
        estimate_risk_difference(int(a), ARM_SIZE, int(b), ARM_SIZE, method="Newcombe")
        for a, b in zip(first.ravel(), second.ravel(), strict=True)
    ]
    hybrid = tuple(
        np.array([getattr(pair, name) for pair in pairs]).reshape(first.shape)
        for name in ("low", "high")
    )
    for name, limits in (("Miettinen-Nurminen", score), ("Newcombe", hybrid)):
        coverage = compute_risk_difference_coverage(*limits)
        print(f"{name}: exact coverage mean {coverage.mean():.4f}, lowest {coverage.min():.4f}")


def report_ancova(spread: float) -> None:
    generator = np.random.default_rng(20240722)
    arm = np.repeat([1.0, 0.0], ARM_SIZE)
    covered = 0
    for _ in range(TRIALS):
        # the arms differ at baseline, as arms that were not drawn at random do
        before = generator.normal(size=arm.size) + 0.5 * arm
        age = generator.normal(size=arm.size)
        error = generator.normal(size=arm.size) * np.where(arm == 1.0, spread, 1.0)
        after = 0.6 * before + 0.2 * age + error
        contrast = estimate_ancova(after, arm, np.column_stack([before, age])).contrast
        covered += contrast.low <= 0.0 <= contrast.high
    share = covered / TRIALS
    error = math.sqrt(share * (1.0 - share) / TRIALS)
    print(f"ANCOVA, HC3, t, SD ratio {spread:g}: coverage {share:.4f} (Monte Carlo SE {error:.4f})")


if __name__ == "__main__":
    report_risk_difference()
    for ratio in (1.0, 2.0):
        report_ancova(ratio)
