"""Measure the whole plan of the example on simulated trials, against the same plan looped in R.

A plan of the example's endpoints: responders with Boschloo's test and Miettinen-Nurminen limits,
five hormones by ANCOVA on complete cases and after imputation by arm (m = 20), overlap weighting
of all six, gates. ``--trials N`` (100,000 by default) are drawn and analysed on two processes; then
a few of the same trials are analysed by ``whole_plan.R``, and what can be equal is compared. The
ratio is of the processor time per trial, one thread each. Without Rscript or its packages that
part is left out.
Writes build/bench/whole_plan.json. The trials are simulated and nobody's.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from tubulus.analysis.operating.cells import list_cells
from tubulus.analysis.operating.draws import Trials, draw_trials
from tubulus.analysis.operating.engine import merge_chunks, plan_trials, run_seeded_chunk
from tubulus.analysis.operating.estimates import Batch, estimate_cell
from tubulus.analysis.operating.model import TrialModel
from tubulus.analysis.operating.sums import read_chunk_result
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Adjustment, Hypothesis, Testing
from tubulus.core.progress import SilentProgress
from tubulus.runs.executors import Checkpoints, ProcessExecutor, run_chunks
from tubulus.runs.workspace import open_workspace
from tubulus.stats.stacks import reject_by_gates

ROOT = Path(__file__).resolve().parents[1]
HORMONES = ("h1", "h2", "h3", "h4", "h5")
LEVELS = ("age", "infertility", "testis-volume")
SCENARIO = "moderate"


def make_plan(plan: Plan) -> Plan:
    """Give the example's plan imputation, weighting and gates, and nothing beside them."""
    chosen = []
    for estimand in plan.estimands:
        if estimand.id == "r1":
            chosen.append(
                estimand.model_copy(update={"sensitivity": (), "missing": "non-response"})
            )
        if estimand.id in HORMONES:
            update = {"missing": "imputation", "covariates": LEVELS, "test": "t", "sensitivity": ()}
            chosen.append(estimand.model_copy(update=update))
    share = 1.0 / len(HORMONES)
    passed = 1.0 / (len(HORMONES) - 1)
    hypotheses = [Hypothesis(estimand="r1", weight=1.0, passes=dict.fromkeys(HORMONES, share))]
    hypotheses += [
        Hypothesis(
            estimand=name,
            weight=0.0,
            passes=dict.fromkeys((h for h in HORMONES if h != name), passed),
        )
        for name in HORMONES
    ]
    covariates = (*LEVELS, "fsh", "testosterone")
    return replace(
        plan,
        estimands=tuple(chosen),
        adjustment=Adjustment(covariates=covariates, targets=("overlap",)),
        testing=Testing(hypotheses=tuple(hypotheses)),
        monitoring=(),
    )


def measure_trials(trials: int, workers: int) -> dict[str, float]:
    workspace = open_workspace(ROOT / "examples" / "noa-bmmsc")
    plan = make_plan(workspace.whole.plan)
    begun = time.perf_counter()
    work = plan_trials(
        workspace.whole.study, plan, plan.design, seed=1, trials=trials, scenarios=(SCENARIO,)
    )
    with tempfile.TemporaryDirectory() as folder:
        results = run_chunks(
            run_seeded_chunk,
            work.chunks,
            ProcessExecutor(workers),
            checkpoints=Checkpoints(Path(folder), "bench"),
            progress=SilentProgress(),
        )
    sums = [read_chunk_result(dict(result)) for result in results.values()]
    table = merge_chunks(work, sums, provenance="bench")
    seconds = time.perf_counter() - begun
    coverage = table.filter((table["measure"] == "coverage") & table["planned"])
    return {
        "trials": trials,
        "seconds": seconds,
        "seconds_per_trial_and_core": seconds * workers / trials,
        "lowest_planned_coverage": float(coverage["value"].min()),
    }


def measure_one_core(trials: int) -> tuple[float, TrialModel, object]:
    """Measure one process on some trials, without starting it: the number that R's loop meets."""
    workspace = open_workspace(ROOT / "examples" / "noa-bmmsc")
    plan = make_plan(workspace.whole.plan)
    work = plan_trials(
        workspace.whole.study, plan, plan.design, seed=2, trials=trials, scenarios=(SCENARIO,)
    )
    run_seeded_chunk(work.chunks[0])
    begun = time.process_time()
    for chunk in work.chunks:
        run_seeded_chunk(chunk)
    return (time.process_time() - begun) / trials, work.model, work.worlds[0]


