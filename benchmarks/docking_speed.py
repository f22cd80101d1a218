"""Measure the rigid search against MEGADOCK on the same prepared inputs, in CPU seconds.

3,600 rotations, a grid of 1.2 angstrom, all terms of the score on, one thread each. Each case is
timed in two turns, and the better one of each side counts. Within a turn our search with its
default settings, our search with every rotation in full, and MEGADOCK follow each other at once,
so that a busy machine slows all three. Reading and preparing files is counted for nobody on our
side; MEGADOCK reads its own files within its time. The binary is the reader's own build
(akiyamalab/MEGADOCK, not free for commerce, never shipped); without its path only this package is
timed. The cost is set beside its floor: the one inverse transform that a rotation searched in
full cannot do without, and the share of the machine's streaming bandwidth that it moves.

`--block n` docks n mobile against n fixed partners, those of `validation/cross_docking.py`, row by
row in the boxes of a campaign, and MEGADOCK one pair of each row. Finished turns and rows are kept
in build/bench/docking_speed under a hash of code and settings, and are not run again. Without
../shared there is nothing to do.

    python benchmarks/docking_speed.py [--megadock PATH] [--cases 1PPE,1KTZ] [--block 12]
"""

from __future__ import annotations

import os

# one thread on every side; before numpy is loaded
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "validation"))

import argparse
import hashlib
import json
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
import scipy.fft
from crossing.cases import choose_crossing
from docking.cases import list_cases, read_case
from docking.megadock import keep_poses_of, run_megadock

from tubulus.core.code_version import compute_code_version
from tubulus.dock.campaign.grid_classes import choose_class_box
from tubulus.dock.search.grid.boxes import Box, choose_box
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.rows import dock_pair, dock_row
from tubulus.dock.search.settings import SearchSettings

Figures = dict[str, Any]
OUT = Path(__file__).parents[1] / "build/bench/docking_speed"
TURNS = 2
SETTINGS = SearchSettings()
WHOLE = SETTINGS.model_copy(update={"fine_share": 1.0})


def time_once(run: Callable[[], object]) -> float:
    """Return the CPU seconds of this process for one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def apart(run: Callable[..., Figures], *inputs: object) -> Figures:
    """Run in a fresh process, so that its peak memory is of this run alone."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(run, *inputs).result()


def measure_peak_mb() -> float:
    """Peak memory of this process in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def measure_floor(box: Box) -> Figures:
    """Milliseconds of one inverse transform, and gigabytes a second of a streaming read."""
    x, y, z = box.shape
    spectrum = np.ones((x, y, z // 2 + 1), dtype=np.complex64)
    inverse = min(
        time_once(lambda: scipy.fft.irfftn(spectrum, s=box.shape, overwrite_x=False))
        for _ in range(20)
    )
    stream = np.ones(64_000_000, dtype=np.float32)
    read = min(time_once(stream.sum) for _ in range(5))
    return {"inverse_ms": 1e3 * inverse, "stream_gb_per_s": stream.nbytes / read / 1e9}


def count_bytes(box: Box) -> float:
    """Bytes that a rotation must move once: two spectra in, one out, scores out and in again."""
    complex_points = box.n_points / 2
    coarse = complex_points / 8 * 2 * (SETTINGS.contact_channels + 1)
    return 8.0 * (3 * complex_points + coarse) + 4.0 * 2 * box.n_points


def measure_ours(name: str) -> Figures:
    """Time both searches of a case, and their floor."""
    fixed, mobile = read_case(name).partners
    box = choose_box(fixed, mobile.radius, SETTINGS.spacing_angstrom)
    few = {"rotations": 20}
    dock_pair(mobile, fixed, SETTINGS.model_copy(update=few))  # compiled, warm
    spent = time_once(lambda: dock_pair(mobile, fixed, SETTINGS))
    whole = time_once(lambda: dock_pair(mobile, fixed, WHOLE))
    peak = measure_peak_mb()
    return {
        "box": "x".join(map(str, box.shape)),
        "cpu_s": spent,
        "whole_cpu_s": whole,
        "peak_mb": peak,
        **measure_floor(box),
        "bytes": count_bytes(box),
    }


def measure_turn(name: str, binary: Path | None) -> Figures:
    """Time one turn of a case on both sides, one after the other."""
    found = apart(measure_ours, name)
    if binary:
        case = read_case(name)
        found["megadock_cpu_s"], poses = run_megadock(binary, case.receptor, case.ligand)
        # the same poses are judged by validation/docking_accuracy.py
        keep_poses_of(name, found["megadock_cpu_s"], poses)
    return found


@cache
def _cross(count: int) -> Any:
    return choose_crossing(count)


def measure_row_of_ours(mobile: Partner, fixed: Sequence[Partner]) -> Figures:
    """Time one mobile partner against all fixed ones, in the boxes of a campaign."""
    dock_pair(mobile, fixed[0], SETTINGS.model_copy(update={"rotations": 20}))

    def run() -> None:
        boxes = [choose_class_box(b, mobile.radius, SETTINGS.spacing_angstrom) for b in fixed]
        dock_row(mobile, fixed, SETTINGS, boxes=boxes)

    return {"cpu_s_per_pair": time_once(run) / len(fixed), "peak_mb": measure_peak_mb()}


def measure_row(count: int, row: int, binary: Path | None) -> Figures:
    """Time a row, and MEGADOCK on one pair of it, drawn by a seed."""
    crossing = _cross(count)
    found = apart(measure_row_of_ours, crossing.mobile.bodies[row], crossing.fixed.bodies)
    if binary:
        column = int(np.random.default_rng([20_240_601, row]).integers(count))
        pair = crossing.fixed.structures[column], crossing.mobile.structures[row]
        found["megadock_cpu_s"], _ = run_megadock(binary, *pair)
        found["megadock_pair"] = f"{crossing.names[column]}--{crossing.names[row]}"
    return found


def name_folder() -> Path:
    """Name the folder of kept results: by the search's code, its packages and the settings."""
    packages = [f"{name}-{version(name)}" for name in ("numba", "numpy", "scipy")]
    told = " ".join([compute_code_version("dock/search", "dock/potential"), *packages])
    told += SETTINGS.model_dump_json()
    return OUT / hashlib.sha256(told.encode()).hexdigest()[:12]


