"""Measure the label-permutation null against LIANA, CellPhoneDB and FastCCC, in one run.

10,000 cells x 12,000 genes in 12 labels, Poisson-gamma counts about 10 % dense, counts per 10,000,
log1p; simulated, seed fixed. The pairs are LIANA's consensus resource, read from the installed
LIANA. All get the same matrix, pairs, filter (each subunit in at least 10 % of the cells of its
label) and permutations (1,000; the same ones, drawn in the same order). LIANA compares a complex by
the subunit that is lowest under the true labels, CellPhoneDB by its lowest subunit in each
permutation: each is compared with that rule here. FastCCC has a null in closed form: it is compared
with the null by moments, and both with 20,000 permutations of some pairs. Seconds are those of the
processor, one thread; imports are counted for nobody.

Arguments: the Pythons of environments with liana, cellphonedb and fastccc, in this order; - for
none. Without LIANA there are no pairs and nothing is measured. Writes
build/bench/label_permutation.json.
"""

from __future__ import annotations

import os

# one thread on every side; before numpy is loaded. Workqueue: CellPhoneDB hangs otherwise
os.environ.update(
    OPENBLAS_NUM_THREADS="1",
    OMP_NUM_THREADS="1",
    NUMBA_NUM_THREADS="1",
    NUMBA_THREADING_LAYER="workqueue",
)

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from scipy import sparse

from tubulus.screen.expression import (
    build_expression,
    compute_moment_null,
    score_expression,
    simulate_label_null,
)

SEED, PEER_SEED = 20250611, 20250612
CELLS, GENES, LABELS, PERMUTATIONS, TURNS = 10_000, 12_000, 12, 1_000, 3
PEERS = {"liana": PERMUTATIONS, "cellphonedb": PERMUTATIONS, "fastccc": 0}
KEYS = ["ligand", "receptor", "source", "target"]
FIND = "import liana, pathlib; print(pathlib.Path(liana.__file__).parent)"


def read_pairs(python: str) -> list[tuple[str, str]]:
    """Read LIANA's consensus resource from the installed package."""
    done = subprocess.run([python, "-c", FIND], check=True, capture_output=True, text=True)
    path = Path(done.stdout.strip().splitlines()[-1]) / "resource" / "omni_resource.csv"
    with path.open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["resource"] == "consensus"]
    return sorted({(row["source_genesymbol"], row["target_genesymbol"]) for row in rows})


def simulate_cells(genes: int) -> tuple[sparse.csr_array, list[str]]:
    """Simulate log-normalised counts whose means differ between labels; nobody's cells."""
    rng = np.random.default_rng(SEED)
    labels = rng.integers(0, LABELS, CELLS)
    base = rng.gamma(0.6, 0.2, genes)
    means = base[:, None] * rng.lognormal(0.0, 0.3, (genes, LABELS))
    blocks = []
    for begin in range(0, CELLS, 500):
        chosen = labels[begin : begin + 500]
        rate = means[:, chosen].T * rng.gamma(2.0, 0.5, (chosen.size, genes))
        blocks.append(sparse.csr_array(rng.poisson(rate).astype(np.float64)))
    counts = sparse.csr_array(sparse.vstack(blocks))
    total = np.maximum(np.asarray(counts.sum(axis=1)).ravel(), 1.0)
    counts = sparse.csr_array(sparse.diags_array(1e4 / total) @ counts)
    counts.data = np.log1p(counts.data).astype(np.float32).astype(np.float64)
    return counts, [f"t{label:02d}" for label in labels]


def measure(
    run: Callable[[], pl.DataFrame], turns: int = TURNS
) -> tuple[list[float], pl.DataFrame]:
    """Return the processor seconds of each turn and the table."""
    seconds = []
    for _ in range(turns):
        start = time.process_time()
        table = run()
        seconds.append(time.process_time() - start)
    return seconds, table


def split(pairs: list[tuple[str, str]]) -> list[tuple[list[str], list[str]]]:
    return [(ligand.split("_"), receptor.split("_")) for ligand, receptor in pairs]


def make_runs(matrix: sparse.csr_array, genes: list[str], labels: list[str], pairs: list) -> dict:
    """Return the whole way from matrix to table, with each null."""

    def start():
        data = build_expression(matrix, genes, labels)
        return data, score_expression(data, split(pairs))

    def permute(rule: str) -> pl.DataFrame:
        data, scores = start()
        rng = np.random.default_rng(PEER_SEED)
        null = simulate_label_null(data, scores, rng, permutations=PERMUTATIONS, complexes=rule)
        return scores.tabulate(data.labels, p=null.hit_share)

    def moments() -> pl.DataFrame:
        data, scores = start()
        return scores.tabulate(data.labels, p=compute_moment_null(data, scores).p)

    return {
        "lowest_subunit": lambda: permute("lowest_subunit"),
        "minimum": lambda: permute("minimum"),
        "moments": moments,
    }


