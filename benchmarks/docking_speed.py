"""Measure the rigid search against MEGADOCK on the same prepared inputs, in CPU seconds.

3,600 rotations, a grid of 1.2 angstrom, all terms of the score on, one thread each, best of two
turns. Reading and preparing files is counted for nobody on our side; MEGADOCK reads its own files
within its time. The binary is the reader's own build (akiyamalab/MEGADOCK, not free for commerce,
never shipped); without its path only this package is timed. `--block n` docks the first n mobile
against the first n fixed partners in rows, and MEGADOCK on some pairs of that block. The cost is
set beside its floor: the one inverse transform a rotation cannot do without, and the share of the
machine's streaming bandwidth that a rotation moves. Without ../shared there is nothing to do.
Writes build/bench/docking_speed.json.

    python benchmarks/docking_speed.py [--megadock PATH] [--cases 1PPE,1KTZ] [--block 12]
"""

from __future__ import annotations

import os

# one thread on every side; before numpy is loaded
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable

import numpy as np
import scipy.fft
from validation.docking.cases import Case, list_cases, read_case
from validation.docking.megadock import run_megadock

from tubulus.dock.search.grid.boxes import Box, choose_box
from tubulus.dock.search.rows import dock_pair, dock_row
from tubulus.dock.search.settings import SearchSettings

OUT = Path(__file__).parents[1] / "build/bench/docking_speed.json"
TURNS, SAMPLED_PAIRS = 2, 6
SETTINGS = SearchSettings()


def time_best(run: Callable[[], object], turns: int = TURNS) -> float:
    """Return the least CPU seconds of this process over some turns."""
    spent = []
    for _ in range(turns):
        start = time.process_time()
        run()
        spent.append(time.process_time() - start)
    return min(spent)


def measure_floor(box: Box) -> dict[str, float]:
    """Milliseconds of one inverse transform, and gigabytes a second of a streaming read."""
    x, y, z = box.shape
    spectrum = np.ones((x, y, z // 2 + 1), dtype=np.complex64)
    inverse = time_best(lambda: scipy.fft.irfftn(spectrum, s=box.shape), 20)
    stream = np.ones(64_000_000, dtype=np.float32)
    read = time_best(stream.sum, 5)
    return {"inverse_ms": 1e3 * inverse, "stream_gb_per_s": stream.nbytes / read / 1e9}


def count_bytes(box: Box) -> float:
    """Bytes that a rotation must move once: two spectra in, one out, scores out and in again."""
    complex_points = box.n_points / 2
    coarse = complex_points / 8 * 2 * (SETTINGS.contact_channels + 1)
    return 8.0 * (3 * complex_points + coarse) + 4.0 * 2 * box.n_points


def measure_pair(case: Case, binary: Path | None) -> dict[str, float]:
    """Time one case on both sides."""
    fixed, mobile = case.partners
    box = choose_box(fixed, mobile.radius, SETTINGS.spacing_angstrom)
    dock_pair(mobile, fixed, SETTINGS.model_copy(update={"rotations": 2}))  # compiled, warm
    ours = time_best(lambda: dock_pair(mobile, fixed, SETTINGS))
    floor = measure_floor(box)
    each = 1e3 * ours / SETTINGS.rotations
    moved = count_bytes(box) / (each / 1e3) / 1e9
    found = {
        "cpu_s": ours,
        "box": "x".join(map(str, box.shape)),
        "ms_per_rotation": each,
        **floor,
        "times_inverse": each / floor["inverse_ms"],
        "bandwidth_share": moved / floor["stream_gb_per_s"],
    }
    if binary:
        found["megadock_cpu_s"] = min(run_megadock(binary, case)[0] for _ in range(TURNS))
        found["ratio"] = found["megadock_cpu_s"] / ours
    return found


def measure_block(cases: list[Case], binary: Path | None) -> dict[str, float]:
    """Time rows of a block; MEGADOCK on a sample of its pairs, once each."""
    partners = [case.partners for case in cases]
    fixed = [p[0] for p in partners]
    start = time.process_time()
    for _, mobile in partners:
        dock_row(mobile, fixed, SETTINGS)
    ours = (time.process_time() - start) / len(cases) ** 2
    found = {"n": len(cases), "cpu_s_per_pair": ours}
    if binary:
        rng = np.random.default_rng(0)
        spent = []
        for _ in range(SAMPLED_PAIRS):
            a, b = rng.integers(0, len(cases), 2)
            pair = Case("pair", cases[a].roles[0], cases[b].roles[1], *cases[a].roles)
            spent.append(run_megadock(binary, pair)[0])
        found["megadock_cpu_s_per_pair"] = statistics.mean(spent)
        found["ratio"] = found["megadock_cpu_s_per_pair"] / ours
    return found


def main() -> None:
    """Print the figures and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megadock", type=Path, help="binary, built outside the tree")
    parser.add_argument("--cases", default="1PPE,1KTZ", help="names joined by commas, or all")
    parser.add_argument("--block", type=int, default=0, help="side of the block; 0 for none")
    asked = parser.parse_args()
    known = list_cases()
    if not known:
        print("no ../shared/bm5: nothing to do")
        return
    results: dict[str, object] = {}
    for name in known if asked.cases == "all" else asked.cases.split(","):
        found = measure_pair(read_case(name), asked.megadock)
        results[name] = found
        print(name, json.dumps(found), flush=True)
    if asked.block:
        cases = [read_case(name) for name in known[: asked.block]]
        results["block"] = measure_block(cases, asked.megadock)
        print("block", json.dumps(results["block"]), flush=True)
    results["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    ratios = [r["ratio"] for r in results.values() if isinstance(r, dict) and "ratio" in r]
    if ratios:
        print(f"median ratio to MEGADOCK: {statistics.median(ratios):.1f}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
