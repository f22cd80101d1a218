"""Measure the whole built-in screen: CPU seconds and peak memory of a fresh process.

    python benchmarks/full_screen.py [--rounds 3]

The process imports the room, screens the built-in cargo against the built-in receptors with 10,000
matched sets, the casebook of evidence and all tables, and writes each as CSV into a temporary
folder. The bounds are absolute, 5 CPU seconds and 1 GB, import included; there is no peer, because
no other program takes a cargo list and a receptor map. Two further jobs show how it grows: with a
panel of 31 simulated lists, detection frequency and quantities, and with 1,000 receptors (simulated
pairs). Writes build/bench/full_screen.json, and exits with 1 where the built-in screen breaks a
bound.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from tubulus.screen import (
    ScreenInputs,
    ScreenSettings,
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
    merge_chunks,
    plan_screen,
    run_chunk,
    run_screen,
)

MOST_CPU_SECONDS, MOST_MB = 5.0, 1_000.0
CASEBOOK = (
    "evidence",
    "pair_knowledge",
    "pair_scores",
    "shortlist",
    "calibration_groups",
    "calibration_ratios",
)
JOBS = ("built-in", "built-in with every null", "1,000 receptors")


def run_job(job: str) -> None:
    """Do one job in this process and print what it used."""
    rng = np.random.default_rng(1)
    genes = load_genes()["symbol"].to_numpy()
    cargo = load_builtin_cargo()
    if job == JOBS[0]:
        result = run_screen(seed=1)
    elif job == JOBS[1]:
        panel = pl.concat(
            pl.DataFrame({"symbol": rng.choice(genes, 600, replace=False)}).select(
                pl.lit(f"list {i}").alias("list_id"), "symbol"
            )
            for i in range(31)
        )
        detection = panel.group_by("symbol").agg(n_lists=pl.len().cast(pl.Int64))
        measured = cargo.with_columns(
            quantity=pl.Series(rng.lognormal(size=cargo.height)), quantity_unit=pl.lit("simulated")
        )
        result = run_screen(
            measured,
            seed=1,
            settings=ScreenSettings(show_uniform=True),
            detection=detection,
            comparator=panel,
        )
    else:
        result = _screen_many(genes, rng)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("interactions", "receptor_tests", "cell_type_tests", "surprise", "excluded"):
            getattr(result, name).write_csv(Path(folder) / f"{name}.csv")
        for name in CASEBOOK if result.casebook else ():
            getattr(result.casebook, name).write_csv(Path(folder) / f"{name}.csv")
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}))


def _screen_many(genes, rng):
    """Screen 1,000 random receptors on eight cell types, with ten random ligands each."""
    names = rng.choice(genes, 1_000, replace=False)
    row = load_builtin_receptors().head(1)
    cells = pl.DataFrame({"cell_type": [f"cell type {i}" for i in range(8)]})
    receptors = pl.DataFrame({"symbol": names}).join(cells, how="cross")
    receptors = receptors.join(row.drop("symbol", "cell_type"), how="cross").select(row.columns)
    pairs = pl.DataFrame({"ligand": rng.choice(genes, 10_000), "receptor": names.repeat(10)})
    inputs = ScreenInputs(load_builtin_cargo(), receptors, pairs=pairs.unique())
    plan = plan_screen(inputs, ScreenSettings())
    return merge_chunks(plan, [run_chunk(chunk, rng) for chunk in plan.chunks])


def measure(job: str, rounds: int) -> dict[str, float]:
    """Return the median CPU seconds and the peak memory of a job in fresh processes."""
    command = [sys.executable, __file__, "--job", job]
    used = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(rounds)
    ]
    cpu = sorted(one["cpu"] for one in used)
    return {"cpu_seconds": cpu[len(cpu) // 2], "peak_mb": max(one["mb"] for one in used)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--job", choices=JOBS)
    given = parser.parse_args()
    if given.job:
        run_job(given.job)
        return
    figures = {job: measure(job, given.rounds) for job in JOBS}
    out = Path("build/bench/full_screen.json")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    for job, numbers in figures.items():
        print(f"{job}: {numbers['cpu_seconds']:.2f} CPU s, peak {numbers['peak_mb']:.0f} MB")
    held = figures[JOBS[0]]
    within = held["cpu_seconds"] < MOST_CPU_SECONDS and held["peak_mb"] < MOST_MB
    print(
        f"bound of {MOST_CPU_SECONDS:g} CPU s and {MOST_MB:g} MB: {'held' if within else 'BROKEN'}"
    )
    sys.exit(0 if within else 1)


if __name__ == "__main__":
    main()
