import json

import numpy as np
import pytest
from tests.support.predictions import make_complex

from tubulus.core.errors import InputError
from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.external.readers.lightdock import read_lightdock, read_lightdock_poses
from tubulus.dock.structures.writing import render_pdb

PAIR = PredictedPair("TGFBR2", "TGFB3")
HEADER = "#Coordinates  RecID  LigID  Luciferin  Neighbor's number  Vision Range  Scoring"


def format_pose(score, quaternion="0.7071068, 0.0, 0.0, 0.7071068"):
    return f"( 1.5, -2.0,  3.0, {quaternion})    0    0 {score * 1.4:.8f}  3 4.200 {score:.8f}"


def write_swarm(folder, swarm, step, *lines):
    place = folder / f"swarm_{swarm}"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"gso_{step}.out").write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")


def write_run(folder, **setup):
    write_swarm(folder, 0, 10, format_pose(5.0), format_pose(9.0))
    write_swarm(folder, 1, 10, format_pose(7.0))
    model = make_complex()
    for chain, name in (("A", "fixed"), ("B", "mobile")):
        part = model.select_chains([chain])
        text = render_pdb(part.move(-part.compute_centroid()))
        (folder / f"lightdock_{name}.pdb").write_text(text, encoding="ascii")
    content = {"receptor_pdb": "fixed.pdb", "ligand_pdb": "mobile.pdb", "setup_version": "0.9.4"}
    (folder / "setup.json").write_text(json.dumps(content | setup), encoding="utf-8")
    return folder


def test_poses_of_all_swarms_are_ranked_the_highest_first(tmp_path):
    found = read_lightdock(write_run(tmp_path), PAIR, most_models=2)

    assert [model.model for model in found] == ["swarm_0/lightdock_1", "swarm_1/lightdock_0"]
    assert [model.get_score("lightdock_scoring").value for model in found] == [9.0, 7.0]
    assert found[0].version == "0.9.4"


def test_only_the_last_step_of_a_swarm_counts(tmp_path):
    write_swarm(tmp_path, 0, 100, format_pose(3.0))
    write_swarm(tmp_path, 0, 20, format_pose(99.0))

    assert [pose.score for pose in read_lightdock_poses(tmp_path)] == [3.0]


def test_the_complex_is_placed_by_its_pose(tmp_path):
    found = read_lightdock(write_run(tmp_path), PAIR)[0]

    placed = found.structure.select_chains(["B"]).positions
    own = make_complex().select_chains(["B"])
    centred = own.positions - own.compute_centroid()
    # a quarter turn about z
    expected = centred[:, [1, 0, 2]] * [-1, 1, 1] + [1.5, -2.0, 3.0]
    assert np.abs(placed - expected).max() < 0.002
    assert found.pair.mobile_chains == ("B",)


@pytest.mark.parametrize("setup", [{"use_anm": True}, {"receptor_pdb": None}])
def test_partners_that_bend_or_are_not_at_hand_are_not_placed(tmp_path, setup):
    assert read_lightdock(write_run(tmp_path, **setup), PAIR)[0].structure is None


def test_a_ranked_list_is_preferred_to_the_swarms(tmp_path):
    write_run(tmp_path)
    header = (
        "Swarm  Glowworm   Coordinates   RecID  LigID  Luciferin  Neigh   VR  RMSD  PDB  Scoring"
    )
    pose = "    3     17 (1.0, 2.0, 3.0, 1.0, 0.0, 0.0, 0.0)  0  0  20.1  2  0.4  -1.0"
    rows = [header, f"{pose} lightdock_17.pdb  0  14.250"]
    (tmp_path / "rank_by_scoring.list").write_text("\n".join(rows) + "\n", encoding="utf-8")

    (pose,) = read_lightdock_poses(tmp_path)

    assert (pose.swarm, pose.glowworm, pose.score) == (3, 17, 14.25)


@pytest.mark.parametrize(
    "line",
    [
        format_pose(5.0)[:30],
        format_pose(5.0).rsplit(" ", 2)[0],
        format_pose(float("nan")),
        format_pose(5.0, quaternion="x, 0, 0, 0"),
        "(1, 2, 3) 0 0 1 1 1 1",
    ],
)
def test_a_row_that_is_cut_off_is_refused_with_its_place(tmp_path, line):
    write_swarm(tmp_path, 0, 10, format_pose(1.0), line)

    with pytest.raises(InputError, match=r"swarm_0/gso_10\.out, line 3: the row is cut off"):
        read_lightdock(tmp_path, PAIR)


def test_a_list_that_is_another_table_is_refused(tmp_path):
    (tmp_path / "solutions.list").write_text("a b\nno pose\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"solutions\.list, line 2: the row does not begin"):
        read_lightdock(tmp_path, PAIR)


def test_a_folder_without_results_says_what_to_give(tmp_path):
    with pytest.raises(InputError, match="no results of LightDock; give the folder with"):
        read_lightdock(tmp_path, PAIR)
