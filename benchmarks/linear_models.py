"""Measure permutation tests and ANCOVA of many data sets against scipy and R in one run.

Freedman-Lane with four covariates, 100,000 permutations of 40 + 40 participants, against
``scipy.stats.permutation_test`` and R's coin, both of which compare plain means; ANCOVA with HC3
a data set against ``lm`` with ``sandwich::vcovHC`` in R, whose numbers it must equal. Logistic
regression a bootstrap draw stands alone. What is absent (R, a package) is left out and said so.
Run with OMP_NUM_THREADS=1 for one thread. Writes build/bench/linear_models.json.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import stats

from tubulus.stats.linear import (
    compute_ancova_batch,
    compute_freedman_lane_test,
    estimate_ancova,
    estimate_standardised_contrast,
)
from tubulus.stats.logistic import fit_firth_batch, fit_logistic_batch

SEED, ARM_SIZE, COVARIATES, PERMUTATIONS = 40, 40, 4, 100_000
TRIALS, TRIALS_IN_R, ROUNDS = 100_000, 300, 3
R_SCRIPT = """
folder <- commandArgs(TRUE)[1]
trials <- read.csv(file.path(folder, "trials.csv"))
result <- list()
if (requireNamespace("coin", quietly = TRUE)) {
  suppressMessages(library(coin))
  one <- subset(trials, trial == 0)
  times <- replicate(3, system.time(pvalue(oneway_test(
    y ~ factor(a), one, distribution = approximate(nresample = 1e5))))[["elapsed"]])
  result$coin_seconds <- median(times)
}
if (requireNamespace("sandwich", quietly = TRUE)) {
  parts <- split(trials, trials$trial)
  took <- system.time(rows <- lapply(parts, function(d) {
    m <- lm(y ~ a + x1 + x2 + x3 + x4, d)
    c(coef(m)[["a"]], sqrt(sandwich::vcovHC(m, type = "HC3")["a", "a"]))
  }))[["elapsed"]]
  result$lm_seconds <- took / length(parts)
  write.csv(do.call(rbind, rows), file.path(folder, "fits.csv"), row.names = FALSE)
}
write.csv(as.data.frame(result), file.path(folder, "seconds.csv"), row.names = FALSE)
"""


def measure(compute: Callable[[], object]) -> float:
    """Return the least of some rounds, in seconds: what disturbs only adds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        compute()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def draw_trials(trials: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return outcomes, arms and covariates of simulated trials."""
    generator = np.random.default_rng(SEED)
    n = 2 * ARM_SIZE
    arms = np.tile(np.repeat([1.0, 0.0], ARM_SIZE), (trials, 1))
    covariates = generator.normal(size=(trials, n, COVARIATES))
    outcomes = 0.5 * covariates.sum(axis=2) + 0.4 * arms + generator.normal(size=(trials, n))
    return outcomes, arms, covariates


def run_r(outcomes: np.ndarray, arms: np.ndarray, covariates: np.ndarray) -> dict[str, float]:
    """Return the seconds that R needs and the largest difference from its fits."""
    if shutil.which("Rscript") is None:
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "trials.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["trial", "y", "a", "x1", "x2", "x3", "x4"])
            for trial, (y, a, x) in enumerate(zip(outcomes, arms, covariates, strict=True)):
                for row in zip(y, a, x, strict=True):
                    writer.writerow([trial, repr(float(row[0])), int(row[1]), *map(float, row[2])])
        (folder / "peer.R").write_text(R_SCRIPT, "utf-8")
        subprocess.run(["Rscript", str(folder / "peer.R"), str(folder)], check=True)
        with (folder / "seconds.csv").open() as file:
            found = {key: float(value) for key, value in next(csv.DictReader(file)).items()}
        if (folder / "fits.csv").exists():
            fits = np.loadtxt(folder / "fits.csv", delimiter=",", skiprows=1)
            batch = compute_ancova_batch(outcomes, arms, covariates)
            own = np.column_stack([batch.estimates, batch.standard_errors])
            found["largest_difference_from_lm"] = float(np.max(np.abs(own - fits)))
    return found


def measure_permutations(outcome: np.ndarray, arm: np.ndarray, z: np.ndarray) -> dict[str, float]:
    """Return the seconds of 100,000 permutations, ours adjusted, scipy's of plain means."""

    def permute(statistic: str) -> Callable[[], object]:
        return lambda: compute_freedman_lane_test(
            outcome,
            arm,
            z,
            generator=np.random.default_rng(SEED),
            permutations=PERMUTATIONS,
            statistic=statistic,
        )

    def permute_means() -> object:
        return stats.permutation_test(
            (outcome[arm == 1], outcome[arm == 0]),
            lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
            n_resamples=PERMUTATIONS,
            vectorized=True,
            rng=np.random.default_rng(SEED),
        )

    return {
        "freedman_lane_hc3_seconds": measure(permute("hc3")),
        "freedman_lane_classical_seconds": measure(permute("classical")),
        "scipy_means_seconds": measure(permute_means),
    }


def measure_fits(
    outcomes: np.ndarray, arms: np.ndarray, covariates: np.ndarray
) -> dict[str, float]:
    """Return the microseconds of a fit, one at a time and in batches."""
    one = outcomes[0], arms[0], covariates[0]
    generator = np.random.default_rng(SEED)
    n = outcomes.shape[1]
    counts = generator.multinomial(n, np.full(n, 1 / n), size=10_000)
    design = np.column_stack([np.ones(n), arms[0], covariates[0]])
    event = (generator.random(n) < 0.3).astype(float)
    micro = 1e6
    return {
        "ancova_single": micro * measure(lambda: estimate_ancova(*one)),
        "standardised_single": micro * measure(lambda: estimate_standardised_contrast(*one)),
        "ancova_many_designs": micro
        / len(outcomes)
        * measure(lambda: compute_ancova_batch(outcomes, arms, covariates)),
        "ancova_one_design": micro
        / len(outcomes)
        * measure(lambda: compute_ancova_batch(outcomes, one[1], one[2])),
        "ancova_bootstrap": micro
        / len(counts)
        * measure(lambda: compute_ancova_batch(*one, frequencies=counts)),
        "logistic_bootstrap": micro
        / len(counts)
        * measure(lambda: fit_logistic_batch(design, event, counts)),
        "firth_bootstrap": micro
        / 1000
        * measure(lambda: fit_firth_batch(design, event, counts[:1000])),
    }


def main() -> None:
    """Measure, print and write."""
    outcomes, arms, covariates = draw_trials(TRIALS)
    permutations = measure_permutations(outcomes[0], arms[0], covariates[0])
    peers = run_r(*(part[:TRIALS_IN_R] for part in (outcomes, arms, covariates)))
    fits = measure_fits(outcomes, arms, covariates)
    own = permutations["freedman_lane_hc3_seconds"]
    ratios = {"scipy means / Freedman-Lane": permutations["scipy_means_seconds"] / own}
    if "coin_seconds" in peers:
        ratios["coin means / Freedman-Lane"] = peers["coin_seconds"] / own
    if "lm_seconds" in peers:
        ratios["lm + vcovHC / batch"] = 1e6 * peers["lm_seconds"] / fits["ancova_many_designs"]
    print(f"{PERMUTATIONS} permutations, {2 * ARM_SIZE} participants, {COVARIATES} covariates")
    for name, seconds in permutations.items():
        print(f"  {name:<34} {seconds:8.3f} s")
    print("microseconds a fit")
    for name, value in fits.items():
        print(f"  {name:<34} {value:8.1f}")
    print("R" if peers else "R is absent: no comparison with it")
    for name, value in peers.items():
        print(f"  {name:<34} {value:8.2g}")
    print("times as fast")
    for name, value in ratios.items():
        print(f"  {name:<34} {value:8.1f}")
    figures = {"permutations": permutations, "fits": fits, "peers": peers, "ratios": ratios}
    path = Path("build/bench/linear_models.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
