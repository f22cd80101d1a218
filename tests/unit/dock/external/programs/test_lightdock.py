import json

import pytest
from tests.support.dock import make_peptide
from tests.support.programs import MadePrograms

from tubulus.core.errors import InputError
from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.external.programs.lightdock import (
    LightDockSettings,
    ProgramError,
    run_lightdock,
)
from tubulus.dock.external.programs.runner import ProgramResult

PAIR = PredictedPair("TGFBR2", "TGFB3")
POSE = "(0.0, 0.0, 9.0, 1.0, 0.0, 0.0, 0.0)    0    0  1.5  3 4.200  {}"


def set_up(arguments, folder):
    names = {"receptor_pdb": arguments[1], "ligand_pdb": arguments[2], "setup_version": "0.9.4"}
    (folder / "setup.json").write_text(json.dumps(names), encoding="utf-8")
    for name in arguments[1:3]:
        (folder / f"lightdock_{name}").write_bytes((folder / name).read_bytes())
    return ProgramResult(0, "")


def search(arguments, folder):
    (folder / "swarm_0").mkdir()
    rows = ["#Coordinates", POSE.format(4.0), POSE.format(8.0)]
    path = folder / "swarm_0" / f"gso_{arguments[2]}.out"
    path.write_text("\n".join(rows), encoding="utf-8")
    return ProgramResult(0, "")


def run(folder, programs=None, **settings):
    programs = programs or MadePrograms({"lightdock3_setup.py": set_up, "lightdock3.py": search})
    return run_lightdock(
        make_peptide("ACDEF"),
        make_peptide("GHIKL", chain="B"),
        PAIR,
        programs=programs,
        folder=folder,
        settings=LightDockSettings(**settings),
    )


def test_a_pair_is_docked_and_its_poses_are_read(tmp_path):
    found = run(tmp_path / "new")

    assert [model.get_score("lightdock_scoring").value for model in found] == [8.0, 4.0]
    assert found[0].structure.chains == ("A", "B")
    assert (found[0].engine, found[0].version) == ("lightdock", "0.9.4")


def test_the_settings_reach_both_commands(tmp_path):
    programs = MadePrograms({"lightdock3_setup.py": set_up, "lightdock3.py": search})

    run(tmp_path, programs, swarms=7, glowworms=20, steps=30, scoring="dfire", cores=2, seed=5)

    first, second = (" ".join(call) for call in programs.calls)
    assert first.startswith("lightdock3_setup.py fixed.pdb mobile.pdb -s 7 -g 20")
    assert "--seed_points 5" in first
    assert second == "lightdock3.py setup.json 30 -s dfire -sg 5 -c 2"


def test_without_lightdock_the_message_says_what_to_do(tmp_path):
    with pytest.raises(ProgramError, match=r"not installed: lightdock3_setup\.py and lightdock3"):
        run(tmp_path, MadePrograms({}))


def test_a_search_that_takes_too_long_is_said(tmp_path):
    programs = MadePrograms(
        {"lightdock3_setup.py": set_up, "lightdock3.py": lambda *_: ProgramResult(None, "")}
    )

    with pytest.raises(ProgramError, match=r"lightdock3\.py was stopped after 30 s"):
        run(tmp_path, programs, timeout_seconds=60.0)


def test_a_failure_is_told_with_its_last_words(tmp_path):
    programs = MadePrograms(
        {
            "lightdock3_setup.py": lambda *_: ProgramResult(1, "a\nb\nc\nno residue DUM\n"),
            "lightdock3.py": search,
        }
    )

    with pytest.raises(ProgramError, match=r"failed with status 1: b \| c \| no residue DUM"):
        run(tmp_path, programs)


def test_a_program_that_ends_well_without_results_is_found_out(tmp_path):
    programs = MadePrograms(
        {"lightdock3_setup.py": set_up, "lightdock3.py": lambda *_: ProgramResult(0, "")}
    )

    with pytest.raises(InputError, match="no results of LightDock"):
        run(tmp_path, programs)


def test_files_of_an_earlier_run_are_not_taken_for_new_ones(tmp_path):
    (tmp_path / "swarm_0").mkdir()

    with pytest.raises(ProgramError, match="is not empty"):
        run(tmp_path)


@pytest.mark.parametrize("name", ["swarms", "glowworms", "steps", "cores", "timeout_seconds"])
def test_settings_must_be_positive(name):
    with pytest.raises(ValueError, match=f"{name} must be positive"):
        LightDockSettings(**{name: 0})
