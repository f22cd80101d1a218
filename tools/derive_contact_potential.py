"""Derive the contact potential that ``tubulus.dock`` ships (for maintainers).

Nothing is downloaded here. ``--complexes`` is a folder with

- ``skempi/``: ``compute_distance/filtered_PDB`` of github.com/Liuyangying/Skempi at 562ae2e, and
  ``skempi_pairs.csv``: header ``pair``, then the values of
  column ``#Pdb`` of ``Concate sheets/Concate.csv`` (1CSE_E_I), once each;
- ``masif/``: ``comparison/masif_ppi_search/patchdock/pdbs`` of github.com/LPDI-EPFL/masif at
  2a37051;
- ``dips/``: ``test_sets_pdb/dips_test_random_transformed/complexes`` of
  github.com/octavian-ganea/equidock_public at ac2c754.

``--benchmark`` is ``structures-matched`` of github.com/haddocking/BM5-clean at ff8ee22, read for
its sequences only. All coordinates come from the Protein Data Bank (CC0 1.0).

    python tools/derive_contact_potential.py --complexes DIR --benchmark DIR --work DIR

Steps: read complexes; leave out every complex with a chain that is homologous to any chain of any
Docking Benchmark 5 entry; keep one of each cluster; loosen both partners to look unbound; dock
them; count contacts in near-native and wrong poses; fit four weights. Lessons are kept in the
work folder, so that a stopped run goes on.
"""

from __future__ import annotations

import argparse
import json
import pickle
from pathlib import Path

import numpy as np
from contact_training.complexes import Complex, collect_complexes, read_atoms, read_sequences
from contact_training.decoys import Lesson, make_lesson
from contact_training.homology import cluster_complexes, find_homologous
from contact_training.statistics import (
    compute_contact_energies,
    cross_validate,
    fit_weights,
    make_potential,
    measure,
)

from tubulus.dock.potential.atom_types import ATOM_TYPES
from tubulus.dock.potential.contact_potential import ContactPotential

OUT = Path(__file__).parents[1] / "src/tubulus/dock/potential/contact_potential.json"
ROTATIONS, LEAST_CHAIN = 150, 8

# The first search knows shape alone: overlap 75 times a contact pays for no penetration.
SHAPE = ContactPotential(np.full((18, 18), -0.02), 1.5, 0.02)


def choose_complexes(folder: Path, benchmark: Path) -> tuple[list[Complex], dict[str, int]]:
    """Read, filter by homology and cluster; with the number left after each step."""
    made, counts = collect_complexes(folder)
    left = {**counts, "usable": len(made)}
    structures = [s for p in sorted(benchmark.glob("*.pdb")) if (s := read_atoms(p)) is not None]
    chains = sorted({c for s in structures for c in read_sequences(s) if len(c) >= LEAST_CHAIN})
    left["benchmark entries"] = len({p.name[:4] for p in benchmark.glob("*.pdb")})
    left["benchmark chains"] = len(chains)
    homologous = find_homologous([c for x in made for c in x.sequences], chains)
    kept = [x for x in made if not homologous & set(x.sequences)]
    left["without any chain homologous to the benchmark"] = len(kept)
    labels = cluster_complexes([(read_sequences(x.fixed), read_sequences(x.mobile)) for x in kept])
    chosen = [x for k, x in enumerate(kept) if labels[k] == k]
    left["clusters"] = len(chosen)
    return sorted(chosen, key=lambda x: x.fixed.n_atoms + x.mobile.n_atoms), left


def collect_lessons(chosen: list[Complex], work: Path) -> list[Lesson]:
    """Dock each loosened complex, keeping what is done."""
    lessons = []
    for k, made in enumerate(chosen):
        path = work / f"{made.name.replace(':', '_')}.pickle"
        if not path.exists():
            lesson = make_lesson(made, ROTATIONS, SHAPE, np.random.default_rng([1, k]))
            path.write_bytes(pickle.dumps(lesson))
            print(k, made.name, "no near-native pose" if lesson is None else "", flush=True)
        lesson = pickle.loads(path.read_bytes())
        lessons += [] if lesson is None else [lesson]
    return lessons


def main() -> None:
    """Derive the potential and write it with its provenance."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--complexes", "--benchmark", "--work"):
        parser.add_argument(name, type=Path, required=True)
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    chosen, counts = choose_complexes(asked.complexes, asked.benchmark)
    print(json.dumps(counts, indent=1))
    lessons = collect_lessons(chosen, asked.work)
    energies = compute_contact_energies(lessons)
    weights = fit_weights(lessons, energies)
    potential = make_potential(energies, weights)
    left_out = cross_validate(lessons)
    print(weights, measure(lessons, energies, weights), left_out)
    content = {
        "about": (__doc__ or "").splitlines()[0],
        "sources": [
            "github.com/Liuyangying/Skempi 562ae2ed6207b8a3e1c83a3ada4c1bbbb547333a",
            "github.com/LPDI-EPFL/masif 2a370518e0d0d0b0d6f153f2f10f6630ae91f149",
            "github.com/octavian-ganea/equidock_public ac2c754399bf20b50a27d86dbff4f6669788d47f",
        ],
        "licence": "coordinates: Protein Data Bank, CC0 1.0; this table: derived by Tubulus",
        "counts": {**counts, "complexes that taught": len(lessons)},
        "complexes": sorted(x.name for x in lessons),
        "left_out_five_fold": {
            "log_share": round(left_out.log_share, 3),
            "near_native_first": round(left_out.first, 3),
            "near_native_in_ten": round(left_out.in_ten, 3),
        },
        "overlap": round(potential.overlap, 5),
        "electrostatic": round(potential.electrostatic, 6),
        "types": list(ATOM_TYPES),
        "energies": [[round(float(v), 6) for v in row] for row in potential.energies],
    }
    OUT.write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
