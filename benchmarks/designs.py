"""Measure trial designs against stoppingrule, clinfun, rpact, BOIN and Exact on the same plans.

Each plan is computed here and in R within one run, the fewest seconds of several rounds counting
on both sides, and both results are compared. Where Rscript or a package is absent, our seconds
stand alone. Writes build/bench/designs.json.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tubulus.stats.designs.dose_finding import BoinDesign, DoseFindingPlan, simulate_dose_finding
from tubulus.stats.designs.group_sequential import compute_classical_boundary
from tubulus.stats.designs.safety import calibrate_boundary
from tubulus.stats.designs.sample_size import compute_exact_power
from tubulus.stats.designs.two_stage import find_simon_designs

ROUNDS = 5
TRIALS = 2_000
QUARTERS = (10, 20, 30, 40)


@dataclass(frozen=True)
class Plan:
    """One computation here and in R; both give numbers that agree within ``tolerance``."""

    name: str
    package: str
    call: str
    compute: Callable[[], Iterable[float]]
    tolerance: float


def calibrate(looks: Iterable[int], shape: str, p_0: float) -> list[float]:
    boundary = calibrate_boundary(tuple(looks), p_0, 0.05, shape=shape).boundary
    pairs = zip(boundary.looks, boundary.limits, strict=True)
    return [n + 1 if limit is None else limit for n, limit in pairs]


def search(*plan: float) -> list[float]:
    found = find_simon_designs(*plan)
    best = (found.minimax, found.optimal)
    return [
        number
        for design in best
        for number in (
            design.design.limit_1,
            design.design.n_1,
            design.design.limit,
            design.expected_n,
        )
    ]


def simulate() -> list[float]:
    found = simulate_dose_finding(
        BoinDesign(0.3),
        DoseFindingPlan(10, 3),
        [0.1, 0.2, 0.3, 0.45, 0.6],
        TRIALS,
        np.random.default_rng(1),
    )
    return list(found.selected)


RULE = "as.numeric(pmin(calc.rule.bin({looks}, {p_0}, 0.05, '{shape}')$Rule[, 2], {looks} + 1))"
SIMON = (
    "{{x <- twostage.admissible(ph2simon({plan}, nmax = {most})); "
    "as.numeric(t(x[c(1, nrow(x)), c('r1', 'n1', 'r', 'EN(p0)')]))}}"
)
PLANS = (
    Plan(
        "Pocock-type boundary, 4 looks",
        "stoppingrule",
        RULE.format(looks="c(10, 20, 30, 40)", p_0=0.1, shape="Pocock"),
        lambda: calibrate(QUARTERS, "Pocock", 0.1),
        0.0,
    ),
    Plan(
        "Pocock-type boundary, 50 looks",
        "stoppingrule",
        RULE.format(looks="1:50", p_0=0.1, shape="Pocock"),
        lambda: calibrate(range(1, 51), "Pocock", 0.1),
        0.0,
    ),
    Plan(
        "O'Brien-Fleming-type boundary, 5 looks",
        "stoppingrule",
        RULE.format(looks="c(12, 24, 36, 48, 60)", p_0=0.2, shape="OBF"),
        lambda: calibrate((12, 24, 36, 48, 60), "O'Brien-Fleming", 0.2),
        0.0,
    ),
    Plan(
        "Simon, 0.05 v 0.25",
        "clinfun",
        SIMON.format(plan="0.05, 0.25, 0.05, 0.2", most=100),
        lambda: search(0.05, 0.25, 0.05, 0.2),
        1e-9,
    ),
    Plan(
        "Simon, 0.2 v 0.35",
        "clinfun",
        SIMON.format(plan="0.2, 0.35, 0.05, 0.1", most=100),
        lambda: search(0.2, 0.35, 0.05, 0.1),
        1e-9,
    ),
    Plan(
        "O'Brien-Fleming constants, 5 looks",
        "rpact",
        "getDesignGroupSequential(kMax = 5, alpha = 0.05, sided = 2,"
        " typeOfDesign = 'OF')$criticalValues",
        lambda: compute_classical_boundary(5, 0.05, shape="O'Brien-Fleming").critical_values,
        1e-5,
    ),
    Plan(
        f"BOIN, {TRIALS} simulated trials",
        "BOIN",
        f"get.oc(0.3, c(0.1, 0.2, 0.3, 0.45, 0.6), 10, 3, ntrial = {TRIALS})$selpercent / 100",
        simulate,
        4.5 * (2.0 / TRIALS) ** 0.5 / 2.0,
    ),
    Plan(
        "exact power of Boschloo, 40 + 40",
        "Exact",
        "power.exact.test(0.3, 0.1, 40, 40, method = 'boschloo', tsmethod = 'central')$power",
        lambda: [compute_exact_power((40, 40), (0.3, 0.1), 0.05)],
        1e-9,
    ),
)
R_SCRIPT = """
if (!suppressMessages(suppressWarnings(require({package}, quietly = TRUE)))) quit(status = 3)
compute <- function() {call}
result <- compute()
once <- system.time(compute())[["elapsed"]]
times <- max(1, min(20, ceiling(0.3 / max(once, 0.001))))
rounds <- if (once > 2) 1 else {rounds}
measure <- function() system.time(for (i in seq_len(times)) compute())[["elapsed"]] / times
seconds <- min(replicate(rounds, measure()))
cat("RESULT", sprintf("%.17g", c(seconds, result)), "\\n")
"""


def measure(compute: Callable[[], Iterable[float]]) -> tuple[list[float], float]:
    """Return what was computed and the fewest seconds it took."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        result = list(compute())
        seconds.append(time.perf_counter() - start)
    return [float(number) for number in result], min(seconds)


def run_r(plan: Plan) -> tuple[list[float], float] | None:
    """Return what R computed and the fewest seconds it took; None where it cannot."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    text = R_SCRIPT.format(package=plan.package, call=plan.call, rounds=ROUNDS)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "plan.R"
        script.write_text(text, "utf-8")
        done = subprocess.run([program, str(script)], capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
    if done.returncode or not lines:
        return None
    seconds, *result = (float(part) for part in lines[-1].split()[1:])
    return result, seconds


def compare(plan: Plan) -> dict[str, object]:
    """Return the seconds of both sides, their ratio and whether the results agree."""
    own, own_seconds = measure(plan.compute)
    peer = run_r(plan)
    if peer is None:
        return {"plan": plan.name, "seconds": own_seconds, "peer": None}
    result, peer_seconds = peer
    difference = float(np.max(np.abs(np.array(own) - np.array(result))))
    return {
        "plan": plan.name,
        "peer": plan.package,
        "seconds": own_seconds,
        "seconds_peer": peer_seconds,
        "ratio": peer_seconds / own_seconds,
        "largest_difference": difference,
        "agrees": difference <= plan.tolerance,
    }


def main() -> None:
    """Measure, print and write."""
    rows = []
    for plan in PLANS:
        row = compare(plan)
        rows.append(row)
        print(f"{row['plan']:<40} {1e3 * float(row['seconds']):9.2f} ms", end="")
        if row["peer"] is None:
            print(f"   {plan.package} is absent")
            continue
        print(f"   {row['peer']:<12} {1e3 * float(row['seconds_peer']):9.2f} ms", end="")
        print(
            f"   {row['ratio']:8.1f} x   agrees: {row['agrees']} ({row['largest_difference']:.1e})"
        )
    path = Path("build/bench/designs.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"rounds": ROUNDS, "plans": rows}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
