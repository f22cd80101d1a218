"""The yardstick beside close pairs of atoms is what measured complexes show."""

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import cKDTree

from tubulus.dock.structures.reading import read_structure
from tubulus.report.tables.docking.plausibility import CLASH_YARDSTICK

CASES_FOLDER = Path(__file__).parents[3].parent / "shared/bm5/pdb"


def count_close_pairs(receptor):
    ligand = receptor.with_name(receptor.name.replace("_r_b", "_l_b"))
    sides = [read_structure(path).structure for path in (receptor, ligand)]
    trees = [cKDTree(side.positions[~side.is_hetero]) for side in sides]
    return int(trees[0].count_neighbors(trees[1], 3.0))


@pytest.mark.slow
def test_the_yardstick_of_close_pairs_is_what_the_bound_development_cases_show():
    receptors = sorted(CASES_FOLDER.glob("*_r_b.pdb.gz"))
    if not receptors:
        pytest.skip("the development cases of Docking Benchmark 5 are not beside the repository")
    counts = [count_close_pairs(path) for path in receptors]

    assert (
        f"{min(counts)} to {max(counts)} in {len(counts)} measured complexes, in half of them "
        f"{np.median(counts):.0f} or fewer"
    ) == CLASH_YARDSTICK
