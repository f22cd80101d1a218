"""Measure multiple imputation with a grid of deltas against mice in R, in one run.

Both impute 8 outcomes of 40 + 40 participants by arm and pool ANCOVA with HC3 in 25 cells of
deltas. R takes fewer imputations; what is compared is the time for one imputation of one outcome
in one cell. Three peers: mice imputing anew for each cell, as its delta adjustment through
``post`` does; mice once and a formula fit (lm, vcovHC) a cell; mice once and a bare matrix fit
(.lm.fit) a cell. mice runs one iteration, which suffices for one incomplete column; its default
of five is shown beside. Then the contrasts of the data sets that mice completed are compared.
All figures are processor seconds of one thread, so that a busy machine favours nobody.
Without Rscript only this package is timed. Writes build/bench/imputation.json.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# read when numpy loads its library for matrices
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

from tubulus.stats.imputation import (
    DeltaGrid,
    Imputation,
    ImputationModel,
    compute_delta_grid,
    compute_imputed_ancova_stack,
    impute_outcome,
)

SEED, ARM_SIZE, OUTCOMES, COVARIATES, IMPUTATIONS = 8, 40, 8, 4, 1000
PEER_IMPUTATIONS, REPEATS, TRIALS = 20, 7, 2000
DELTAS = [-1.0, -0.5, 0.0, 0.5, 1.0]
CELLS = len(DELTAS) ** 2


def simulate_trial() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return outcomes (n, 8) with 15 % missing, arm and covariates."""
    generator = np.random.default_rng(SEED)
    arm = np.repeat([1.0, 0.0], ARM_SIZE)
    covariates = generator.normal(size=(arm.size, COVARIATES))
    noise = generator.normal(size=(arm.size, OUTCOMES))
    outcomes = covariates @ generator.normal(0.0, 0.4, (COVARIATES, OUTCOMES)) + noise
    outcomes += 0.3 * arm[:, None]
    outcomes[generator.random(outcomes.shape) < 0.15] = np.nan
    return outcomes, arm, covariates


def compute_grids(model: ImputationModel, trial: tuple[np.ndarray, ...]) -> list[DeltaGrid]:
    outcomes, arm, covariates = trial
    generator = np.random.default_rng(SEED)
    grids = []
    for column in outcomes.T:
        outcome = np.where(np.isnan(column), np.nan, column > 0)
        imputation = impute_outcome(
            outcome if model.method == "logistic" else column,
            arm,
            covariates,
            model=model,
            generator=generator,
        )
        grids.append(compute_delta_grid(imputation, DELTAS, DELTAS))
    return grids


def measure(compute: Callable[[], object]) -> float:
    """Return the median processor seconds of several runs after one that warms up."""
    compute()
    took = []
    for _ in range(REPEATS):
        start = time.process_time()
        compute()
        took.append(time.process_time() - start)
    return statistics.median(took)


def measure_own(trial: tuple[np.ndarray, ...]) -> dict[str, float]:
    """Return seconds for 1,000 imputations x 8 outcomes x 25 cells, and others beside."""
    result = {}
    for method in ("normal", "logistic", "matching"):
        model = ImputationModel(method, imputations=IMPUTATIONS)  # type: ignore[arg-type]
        result[f"seconds_{method}"] = measure(lambda model=model: compute_grids(model, trial))
    holes = trial[2].copy()
    holes[np.random.default_rng(SEED).random(holes.shape) < 0.05] = np.nan
    model = ImputationModel(imputations=IMPUTATIONS)
    chained = trial[0][:, :1], trial[1], holes
    result["seconds_chained_one_outcome"] = measure(lambda: compute_grids(model, chained))
    generator = np.random.default_rng(SEED)
    stack = generator.normal(size=(TRIALS, trial[1].size))
    stack[generator.random(stack.shape) < 0.15] = np.nan
    columns = generator.normal(size=(TRIALS, trial[1].size, 5))
    seconds = measure(
        lambda: compute_imputed_ancova_stack(stack, trial[1], columns, generator=generator)
    )
    result["milliseconds_per_simulated_trial"] = 1000.0 * seconds / TRIALS
    return result


