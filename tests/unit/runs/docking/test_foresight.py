"""A check says before docking what the pairs will lack."""

import json
from dataclasses import replace

from tests.support.command_line import make_caller

from tubulus.core.progress import SilentProgress
from tubulus.runs.docking import dock_study
from tubulus.runs.docking.foresight import foresee_campaign
from tubulus.runs.docking.homodimers import tell_homodimers
from tubulus.runs.docking.reading.inputs import prepare_sides, read_dock_tables
from tubulus.runs.workspace import open_workspace


def edit(study, old, new, name="study.toml"):
    path = study / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def foresee(study):
    return foresee_campaign(open_workspace(study), SilentProgress())


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


def test_other_chains_of_one_file_are_no_homodimer(study):
    workspace = open_workspace(study)
    tables = read_dock_tables(workspace, workspace.whole.dock)
    sides = prepare_sides(tables, workspace.whole.dock, SilentProgress())
    one = sides.fixed[0]
    other = replace(one, structure=one.structure.select(one.structure.chain == "A"))

    assert not list(tell_homodimers([("F00", "F00")], replace(sides, mobile=(other,))))
    assert list(tell_homodimers([("F00", "F00")], replace(sides, mobile=(one,))))


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
