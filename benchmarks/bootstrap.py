"""Measure the stratified bootstrap against R boot on the same trial, within one run.

10,000 draws of ANCOVA, ATO, ATT and AIPW for 8 outcomes, 40 + 40 participants, 5 score terms.
R computes fewer draws, seconds a draw are compared: one boot() an outcome, as users write it, with
formulas and with glm.fit; and one boot() that shares score and model fit among all outcomes, the
least that R's own functions need. Both sides use one thread; seconds are those of the processor,
so that a busy machine slows neither. On 200 seeded draws R fits resampled
rows, here weights: the largest difference is printed. Writes build/bench/bootstrap.json.
"""

from __future__ import annotations

import os

# one thread on both sides; before numpy is loaded
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import csv
import json
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from tubulus.stats.missing import Vector
from tubulus.stats.resampling import bootstrap_contrasts, compute_draw_estimates, count_draws

SEED, ARM_SIZE, TERMS, OUTCOMES = 20250611, 40, 5, 8
DRAWS, TURNS, R_DRAWS, EQUAL_DRAWS = 10_000, 5, 40, 200
ESTIMATORS = ("ANCOVA", "ATO", "ATT", "AIPW")
SCRIPT = Path(__file__).with_name("bootstrap.R")


def simulate_trial() -> tuple[Vector, Vector, Vector]:
    """Return outcomes, arm and covariates with moderate confounding; nobody's data."""
    generator = np.random.default_rng(SEED)
    arm = np.repeat([1.0, 0.0], ARM_SIZE)
    x = generator.normal(size=(2 * ARM_SIZE, TERMS))
    x[:, :2] += 0.4 * arm[:, None]
    x[:, 1] = x[:, 1] > 0.3
    effects = generator.normal(size=(TERMS, OUTCOMES))
    outcomes = x @ effects + 0.3 * arm[:, None] + generator.normal(size=(2 * ARM_SIZE, OUTCOMES))
    return outcomes, arm, x


def measure_own(trial: tuple[Vector, Vector, Vector]) -> list[float]:
    """Return the processor seconds of each turn, draws and limits included; the first warms up."""
    seconds = []
    for _ in range(TURNS + 1):
        start = time.process_time()
        bootstrap_contrasts(*trial, np.random.default_rng(SEED), draws=DRAWS, estimators=ESTIMATORS)
        seconds.append(time.process_time() - start)
    return seconds[1:]


def draw_rows() -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return seeded rows of participants, each arm drawn from itself."""
    generator = np.random.default_rng(SEED + 1)
    first = generator.integers(0, ARM_SIZE, (EQUAL_DRAWS, ARM_SIZE))
    second = generator.integers(ARM_SIZE, 2 * ARM_SIZE, (EQUAL_DRAWS, ARM_SIZE))
    return np.hstack([first, second])


def run_peer(trial: tuple[Vector, Vector, Vector], rows: Vector) -> tuple[dict, Vector, str]:
    """Return R's seconds a draw, its estimates and its version."""
    outcomes, arm, x = trial
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        header = ["a", *(f"x{i}" for i in range(TERMS)), *(f"y{i}" for i in range(OUTCOMES))]
        table = np.column_stack([arm, x, outcomes])
        save = {"delimiter": ",", "fmt": "%.17g", "comments": ""}
        np.savetxt(folder / "trial.csv", table, header=",".join(header), **save)
        np.savetxt(folder / "drawn.csv", rows + 1, delimiter=",", fmt="%d")
        command = ["Rscript", str(SCRIPT), str(folder), str(R_DRAWS)]
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        with (folder / "seconds.csv").open(encoding="utf-8") as handle:
            seconds = {row["peer"]: float(row["seconds"]) for row in csv.DictReader(handle)}
        return seconds, np.loadtxt(folder / "estimates.csv", delimiter=","), done.stdout.strip()


def compare_estimates(trial: tuple[Vector, Vector, Vector], rows: Vector, peer: Vector) -> float:
    """Return the largest difference of any estimate, over the larger of 1 and its size."""
    outcomes, arm, x = trial
    weights = count_draws(rows, arm.size)
    own = compute_draw_estimates(outcomes, arm, x, [weights], ESTIMATORS)
    ours = np.hstack([own[name] for name in ESTIMATORS])
    # a draw whose arms are separated has no estimate here, in R some number after a warning
    kept = ~np.isnan(ours).any(axis=1)
    print(f"draws compared {kept.sum()} of {kept.size}")
    gaps = np.abs(ours - peer)[kept] / np.maximum(1.0, np.abs(peer[kept]))
    return float(gaps.max())


def main() -> None:
    """Measure, print and write."""
    trial = simulate_trial()
    seconds = measure_own(trial)
    own = statistics.median(seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    print(f"{DRAWS} draws x {OUTCOMES} outcomes x {', '.join(ESTIMATORS)}")
    print(f"tubulus {own:.3f} s (median of {TURNS}, {min(seconds):.3f} to {max(seconds):.3f})")
    print(f"peak memory of the process {peak:.0f} MB")
    result: dict[str, object] = {"seconds": own, "turns": seconds, "peak_mb": peak, "draws": DRAWS}
    if shutil.which("Rscript") is None:
        print("R is not here: nothing to compare with")
    else:
        rows = draw_rows()
        peers, estimates, version = run_peer(trial, rows)
        # the busy machine may have changed meanwhile: measure again and take the slower half
        again = statistics.median(measure_own(trial))
        slower = max(own, again)
        ratios = {name: each * DRAWS / slower for name, each in peers.items()}
        largest = compare_estimates(trial, rows, estimates)
        print(f"tubulus after R {again:.3f} s; {version}")
        for name, each in peers.items():
            print(f"  {name:<16} {1000 * each:8.2f} ms a draw, {ratios[name]:7.1f} x as long")
        print(f"largest difference on the same {EQUAL_DRAWS} draws {largest:.1e}")
        result |= {"seconds_a_draw_r": peers, "ratios": ratios, "largest_difference": largest}
    path = Path("build/bench/bootstrap.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
