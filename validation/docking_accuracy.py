"""Dock the development cases of Docking Benchmark 5 unbound, and count near-native poses.

Both partners are turned at random first. A case counts within a top when a pose of CAPRI class
acceptable or better stands there: of the search, of its clusters, as a campaign ranks, and after
minimisation. With the path of a MEGADOCK binary, or where its results are kept, its figures
from the same inputs stand beside ours (15 degrees, one pose a rotation).

Poses of finished searches are kept in build/validation/docking/poses and ranked anew each time,
which takes seconds a case; a search takes about a minute. `--poses` names another such folder.
Nothing is tuned on these cases: weights come from `tools/derive_contact_potential.py` and
`tools/derive_ranking_weights.py`. Without ../shared there is nothing to do.

    python validation/docking_accuracy.py [--thorough] [--megadock PATH] [--cases 1PPE,1KTZ]
        [--refine] [--poses DIR]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path

import numpy as np
from docking.cases import (
    TOPS,
    Case,
    count_tops,
    find_first_ranks,
    list_cases,
    read_case,
)
from docking.megadock import keep_megadock
from docking.poses import keep_poses

from tubulus.core.code_version import compute_code_version
from tubulus.dock.potential.contact_potential import load_contact_potential
from tubulus.dock.ranking.rank import rank_poses
from tubulus.dock.search.clustering import cluster_poses
from tubulus.dock.search.partner import make_partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.refinement import refine_poses
from tubulus.dock.search.rotations import compute_matrix_quaternions
from tubulus.dock.search.rows import dock_pair
from tubulus.dock.search.settings import SearchSettings
from tubulus.dock.settings.docking import ClusterSettings

OUT = Path(__file__).parents[1] / "build/validation/docking"
CLUSTERS = 1_000


def measure_ours(
    case: Case, settings: SearchSettings, kept: Path, *, refine: bool
) -> dict[str, object]:
    """Search or read poses, rank them, and find near-native poses after each stage."""
    structure, other = case.roles
    fixed, mobile = make_partner(structure), make_partner(other)
    reference = case.build_reference(structure)

    def search() -> tuple[PoseTable, float]:
        start = time.process_time()
        return dock_pair(mobile, fixed, settings), time.process_time() - start

    table, spent = keep_poses(kept, (structure, other), search)
    wide = ClusterSettings(kept=CLUSTERS)
    plain = rank_poses(table, fixed, mobile, wide.model_copy(update={"rescored": False}))
    start = time.process_time()
    ranked = rank_poses(table, fixed, mobile, wide)
    done = time.process_time()
    stages = {
        "search": table,
        "search, clustered": plain.best,
        "ranked as shipped": ranked.best,
    }
    if refine:
        refined = refine_poses(table, fixed, mobile, count=wide.ranked)
        chosen = cluster_poses(refined, mobile, count=CLUSTERS).centres
        stages["refined, clustered"] = refined.select(chosen)
    ranks = {k: find_first_ranks(reference, *v.compute_transforms()) for k, v in stages.items()}
    return {
        "search_cpu_s": spent,
        "ranking_cpu_s": done - start,
        "ranks": ranks,
        "atoms": [len(fixed.positions), len(mobile.positions)],
    }


def measure_megadock(case: Case, binary: Path | None) -> dict[str, object] | None:
    """First ranks of MEGADOCK's poses, as they are and after the same clustering."""
    found = keep_megadock(binary, case)
    if found is None:
        return None
    spent, (matrices, translations, scores) = found
    reference = case.build_reference(case.receptor)
    ligand = make_partner(case.ligand)
    table = PoseTable(
        "r", "l", np.zeros(3), compute_matrix_quaternions(matrices), translations, scores
    )
    chosen = cluster_poses(table, ligand, count=CLUSTERS).centres
    ranks = {
        "grid": find_first_ranks(reference, matrices, translations),
        "grid_clustered": find_first_ranks(reference, matrices[chosen], translations[chosen]),
    }
    return {"search_cpu_s": spent, "ranks": ranks}


def hash_search(settings: SearchSettings) -> str:
    """Name settings, potential and code of the search, so that poses of others are not mistaken."""
    potential = load_contact_potential()
    content = settings.model_dump_json().encode() + potential.energies.tobytes()
    content += np.array([potential.overlap, potential.electrostatic]).tobytes()
    content += compute_code_version("dock/search", "dock/potential").encode()
    return hashlib.sha256(content).hexdigest()[:12]


def print_table(title: str, results: dict[str, dict[str, object]]) -> None:
    """Print how many cases have a near-native pose within each top, stage by stage."""
    if not results:
        return
    print(f"\n{title}: {len(results)} cases")
    print(f"{'':34}" + "".join(f"{f'top {t}':>10}" for t in TOPS))
    first = next(iter(results.values()))
    for stage in first["ranks"]:
        for kind in ("capri", "irmsd_2.5"):
            ranks = [r["ranks"][stage][kind] for r in results.values()]
            print(f"{stage:22}{kind:12}" + "".join(f"{n:10}" for n in count_tops(ranks)))


def main() -> None:
    """Run the cases that are not kept yet, then print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", default="", help="names joined by commas; all if absent")
    parser.add_argument("--megadock", type=Path, help="binary, built outside the tree")
    parser.add_argument("--thorough", action="store_true", help="54,000 rotations")
    parser.add_argument("--refine", action="store_true", help="also minimise poses: minutes")
    parser.add_argument("--poses", type=Path, help="folder of kept poses, NAME.npz")
    asked = parser.parse_args()
    names = asked.cases.split(",") if asked.cases else list_cases()
    if not names:
        print("no ../shared/bm5: nothing to do")
        return
    settings = SearchSettings.thorough() if asked.thorough else SearchSettings()
    folder = asked.poses or OUT / "poses" / hash_search(settings)
    ours, theirs = {}, {}
    for name in names:
        case = read_case(name)
        ours[name] = measure_ours(case, settings, folder / f"{name}.npz", refine=asked.refine)
        found = measure_megadock(case, asked.megadock)
        if found is not None:
            theirs[name] = found
        print(name, json.dumps(ours[name]["ranks"]["ranked as shipped"]), flush=True)
    print_table("Tubulus", ours)
    print_table("Tubulus, the cases that MEGADOCK has", {k: ours[k] for k in theirs})
    print_table("MEGADOCK", theirs)


if __name__ == "__main__":
    main()