def run_mice(trial: tuple[np.ndarray, ...], folder: Path) -> dict[str, float]:
    """Run R on the same trial and return what each of its steps took, in seconds."""
    outcomes, arm, covariates = trial
    names = [f"y{j}" for j in range(OUTCOMES)] + ["arm"] + [f"x{j}" for j in range(COVARIATES)]
    write_table(folder / "trial.csv", names, np.column_stack([outcomes, arm, covariates]))
    write_table(folder / "deltas.csv", ["delta"], np.array(DELTAS)[:, None])
    script = Path(__file__).with_suffix(".R")
    call = ["Rscript", str(script), str(folder), str(PEER_IMPUTATIONS), "1"]
    subprocess.run(call, check=True, capture_output=True)
    header, values = (folder / "seconds.csv").read_text("utf-8").splitlines()
    pairs = zip(header.split(","), values.split(","), strict=True)
    return {name: float(value) for name, value in pairs}


def write_table(path: Path, names: list[str], table: np.ndarray) -> None:
    lines = [",".join("NA" if np.isnan(v) else repr(float(v)) for v in row) for row in table]
    path.write_text("\n".join([",".join(names), *lines]) + "\n", "utf-8")


def compare_pooled(trial: tuple[np.ndarray, ...], folder: Path) -> float:
    """Return the largest relative difference of any pooled number from that of R."""
    outcomes, arm, covariates = trial
    completed = np.loadtxt(folder / "completed.csv", delimiter=",", skiprows=1)
    expected = np.loadtxt(folder / "pooled.csv", delimiter=",", skiprows=1)
    numbers = []
    for j, sets in enumerate(completed.reshape(OUTCOMES, PEER_IMPUTATIONS, arm.size)):
        rows = np.flatnonzero(np.isnan(outcomes[:, j]))
        imputation = Imputation(
            outcomes[:, j], arm, covariates[None], rows, sets[:, rows], "identity", "mice"
        )
        for row in compute_delta_grid(imputation, DELTAS, DELTAS).cells:
            numbers += [
                (c.contrast.estimate, c.contrast.low, c.contrast.high, c.test.p_value) for c in row
            ]
    own = np.array(numbers, dtype=float)
    return float(np.max(np.abs(own - expected) / np.abs(expected)))


def compare(trial: tuple[np.ndarray, ...], own_seconds: float) -> dict[str, float]:
    """Return what R takes a unit of work as a multiple of what this package takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        took = run_mice(trial, folder)
        difference = compare_pooled(trial, folder)
    own = own_seconds / (IMPUTATIONS * OUTCOMES * CELLS)
    units = PEER_IMPUTATIONS * OUTCOMES
    return {
        "own_microseconds": 1e6 * own,
        "mice_seconds_per_100_imputations_default": took["mice_default"] / units * 100,
        "mice_seconds_per_100_imputations": took["mice"] / units * 100,
        "ratio_mice_each_cell_default": took["mice_default"] / units / own,
        "ratio_mice_each_cell": took["mice"] / units / own,
        "ratio_mice_once_formula": (took["mice"] + took["grid_formula"]) / units / CELLS / own,
        "ratio_mice_once_matrix": (took["mice"] + took["grid_matrix"]) / units / CELLS / own,
        "largest_relative_difference": difference,
    }


def main() -> None:
    """Measure, print and write."""
    trial = simulate_trial()
    result: dict[str, object] = {"seed": SEED, "imputations": IMPUTATIONS, "cells": CELLS}
    own = measure_own(trial)
    result.update(own)
    print(f"{IMPUTATIONS} imputations x {OUTCOMES} outcomes x {CELLS} cells, n = {2 * ARM_SIZE}")
    for name, value in own.items():
        print(f"  {name:<40} {value:10.4f}")
    if shutil.which("Rscript"):
        figures = compare(trial, own["seconds_normal"])
        result.update(figures)
        for name, value in figures.items():
            print(f"  {name:<40} {value:10.4g}")
    else:
        print("  Rscript is not here: no comparison with mice")
    path = Path("build/bench/imputation.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
