"""Residues of a best pose that carry a glycan, or may carry one, are marked."""

from dataclasses import replace

import polars as pl
from scipy.spatial.distance import cdist

from tubulus.core.progress import SilentProgress
from tubulus.core.results import read_results
from tubulus.dock.search.rotations import compute_rotation_matrices
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.runs.docking.reading.inputs import read_dock_tables
from tubulus.runs.docking.reading.sides import prepare_sides
from tubulus.runs.docking.shown_pairs import choose_shown, show_pairs
from tubulus.runs.workspace import open_workspace


def test_a_residue_counts_each_heavy_atom_of_the_partner_within_five_angstrom_once(docked):
    workspace = open_workspace(docked)
    settings = workspace.whole.dock
    sides = prepare_sides(read_dock_tables(workspace, settings), settings, SilentProgress())
    results = read_results(docked / "results" / "dock").tables
    fixed, mobile = (side[0].structure for side in (sides.fixed, sides.mobile))
    pose = results["poses"].filter(fixed="F00", mobile="M00", pose=1)
    turn = pose.select(f"rotation_{axis}" for axis in "wxyz").to_numpy()
    step = pose.select(f"translation_{axis}" for axis in "xyz").to_numpy()[0]
    placed = mobile.rotate(compute_rotation_matrices(turn)[0]).move(step)
    near = cdist(fixed.positions, placed.positions) <= 5.0

    expected = {
        label: int(near[fixed.residue_index == place].any(axis=0).sum())
        for place, label in enumerate(label_residues(fixed))
    }
    listed = results["interface_residues"].filter(fixed="F00", mobile="M00", side="fixed")

    found = dict(listed.select("residue", "n_contacts").iter_rows())
    assert found == {label: n for label, n in expected.items() if n}
    assert len(found) > 3


def test_pairs_without_a_pose_take_no_place_among_those_shown():
    names = {"fixed": ["A", "B", "C"], "mobile": ["x", "x", "x"]}
    pairs = pl.DataFrame({**names, "p": [None, 0.4, 0.2]}, schema_overrides={"p": pl.Float64})
    poses = pl.DataFrame({"fixed": ["B", "B", "C"], "mobile": ["x"] * 3})

    assert choose_shown(pairs, poses, 1) == [("C", "x")]
    assert choose_shown(pairs, poses, 5) == [("C", "x"), ("B", "x")]


def test_glycan_sites_among_the_residues_in_contact_are_marked(docked):
    workspace = open_workspace(docked)
    settings = workspace.whole.dock
    sides = prepare_sides(read_dock_tables(workspace, settings), settings, SilentProgress())
    poses = read_results(docked / "results" / "dock").tables["poses"]
    every = tuple(range(sides.fixed[0].structure.n_residues))
    fixed = replace(sides.fixed[0], glycosylated=every[::2], sequons=every)

    shown = show_pairs(
        [("F00", "M00")], poses, ((fixed,), sides.mobile), {}, SilentProgress()
    ).interface_residues

    sites = shown.filter(side="fixed").select("residue", "glycan_site").rows()
    assert {site for _, site in sites} == {"glycan", "sequon"}
    # residues are numbered from 1
    assert all((int(label[5:]) % 2 == 1) == (site == "glycan") for label, site in sites)
    assert shown.filter(side="mobile")["glycan_site"].null_count() > 0
