"""Dock five known pairs of the example study, end to end, as a re-docking positive control.

Run from the root of the repository: ``python validation/example_docking.py [--quick]``. It builds a
study folder from examples/noa-bmmsc and the complexes beside the repository: TGFB3-TGFBR2 (1KTZ),
BMP2-BMPR1A (1REW, BMP2 as its dimer), FGF2-FGFR1 (1CVS, one pair of two), HGF-MET (1SHY) and
GAS6-AXL (2C5D, one pair of two), with ten decoy ligands and ten decoy receptors out of other
complexes, one of each complex, one of each homology family. Then it simulates the participants and
calls ``tubulus run``. Results of finished pairs are kept in build/validation/example-docking.

These are BOUND conformations: side chains and loops stand as the partner has shaped them, which is
far easier than the real task. Each partner is turned and moved at random (seeded) before it is
written into the study, so that no pose is at home by chance. Five pairs give no success rate.

``--quick`` docks the first two pairs coarsely, to try every step: its numbers mean nothing.
Without ``../shared`` there is nothing to do.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl
from structures.material import SHARED
from structures.turned import Turn, compute_nearest_angle, compute_rmsd_from_home, write_turned

from tubulus.core.results import read_results
from tubulus.dock.preparation.partners import PartnerRequest
from tubulus.dock.preparation.prepare import prepare_partner
from tubulus.dock.search.grid.boxes import orient_to_axes
from tubulus.dock.search.partner import make_partner
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.structures import add_structures

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build/validation/example-docking"
COMMAND = Path(sys.executable).parent / "tubulus"
SEED = 20_241_122

PAIRS = (
    ("1KTZ", "TGFB3", "A", "TGFBR2", "B"),
    ("1CVS", "FGF2", "A", "FGFR1", "C"),
    ("1REW", "BMP2", "A B", "BMPR1A", "C"),
    ("2C5D", "GAS6", "A", "AXL", "C"),
    ("1SHY", "HGF", "A", "MET", "B"),
)
DECOYS = (
    ("structures/complex/1A22.pdb.gz", "GH1", "ligand", "A"),
    ("structures/complex/4RS1.pdb.gz", "CSF2", "ligand", "A"),
    ("structures/complex/4HSA.pdb.gz", "IL17A", "ligand", "A B"),
    ("structures/complex/2DSQ.pdb.gz", "IGF1", "ligand", "I"),
    ("structures/single/1CZ8_VEGFA.pdb.gz", "VEGFA", "ligand", "V W"),
    ("structures/single/2BDN_CCL2.pdb.gz", "CCL2", "ligand", "A"),
    ("structures/complex/3S8V.pdb.gz", "DKK1", "ligand", "X"),
    ("bm5/pdb/2VXT_l_b.pdb.gz", "IL18", "ligand", "B"),
    ("bm5/pdb/1EER_r_b.pdb.gz", "EPO", "ligand", "A"),
    ("bm5/pdb/3BIW_l_b.pdb.gz", "neurexin", "ligand", "B"),
    ("structures/complex/1IAR.pdb.gz", "IL4R", "receptor", "B"),
    ("structures/complex/2AW2.pdb.gz", "BTLA", "receptor", "A"),
    ("structures/complex/3LB6.pdb.gz", "IL13RA2", "receptor", "C"),
    ("structures/complex/4L0P.pdb.gz", "EPHA3", "receptor", "A"),
    ("structures/complex/5F4E.pdb.gz", "IZUMO1R", "receptor", "B"),
    ("structures/complex/3NVQ.pdb.gz", "PLXNC1", "receptor", "B"),
    ("bm5/pdb/1GHQ_l_b.pdb.gz", "CR2", "receptor", "B"),
    ("bm5/pdb/1YVB_r_b.pdb.gz", "falcipain", "receptor", "A"),
    ("bm5/pdb/1PPE_r_b.pdb.gz", "trypsin", "receptor", "A"),
    ("bm5/pdb/2AJF_l_b.pdb.gz", "RBD", "receptor", "B"),
)
FAMILIES = {"TGFB3": "TGF-beta", "BMP2": "TGF-beta"}

FULL = """
[dock]
pairs_file = "insilico/pairs.csv"

[dock.search]
rotations = {rotations}
fine_share = 0.1

[dock.decoys]
fixed = 10
mobile = 10
"""
QUICK = """
[dock]
pairs_file = "insilico/pairs.csv"

[dock.search]
rotations = 60
spacing_angstrom = 2.4
poses_per_rotation = 1
contact_channels = 4
poses = 60