def write_trials(model: TrialModel, trials: Trials, path: Path) -> None:
    names = [name.replace("-", ".") for name in model.covariates]
    outcomes = [o.endpoint.replace("-", ".") for o in model.outcomes]
    lines = [",".join(["trial", "arm", *names, *(f"y.{name}" for name in outcomes)])]
    for trial in range(trials.size):
        for person in range(model.n):
            values = [float(trials.arms[trial, person] == 0), *trials.columns[trial, person]]
            cells = [f"{value:.17g}" for value in values]
            for values_seen, seen in zip(trials.outcomes, trials.seen, strict=True):
                known = seen[trial, person]
                cells.append(f"{values_seen[trial, person]:.17g}" if known else "NA")
            lines.append(",".join([str(trial), *cells]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def compare_with_r(model: TrialModel, world: object, trials: int) -> dict[str, float] | None:
    rscript = shutil.which("Rscript")
    if rscript is None:
        return None
    drawn = draw_trials(model, world, trials, np.random.default_rng(3))
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "trials.csv", Path(folder) / "found.json"
        write_trials(model, drawn, data)
        script = Path(__file__).with_suffix(".R")
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(
            [rscript, str(script), str(data), str(out)],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        if done.returncode:
            print(done.stderr[-2000:])
            return None
        found = json.loads(out.read_text("utf-8"))
    return {"seconds_per_trial": found["seconds"] / trials, **compare(model, drawn, found)}


def compare(model: TrialModel, drawn: Trials, found: dict) -> dict[str, float]:
    """Compare every number of every trial; imputations by their distance in standard errors."""
    batch = Batch(model, drawn, np.random.default_rng(4))
    cells = list_cells(model)
    ours = {(c.estimand.id, c.kind): estimate_cell(batch, c) for c in cells}
    worst = {"boschloo": 0.0, "ancova": 0.0, "weighted": 0.0, "imputed_in_errors": 0.0}
    for i, theirs in enumerate(found["trials"]):
        boschloo = ours["r1", "difference"].p_value[i]
        worst["boschloo"] = max(worst["boschloo"], abs(boschloo - theirs["boschloo"]))
        for kind, names in (("ancova", HORMONES), ("weighted", ("r1", *HORMONES))):
            for name, row in zip(names, theirs[kind], strict=True):
                own = ours[name, kind]
                for mine, peer in ((own.estimate[i], row[0]), (own.error[i], row[1])):
                    worst[kind] = max(worst[kind], abs(mine - peer) / max(1e-3, abs(peer)))
        for name, row in zip(HORMONES, theirs["imputed"], strict=True):
            own = ours[name, "imputed"]
            distance = abs(own.estimate[i] - row[0]) / own.error[i]
            worst["imputed_in_errors"] = max(worst["imputed_in_errors"], distance)
    p_values = np.stack(
        [ours["r1", "difference"].p_value, *(ours[h, "imputed"].p_value for h in HORMONES)], axis=1
    )
    rejected = reject_by_gates(p_values, model.gates.table, model.gates.alpha)
    same = [rejected[i].tolist() == theirs["gates"] for i, theirs in enumerate(found["trials"])]
    return {f"largest_difference_{name}": value for name, value in worst.items()} | {
        "share_of_trials_with_equal_gates": float(np.mean(same))
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--r-trials", type=int, default=20)
    asked = parser.parse_args()
    measured: dict[str, object] = {"plan": measure_trials(asked.trials, asked.workers)}
    seconds, model, world = measure_one_core(2000)
    measured["one_core_seconds_per_trial"] = seconds
    peer = compare_with_r(model, world, asked.r_trials)
    if peer is None:
        print("Rscript or a package of whole_plan.R is not here: no comparison")
    else:
        measured["r"] = peer
        measured["ratio"] = peer["seconds_per_trial"] / seconds
    place = ROOT / "build" / "bench" / "whole_plan.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
