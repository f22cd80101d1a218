"""Assessment of 100 poses against the DockQ package."""

import csv
from pathlib import Path

import numpy as np
import pytest

from tubulus.dock.assessment import assess_poses, build_reference
from tubulus.dock.structures.reading import read_structure

TABLE = Path(__file__).with_name("dockq_poses.csv")
CASES_FOLDER = Path(__file__).parents[3].parent / "shared/bm5/pdb"
OURS = {
    "DockQ": "dockq",
    "fnat": "fnat",
    "fnonnat": "fnonnat",
    "iRMSD": "interface_rmsd",
    "LRMSD": "ligand_rmsd",
    "model_total": "n_contacts",
    "clashes": "n_clashing_residues",
}


def read_rows():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cases = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        cases.setdefault(row.pop("case"), []).append({k: float(v) for k, v in row.items()})
    return cases


ROWS = read_rows()


def read_partner(case, part):
    return read_structure(CASES_FOLDER / f"{case}_{part}.pdb.gz").structure


def test_the_table_holds_a_hundred_poses_from_near_to_far():
    dockq = [row["DockQ"] for rows in ROWS.values() for row in rows]

    assert len(dockq) == 100
    assert min(dockq) < 0.05
    assert max(dockq) > 0.8


@pytest.mark.external
@pytest.mark.skipif(not CASES_FOLDER.is_dir(), reason="Docking Benchmark 5 is not at hand")
@pytest.mark.parametrize("case", ROWS)
def test_pose_quality_equals_that_of_the_dockq_package(case):
    rows = ROWS[case]
    reference = build_reference(*(read_partner(case, x) for x in ("r_u", "l_u", "r_b", "l_b")))
    rotations = [[[row[f"r{i}{j}"] for j in range(3)] for i in range(3)] for row in rows]
    translations = [[row["tx"], row["ty"], row["tz"]] for row in rows]

    quality = assess_poses(reference, np.array(rotations), np.array(translations))

    assert quality.n_reference_contacts == rows[0]["nat_total"]
    for theirs, ours in OURS.items():
        expected = [row[theirs] for row in rows]
        assert getattr(quality, ours) == pytest.approx(expected, abs=1e-3), theirs