[dock.decoys]
fixed = 10
mobile = 10
crossed = false
"""


def build_study(folder: Path, *, quick: bool, rotations: int) -> dict[str, Turn]:
    """Build the study folder; return how each partner of an asked pair was turned."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    text = (ROOT / "examples/noa-bmmsc/study.toml").read_text(encoding="utf-8")
    settings = QUICK if quick else FULL.format(rotations=rotations)
    (folder / "study.toml").write_text(
        text.replace("workers = 1", "workers = 2", 1) + settings, encoding="utf-8"
    )
    pairs = PAIRS[:2] if quick else PAIRS
    rng = np.random.default_rng(SEED)
    desk = folder.parent / "turned"
    shutil.rmtree(desk, ignore_errors=True)
    desk.mkdir()
    turns: dict[str, Turn] = {}
    rows: list[dict[str, str]] = []
    for entry, ligand, its_chains, receptor, other_chains in pairs:
        source = SHARED / f"structures/complex/{entry}.pdb.gz"
        for name, role, chains in (
            (ligand, "ligand", its_chains),
            (receptor, "receptor", other_chains),
        ):
            target = desk / f"{name}.pdb"
            turns[name] = write_turned(source, tuple(chains.split()), target, rng)
            rows.append(make_row(name, role, chains, f"{entry}, bound, turned at random"))
    for place, gene, role, chains in DECOYS:
        name = f"decoy-{gene}"
        write_turned(SHARED / place, tuple(chains.split()), desk / f"{name}.pdb", rng)
        rows.append(make_row(name, role, chains, f"decoy partner out of {Path(place).name}"))
    (folder / "insilico").mkdir()
    write_csv(folder / "insilico/partners.csv", rows)
    asked = [{"fixed": p[3], "mobile": p[1], "known": "yes"} for p in pairs]
    write_csv(folder / "insilico/pairs.csv", asked)
    # the rows above stay; the blank families are filled by the rule of the sequences
    add_structures([], folder, local=desk, source="complexes beside the repository, turned")
    return turns


def make_row(name: str, role: str, chains: str, note: str) -> dict[str, str]:
    """Make a row of the table of partners."""
    return {
        "partner": name,
        "role": role,
        "file": f"structures/{name}.pdb",
        "chains": chains,
        "family": FAMILIES.get(name, ""),
        "note": note,
    }


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows under a header of their keys."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_axes(path: Path) -> np.ndarray:
    """Return the principal axes along which the search lays a fixed partner."""
    request = PartnerRequest(path, role="receptor")
    return orient_to_axes(make_partner(prepare_partner(request).structure).positions)


def tell_distance(folder: Path, turns: dict[str, Turn]) -> None:
    """Print where the pose nearest to the complex stands, and how near a rotation came."""
    results = read_results(folder / "results/dock")
    settings = DockSettings.model_validate(results.manifest["dock"]["settings"]).search
    poses = results.tables["poses"]
    for (fixed, mobile), group in poses.group_by("fixed", "mobile", maintain_order=True):
        one, two = turns[str(fixed)], turns[str(mobile)]
        ordered = group.sort("pose")
        rotations = ordered.select(f"rotation_{x}" for x in "wxyz").to_numpy()
        shifts = ordered.select(f"translation_{x}" for x in "xyz").to_numpy()
        rmsd = compute_rmsd_from_home(rotations, shifts, one, two)
        axes = read_axes(folder / f"insilico/structures/{fixed}.pdb")
        angle = compute_nearest_angle(one, axes, two, settings.rotations, settings.seed)
        print(
            f"{mobile}-{fixed}: best pose {rmsd[0]:.1f} A from the complex, nearest of "
            f"{len(rmsd)} {rmsd.min():.1f} A (rank {int(rmsd.argmin()) + 1}); the nearest "
            f"rotation that was tried is {angle:.1f} degrees off"
        )


def main() -> int:
    """Build, run, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="two pairs, coarsely: no numbers")
    parser.add_argument("--rotations", type=int, default=1_800, help="rotations tried of a pair")
    asked = parser.parse_args()
    quick = asked.quick
    if not (SHARED / "structures").is_dir():
        print("../shared is not here: no complexes to dock")
        return 0
    folder = OUT / ("quick" if quick else "full") / "noa-bmmsc"
    # records of pairs that were docked before are found by their content, in any folder
    kept = folder.parent / "records"
    if (folder / "results/.dock-records").is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        shutil.move(folder / "results/.dock-records", kept)
    turns = build_study(folder, quick=quick, rotations=asked.rotations)
    if kept.is_dir():
        (folder / "results").mkdir(exist_ok=True)
        shutil.move(kept, folder / "results/.dock-records")
    start = time.perf_counter()
    for verb in (["study", "simulate"], ["run"]):
        subprocess.run([COMMAND, *verb, folder], check=True)
    print(f"\n{time.perf_counter() - start:.0f} s; bound conformations, turned at random:")
    tables = read_results(folder / "results/dock").tables
    with pl.Config(tbl_rows=20, tbl_cols=12, tbl_hide_dataframe_shape=True, fmt_str_lengths=60):
        print(tables["pair_calibration"].select("fixed", "mobile", "score", "p", "state", "reason"))
    for sentence in tables["pair_calibration"]["sentence"].to_list():
        print(f"- {sentence}")
    tell_distance(folder, turns)
    if quick:
        print("A quick run tries every step; its numbers mean nothing.")
    print(f"The report: {(folder / 'report/report.html').relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
