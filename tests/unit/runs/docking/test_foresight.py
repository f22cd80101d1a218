"""A check says before docking what the pairs will lack."""

import json
from dataclasses import replace

import numpy as np
from tests.support.command_line import make_caller

from tubulus.core.progress import SilentProgress
from tubulus.dock.preparation.regions import Region
from tubulus.runs.docking import dock_study
from tubulus.runs.docking.foresight import foresee_campaign
from tubulus.runs.docking.reading.inputs import read_dock_tables
from tubulus.runs.docking.reading.sides import prepare_sides
from tubulus.runs.docking.telling import tell_questions
from tubulus.runs.workspace import open_workspace


def edit(study, old, new, name="study.toml"):
    path = study / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def foresee(study):
    return foresee_campaign(open_workspace(study), SilentProgress()).notes


def test_the_number_of_pairs_is_told_as_it_will_be_docked(study):
    assert foresee(study) == ("Docking takes 3 asked pairs and 9 decoy pairs.",)


def test_asked_pairs_with_too_few_decoy_partners_are_told_with_what_to_do(study):
    edit(study, "least_decoys = 2", "least_decoys = 10")
    spaced = study.rename(study.parent / "my study")

    (few,) = [note for note in foresee(spaced) if note.startswith("Too few decoy partners")]

    assert "needs 10 a side: F00 with M00 (2 of F00, 3 of M00)" in few
    assert few.endswith(f"tubulus data add decoys --study '{spaced}'")


def test_partners_that_cannot_be_judged_are_told(study):
    edit(study, "least_residues = 20", "least_residues = 26")

    assert any("can be judged: F00 (24 residues" in note for note in foresee(study))


def test_a_pair_of_one_structure_with_itself_is_told_as_a_question_about_a_homodimer(study):
    edit(study, "M00.pdb", "F00.pdb", "insilico/partners.csv")

    (told,) = [note for note in foresee(study) if note.startswith("Both partners")]
    docked = dock_study(open_workspace(study), SilentProgress()).results.manifest["dock"]

    assert "the same structure: F00 with M00. That asks whether" in told
    assert told in docked["notes"]


def tell_of(study, *asked, change=lambda sides: sides, **tables):
    """Tell of asked pairs of a study whose prepared partners were changed."""
    workspace = open_workspace(study)
    read = read_dock_tables(workspace, workspace.whole.dock)
    sides = change(prepare_sides(read, workspace.whole.dock, SilentProgress()))
    return list(tell_questions(asked, replace(read, **tables), sides))


def put_beside_itself(change):
    """Let the first fixed partner be the mobile one as well, its structure changed."""

    def make(sides):
        one = sides.fixed[0]
        return replace(sides, mobile=(replace(one, structure=change(one.structure)),))

    return make


def test_a_structure_beside_itself_a_part_of_itself_and_a_copy_elsewhere_are_told_apart(study):
    parts = {
        "same": lambda structure: structure,
        "part": lambda structure: structure.select(structure.residue_index < 10),
        "elsewhere": lambda structure: structure.move(np.array([0.0, 0.0, 30.0])),
    }

    told = {
        name: tell_of(study, ("F00", "F00"), change=put_beside_itself(change))
        for name, change in parts.items()
    }

    assert told["same"][0].startswith("Both partners are the same structure: F00 with F00.")
    assert told["part"][0].startswith("Partners hold the same residues of one structure")
    assert told["elsewhere"] == []


def test_a_pair_that_is_asked_both_ways_round_is_told_once(study):
    (told,) = tell_of(study, ("A", "B"), ("B", "A"), ("A", "C"))

    assert told.startswith("Asked both ways round: A with B.")


def test_regions_of_an_entry_that_no_partner_is_are_told(study):
    (told,) = tell_of(study, regions=(Region("P10600", "mature", 301, 412),))

    assert told.startswith("No partner is known to be P10600, so that the regions")


def test_decoy_partners_that_do_not_meet_each_other_are_told(study):
    edit(study, "[dock.decoys]\n", "[dock.decoys]\ncrossed = false\n")
    (study / "insilico" / "pairs.csv").write_text("fixed,mobile\nF00,M00\n", "utf-8")

    assert any(note.startswith("No p-value from both sides") for note in foresee(study))


def test_where_the_settings_ask_for_too_few_decoy_partners_they_are_named(study):
    edit(study, "least_decoys = 2", "least_decoys = 4")

    (few,) = [note for note in foresee(study) if note.startswith("Too few decoy partners")]

    assert "[dock.decoys] asks for no more than" in few


def test_a_reason_against_a_partner_is_told_of_the_side_that_is_asked(study):
    edit(study, "least_residues = 20", "least_residues = 26")
    table = study / "insilico" / "partners.csv"
    lines = table.read_text("utf-8").splitlines()
    other = next(line for line in lines if line.startswith("F00,"))
    table.write_text("\n".join([*lines, other.replace("receptor", "ligand")]) + "\n", "utf-8")

    (told,) = [note for note in foresee(study) if "can be judged" in note]

    assert told.count("F00 (") == 1


def test_nothing_is_foreseen_where_the_results_hold(docked):
    assert foresee(docked) == ()


def test_one_pair_is_told_as_one(study):
    (study / "insilico" / "pairs.csv").write_text("fixed,mobile\nF00,M00\n", "utf-8")

    assert foresee(study)[0].startswith("Docking takes 1 asked pair and ")


def test_the_check_of_a_study_prints_it_and_gives_it_to_scripts(study, capsys):
    call = make_caller(capsys)

    shown, told = call("study", "check", study), call("study", "check", study, "--json")

    assert "Note: Docking takes 3 asked pairs and 9 decoy pairs." in shown.out
    assert json.loads(told.out)["notes"] == ["Docking takes 3 asked pairs and 9 decoy pairs."]


def test_how_partners_were_prepared_is_told_before_docking_and_after(study, capsys):
    call = make_caller(capsys)

    before = call("study", "check", study, "--all").out
    dock_study(open_workspace(study), SilentProgress())
    after = call("study", "check", study, "--all").out

    assert "--all tells what was done to each" in call("study", "check", study).out
    (said,) = {line for line in before.splitlines() if line.startswith("F00: the file names")}
    assert said in after


def test_partners_that_look_predicted_are_told_before_and_after_docking(study):
    (path,) = study.rglob("M00.pdb")
    lines = path.read_text("utf-8").splitlines()
    marked = [f"{x[:60]}{30 + int(x[22:26] or 0):6.2f}{x[66:]}" for x in lines if x[:4] == "ATOM"]
    path.write_text("\n".join([*marked, "END", ""]), "utf-8")

    (told,) = [note for note in foresee(study) if note.startswith("Look like predicted")]
    docked = dock_study(open_workspace(study), SilentProgress()).results.manifest["dock"]

    assert "says so: M00." in told
    assert told in docked["notes"]
