"""Everything that a campaign reads is checked at once, and every file counts."""

import pytest

from tubulus.core.errors import InputError, StudyError
from tubulus.core.progress import SilentProgress
from tubulus.runs.check import list_file_problems, open_checked
from tubulus.runs.docking import check_dock_inputs, dock_study, plan_dock_step
from tubulus.runs.docking.reading.inputs import read_dock_tables
from tubulus.runs.docking.reading.shortlist import resolve_pairs
from tubulus.runs.workspace import open_workspace


def edit(study, old, new, name="study.toml"):
    path = study / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def refuse(study):
    with pytest.raises(InputError) as caught:
        check_dock_inputs(open_workspace(study), SilentProgress())
    return [(p.file, p.row, p.field) for p in caught.value.problems]


def test_problems_of_all_files_are_told_at_once(study):
    extra = 'pairs_file = "insilico/pairs.csv"\nregions_file = "none.csv"\nsequences_file = "x"\n'
    edit(study, 'pairs_file = "insilico/pairs.csv"\n', extra)
    edit(study, "F00,receptor", "F00,recepter", "insilico/partners.csv")
    edit(study, "M00.pdb", "M99.pdb", "insilico/partners.csv")

    told = refuse(study)

    assert ("study.toml", 10, "dock.sequences_file") in told
    assert ("study.toml", 9, "dock.regions_file") in told
    assert {("partners.csv", 2, "role"), ("partners.csv", 6, "file")} <= set(told)


def test_settings_partners_pairs_and_chains_are_told_in_one_round(study):
    edit(study, "[dock.search]", "[dock.serch]")
    edit(study, "M00.pdb,", "M99.pdb,", "insilico/partners.csv")
    table = "insilico/partners.csv"
    edit(study, "role,file,family", "role,file,family,accession,chains", table)
    edit(study, "F00.pdb,F00", "F00.pdb,F00,wrong", table)
    edit(study, "F01.pdb,F01", "F01.pdb,F01,,Z", table)
    edit(study, "F00,M00", "f00,M00", "insilico/pairs.csv")

    with pytest.raises(InputError) as caught:
        open_checked(study)

    told = {(p.file, p.row, p.field): str(p) for p in caught.value.problems}
    assert {file for file, _, _ in told} == {"study.toml", "partners.csv", "pairs.csv"}
    assert "did you mean 'F00'" in told["pairs.csv", 2, "fixed"]
    assert "there is no chain Z" in told["partners.csv", 3, "chains"]
    assert {("partners.csv", 2, "accession"), ("partners.csv", 6, "file")} <= told.keys()
    assert len(told) == 5


def test_what_a_misspelt_setting_leaves_unsaid_is_no_problem_of_its_own(study):
    edit(study, "pairs_file", "pair_file")

    with pytest.raises(InputError, match="did you mean 'pairs_file'") as caught:
        open_checked(study)

    assert len(caught.value.problems) == 1


def test_a_folder_without_predictions_is_told_before_anything_is_docked(study):
    edit(study, "[dock]", '[dock]\npredictions_folder = "predicted"')
    (study / "predicted").mkdir()

    assert refuse(study) == [("study.toml", 8, "dock.predictions_folder")]
    with pytest.raises(InputError, match="holds no prediction that is read"):
        dock_study(open_workspace(study), SilentProgress())


def test_a_table_of_pairs_without_a_row_is_told_with_what_to_add(study):
    (study / "insilico" / "pairs.csv").write_text("fixed,mobile\n", "utf-8")

    with pytest.raises(InputError, match=r"pairs\.csv: has a header and no row.*add a row"):
        dock_study(open_workspace(study), SilentProgress())


def test_structures_that_cannot_be_used_are_told_together_before_anything_is_written(study):
    for name in ("F00", "M01"):
        (study / "insilico" / "structures" / f"{name}.pdb").write_text("END\n", "utf-8")

    assert {file for file, _, _ in refuse(study)} == {"F00.pdb", "M01.pdb"}
    assert not (study / "results").exists()


def test_pairs_that_name_no_partner_are_told(study):
    edit(study, "F00,M00", "F99,M00", "insilico/pairs.csv")

    assert refuse(study) == [("pairs.csv", 2, "fixed")]


@pytest.mark.parametrize("outside", ["../partners.csv", "/etc/partners.csv"])
def test_a_file_outside_the_study_is_refused(study, outside):
    edit(study, "[dock]", f'[dock]\npartners_file = "{outside}"')

    assert refuse(study)[0][2] == "dock.partners_file"


def test_a_structure_outside_the_study_is_refused(study):
    (study / "insilico" / "structures" / "F00.pdb").rename(study.parent / "F00.pdb")
    edit(study, "structures/F00.pdb", "../../F00.pdb", "insilico/partners.csv")

    assert refuse(study) == [("partners.csv", 0, "F00")]


def test_without_a_table_of_partners_the_message_says_where_it_belongs(study):
    (study / "insilico" / "partners.csv").unlink()
    with pytest.raises(InputError, match=r"write insilico/partners\.csv \(partner,role,file\)"):
        check_dock_inputs(open_workspace(study), SilentProgress())


def test_without_pairs_and_screen_nothing_is_asked(study):
    edit(study, 'pairs_file = "insilico/pairs.csv"\n', "")
    with pytest.raises(InputError, match="nothing says which pairs are asked"):
        check_dock_inputs(open_workspace(study), SilentProgress())


def test_a_shortlist_that_is_not_there_yet_says_what_to_run(study):
    edit(study, 'pairs_file = "insilico/pairs.csv"\n', "")
    edit(study, "[dock]", "[screen]\n\n[dock]")
    workspace = open_workspace(study)
    tables = read_dock_tables(workspace, workspace.whole.dock)

    with pytest.raises(StudyError, match="run: tubulus screen run"):
        resolve_pairs(workspace, tables)


def test_a_study_without_the_section_is_told_to_add_it(study):
    path = study / "study.toml"
    path.write_text(path.read_text("utf-8").partition("[dock]")[0] + "[screen]\n", "utf-8")
    with pytest.raises(StudyError, match=r"no \[dock\] section"):
        check_dock_inputs(open_workspace(study), SilentProgress())


@pytest.mark.parametrize("name", ["partners.csv", "pairs.csv", "structures/M02.pdb"])
def test_every_file_counts_among_what_the_step_rests_on(study, name):
    workspace = open_workspace(study)
    before = plan_dock_step(workspace, workspace.whole.dock)
    path = study / "insilico" / name
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    after = plan_dock_step(workspace, workspace.whole.dock)

    assert f"insilico/{name}" in before.inputs
    assert before.key != after.key


def test_a_check_of_the_study_tells_what_a_run_would_stop_at(study):
    (study / "insilico" / "structures" / "F00.pdb").write_text("END\n", "utf-8")
    edit(study, "F00,M00", "F99,M00", "insilico/pairs.csv")

    told = [p.file for p in list_file_problems(open_workspace(study))]

    assert told == ["F00.pdb", "pairs.csv"]
    edit(study, "F99,M00", "F00,M00", "insilico/pairs.csv")
    assert [p.file for p in list_file_problems(open_workspace(study))] == ["F00.pdb"]
