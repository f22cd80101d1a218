"""Residues of a best pose that carry a glycan, or may carry one, are marked."""

from dataclasses import replace

from tubulus.core.progress import SilentProgress
from tubulus.core.results import read_results
from tubulus.runs.docking.reading.inputs import prepare_sides, read_dock_tables
from tubulus.runs.docking.shown_pairs import show_pairs
from tubulus.runs.workspace import open_workspace


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