def keep(path: Path, count: int, needs: str, run: Callable[[], Figures]) -> list[Figures]:
    """Return the kept turns of a file, after running those that lack or lack what is needed."""
    turns = json.loads(path.read_text()) if path.exists() else []
    turns = [turn for turn in turns if needs in turn]
    while len(turns) < count:
        turns.append(run())
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.write_text(json.dumps(turns, indent=1))
        half.replace(path)
    return turns[:count]


def conclude_case(turns: list[Figures]) -> Figures:
    """Take the better turn of each side, and set the cost of a rotation beside its floor."""
    best = {
        key: min(turn[key] for turn in turns)
        for key in ("cpu_s", "whole_cpu_s", "megadock_cpu_s", "inverse_ms")
        if key in turns[0]
    }
    each = 1e3 * best["whole_cpu_s"] / SETTINGS.rotations
    stream = max(turn["stream_gb_per_s"] for turn in turns)
    found = {
        "box": turns[0]["box"],
        **best,
        "ms_per_rotation": 1e3 * best["cpu_s"] / SETTINGS.rotations,
        "whole_ms_per_rotation": each,
        "whole_times_inverse": each / best["inverse_ms"],
        "bandwidth_share": turns[0]["bytes"] / (each / 1e3) / 1e9 / stream,
        "peak_mb": max(turn["peak_mb"] for turn in turns),
    }
    if "megadock_cpu_s" in best:
        found["ratio"] = best["megadock_cpu_s"] / best["cpu_s"]
        found["whole_ratio"] = best["megadock_cpu_s"] / best["whole_cpu_s"]
    return found


def conclude_block(rows: list[Figures]) -> Figures:
    """Average the rows, and MEGADOCK over its sample of pairs."""
    found = {
        "rows": len(rows),
        "cpu_s_per_pair": statistics.mean(row["cpu_s_per_pair"] for row in rows),
        "peak_mb": max(row["peak_mb"] for row in rows),
    }
    if all("megadock_cpu_s" in row for row in rows):
        theirs = statistics.mean(row["megadock_cpu_s"] for row in rows)
        found["megadock_cpu_s_per_pair"] = theirs
        found["ratio"] = theirs / found["cpu_s_per_pair"]
    return found


def show(name: str, found: Figures) -> None:
    """Print one line of figures."""
    cells = (f"{k} {v:.3g}" if isinstance(v, float) else f"{k} {v}" for k, v in found.items())
    print(f"{name}: {', '.join(cells)}", flush=True)


def run_cases(names: list[str], binary: Path | None, turns: int) -> dict[str, Figures]:
    """Time cases that are not kept yet; print all of them and the median ratios."""
    needs = "megadock_cpu_s" if binary else "cpu_s"
    results = {}
    for name in names:
        path = name_folder() / f"{name}.json"
        kept = keep(path, turns, needs, lambda name=name: measure_turn(name, binary))
        results[name] = conclude_case(kept)
        show(name, results[name])
    for key, what in (("ratio", "default search"), ("whole_ratio", "every rotation in full")):
        ratios = [found[key] for found in results.values() if key in found]
        if ratios:
            print(f"median ratio to MEGADOCK, {what}, {len(ratios)} cases: ", end="")
            print(f"{statistics.median(ratios):.1f}")
    return results


def run_block(count: int, binary: Path | None) -> Figures:
    """Time rows of the block that are not kept yet."""
    needs = "megadock_cpu_s" if binary else "cpu_s_per_pair"
    rows = []
    for row in range(count):
        path = name_folder() / f"block-{count}/row-{row:02d}.json"
        rows += keep(path, 1, needs, lambda row=row: measure_row(count, row, binary))
        show(f"row {row + 1} of {count}", rows[-1])
    found = conclude_block(rows)
    show(f"block of {count} x {count}", found)
    return found


def main() -> None:
    """Print the figures and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megadock", type=Path, help="binary, built outside the tree")
    parser.add_argument("--cases", default="1PPE,1KTZ", help="names joined by commas, or all")
    parser.add_argument("--block", type=int, default=0, help="side of the block; 0 for none")
    parser.add_argument("--turns", type=int, default=TURNS, help="turns a case; the best counts")
    asked = parser.parse_args()
    known = list_cases()
    if not known:
        print("no ../shared/bm5: nothing to do")
        return
    names = known if asked.cases == "all" else [n for n in asked.cases.split(",") if n]
    results: Figures = {"settings": SETTINGS.model_dump(mode="json")}
    results["cases"] = run_cases(names, asked.megadock, asked.turns)
    if asked.block:
        results["block"] = run_block(asked.block, asked.megadock)
    (OUT / "summary.json").write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