def compare(own: pl.DataFrame, peer: pl.DataFrame) -> dict[str, float]:
    """Return the largest differences on the tests of both, and how many either has alone."""
    own = own.with_columns(pl.col("ligand", "receptor").str.replace_all("+", "_", literal=True))
    both = own.join(peer, on=KEYS, suffix="_peer")
    gap = (both["p"] - both["p_peer"]).abs()
    return {
        "tests": both.height,
        "only_own": own.height - both.height,
        "only_peer": peer.height - both.height,
        "largest_score_difference": (both["score"] - both["score_peer"]).abs().max(),
        "largest_p_difference": gap.max(),
        "mean_p_difference": gap.mean(),
        "share_of_tests_with_other_p": float((gap > 1e-9).mean()),
    }


def compare_closed_forms(problem: tuple, fastccc: pl.DataFrame | None) -> dict[str, dict]:
    """Compare both closed forms with 20,000 permutations of 150 pairs of single genes."""
    matrix, genes, labels, pairs = problem
    some = [pair for pair in pairs if "_" not in pair[0] + pair[1]][::20][:150]
    data = build_expression(matrix, genes, labels)
    scores = score_expression(data, split(some))
    rng = np.random.default_rng(SEED)
    null = simulate_label_null(data, scores, rng, permutations=20_000)
    exact = scores.tabulate(data.labels, p=null.hit_share)
    curve = scores.tabulate(data.labels, p=compute_moment_null(data, scores).p)
    result = {"moments": compare(exact, curve)}
    if fastccc is not None:
        result["fastccc"] = compare(exact, fastccc)
    return result


def main() -> None:
    """Measure, print and write."""
    pythons = dict(zip(PEERS, [*sys.argv[1:4], "-", "-", "-"], strict=False))
    if pythons["liana"] == "-":
        print("skipped: name the Python of an environment with liana 1.10.0, whose table is used")
        return
    pairs = read_pairs(pythons["liana"])
    needed = sorted({gene for pair in pairs for part in pair for gene in part.split("_")})
    genes = needed + [f"other{i}" for i in range(GENES - len(needed))]
    matrix, labels = simulate_cells(GENES)
    print(f"{len(pairs)} pairs, {len(needed)} genes, density {matrix.nnz / CELLS / GENES:.3f}")
    runs = make_runs(matrix, genes, labels, pairs)
    result: dict[str, object] = {}
    own: dict[str, tuple[list[float], pl.DataFrame]] = {}
    for name, run in runs.items():
        own[name] = measure(run)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
        result[name] = {"turns": own[name][0], "peak_mb": peak}
        print(f"tubulus, {name}: {sorted(own[name][0])} s, peak {peak:.0f} MB")
    tables = {}
    for peer, permutations in PEERS.items():
        if pythons[peer] == "-":
            continue
        report, tables[peer] = run_peer(
            peer, pythons[peer], (matrix, genes, labels, pairs), permutations
        )
        rule = {"liana": "lowest_subunit", "cellphonedb": "minimum", "fastccc": "moments"}[peer]
        # the busy machine may have changed meanwhile: measure again, take the slower of the medians
        again, _ = measure(runs[rule])
        slower = max(np.median(again), np.median(own[rule][0]))
        table = own[rule][1]
        gaps = compare(table, tables[peer])
        if peer == "fastccc":
            # the two treat complexes differently: once more on single genes alone
            single = ~pl.concat_str("ligand", "receptor").str.contains("[_+]")
            gaps["single_genes"] = compare(table.filter(single), tables[peer].filter(single))
        result[peer] = report | {"ratio": report["seconds"] / slower, "again": again} | gaps
        print(f"{peer}: {json.dumps(result[peer])}")
    closed = compare_closed_forms((matrix, genes, labels, pairs), tables.get("fastccc"))
    print(f"closed forms against 20,000 permutations: {json.dumps(closed)}")
    path = Path("build/bench/label_permutation.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result | {"closed_forms": closed}, indent=1) + "\n", "utf-8")


def run_peer(
    peer: str, python: str, problem: tuple, permutations: int
) -> tuple[dict, pl.DataFrame]:
    """Run a peer in its environment; return its report and its table."""
    matrix, genes, labels, pairs = problem
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sparse.save_npz(folder / "matrix.npz", sparse.csr_matrix(matrix))
        text = json.dumps({"genes": genes, "labels": labels, "pairs": pairs})
        (folder / "problem.json").write_text(text, "utf-8")
        script = Path(__file__).parent / "peers" / "label_permutation.py"
        command = [python, str(script), peer, name, str(permutations)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{peer} failed:\n{done.stderr[-2000:]}")
        report = json.loads((folder / f"{peer}.json").read_text("utf-8"))
        return report, pl.read_csv(folder / f"{peer}.csv", infer_schema_length=None)


if __name__ == "__main__":
    main()
