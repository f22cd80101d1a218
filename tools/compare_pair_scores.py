"""Compare scores of a pair on crossed training complexes (for maintainers).

    python tools/compare_pair_scores.py --complexes DIR --benchmark DIR --work DIR [--count 8]

Folders as in `tools/derive_contact_potential.py`. Steps: choose the smallest heterodimers of the
training complexes, none homologous to Docking Benchmark 5 or to another one taken; loosen their
partners, turn them at random and dock them all with all by the rows of a campaign; score each pair
from its poses in several ways; tell how well each way sets the true pairs apart. So the pair score
of a campaign is chosen on complexes that no case of the benchmark resembles. Poses are kept in the
work folder, so that a stopped run goes on. The search has a third of the default rotations, a
quarter of them in full, so that at most 900 poses are ranked; the first 8 complexes take about 15
CPU minutes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from contact_training.complexes import Complex, read_sequences
from contact_training.hard_decoys import SEARCH, loosen_pair, order_complexes
from derive_contact_potential import choose_complexes

from tubulus.dock.calibration.score_table import LEAST_RESIDUES
from tubulus.dock.partners.families import is_homologous
from tubulus.dock.search.settings import SearchSettings

sys.path.append(str(Path(__file__).parents[1] / "validation"))
from crossing.cases import Crossing, lay_out
from crossing.judging import calibrate, choose_least, estimate_areas, make_table
from crossing.scores import score_matrices
from crossing.searching import name_folder, search_missing


def choose_crossing(complexes: list[Complex], count: int) -> Crossing:
    """Choose the first heterodimers that share no homologous chain with one taken before."""
    taken: list[Complex] = []
    for made in order_complexes(complexes):
        small = min(made.fixed.n_residues, made.mobile.n_residues) < LEAST_RESIDUES
        chains = [read_sequences(made.fixed), read_sequences(made.mobile)]
        if small or _are_alike(*chains) or any(_share(made, other) for other in taken):
            continue
        taken.append(made)
        if len(taken) == count:
            break
    pairs = [sorted(loosen_pair(made), key=lambda part: -part.n_atoms) for made in taken]
    names = tuple(made.name.replace(":", "_") for made in taken)
    sides = (
        lay_out([(f"{n}-{side}", pair[k]) for n, pair in zip(names, pairs, strict=True)])
        for k, side in enumerate(("fixed", "mobile"))
    )
    return Crossing(names, *sides, left_out={})


def _share(one: Complex, other: Complex) -> bool:
    return _are_alike(one.sequences, other.sequences)


def _are_alike(some: list[str], others: list[str]) -> bool:
    return any(is_homologous(a, b) for a in some for b in others)


def main() -> None:
    """Search what is missing, then print the area of each score, best first."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--complexes", "--benchmark", "--work"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--count", type=int, default=8, help="complexes crossed")
    asked = parser.parse_args()
    crossing = choose_crossing(choose_complexes(asked.complexes, asked.benchmark)[0], asked.count)
    settings = SearchSettings(rotations=SEARCH.rotations)
    folder = asked.work / name_folder(settings)
    search_missing(crossing, settings, folder, lambda text: print(text, flush=True))
    rows = []
    for name, scores in score_matrices(folder, crossing).items():
        table = make_table(crossing, scores)
        areas = estimate_areas(name, table, calibrate(table, choose_least(table)))
        rows.append((name, [(x.auc, x.low, x.high) for x in areas]))
    print(f"{len(crossing.names)} complexes: {', '.join(crossing.names)}")
    print(f"{'':48}raw, corrected for size, two-way z, p")
    for name, areas in sorted(rows, key=lambda row: -np.nan_to_num(row[1][-1][0])):
        print(f"{name:48}" + "  ".join(f"{a:.2f} ({b:.2f}-{c:.2f})" for a, b, c in areas))


if __name__ == "__main__":
    main()
