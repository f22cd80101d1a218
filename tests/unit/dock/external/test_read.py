import gzip
import json
import shutil

import pytest
from tests.support.predictions import (
    FIXED,
    MOBILE,
    make_complex,
    write_alphafold3,
    write_boltz,
    write_colabfold,
)

from tubulus.core.errors import InputError
from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.external.read import list_models, list_read_files, read_predictions
from tubulus.dock.external.readers.haddock3 import read_haddock3
from tubulus.dock.external.readers.lightdock import read_lightdock

PAIR = PredictedPair("TGFBR2", "TGFB3")
KNOWN = PredictedPair("TGFBR2", "TGFB3", fixed_sequences=(FIXED,), mobile_sequences=(MOBILE,))
WRITERS = {"alphafold3": write_alphafold3, "boltz": write_boltz, "colabfold": write_colabfold}


def pack(folder, ending):
    for path in list(folder.rglob(f"*{ending}")):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()


def test_models_of_all_programs_in_one_folder_are_found(tmp_path):
    write_colabfold(tmp_path / "a")
    write_alphafold3(tmp_path / "b")
    write_boltz(tmp_path / "c" / "predictions" / "made")

    found = [model.engine for model in list_models(tmp_path)]

    assert sorted(found) == ["alphafold3", "boltz", "colabfold"]


def test_models_of_a_job_are_ranked_by_the_programs_own_score(tmp_path):
    for number in range(3):
        write_alphafold3(tmp_path, number=number)
    worst = tmp_path / "fold_made_summary_confidences_0.json"
    worst.write_text(worst.read_text().replace("0.62", "0.01"), encoding="utf-8")

    found = read_predictions(tmp_path, PAIR).predictions

    assert [(model.rank, model.model) for model in found] == [
        (1, "fold_made_model_1"),
        (2, "fold_made_model_2"),
        (3, "fold_made_model_0"),
    ]


def test_a_model_that_cannot_be_read_leaves_the_others(tmp_path):
    write_colabfold(tmp_path, job="GOOD")
    bad = write_colabfold(tmp_path, job="BAD")
    bad.write_text(bad.read_text()[:-500], encoding="utf-8")

    found = read_predictions(tmp_path, {"good": PAIR, "bad": PredictedPair("MET", "HGF")})

    assert [model.pair.fixed for model in found.predictions] == ["TGFBR2"]
    assert [problem.file for problem in found.problems] == [bad.name]


def test_names_of_jobs_match_whatever_their_capitals_and_prefix(tmp_path):
    write_alphafold3(tmp_path, name="fold_tgfbr2_tgfb3")

    found = read_predictions(tmp_path, {"TGFBR2 TGFB3": PAIR})

    assert len(found.predictions) == 1


def test_a_job_that_no_pair_names_and_a_pair_without_job_are_told(tmp_path):
    write_colabfold(tmp_path, job="MET_HGF")

    found = read_predictions(tmp_path, {"TGFBR2_TGFB3": PAIR})

    assert found.predictions == ()
    assert "no pair is named for this job" in str(found.problems[0])
    assert found.without_prediction == (PAIR,)


def test_a_job_whose_name_stands_for_two_pairs_is_not_read_and_names_both(tmp_path):
    write_colabfold(tmp_path, job="IL-2_R")
    write_colabfold(tmp_path, job="MET_HGF")
    pairs = {
        "IL-2_R": PredictedPair("IL-2", "R"),
        "IL_2_R": PredictedPair("IL_2", "R"),
        "MET_HGF": PredictedPair("MET", "HGF"),
    }

    for given in (pairs, list(pairs.values())):
        found = read_predictions(tmp_path, given)

        assert [model.pair.fixed for model in found.predictions] == ["MET"]
        (problem,) = found.problems
        assert "stands for IL-2–R and for IL_2–R, so that it was not read" in str(problem)
        assert "give one of these pairs another name" in str(problem)


def test_two_pairs_of_one_name_without_a_job_are_both_without_prediction(tmp_path):
    write_colabfold(tmp_path, job="MET_HGF")
    # one underscore is part of a name, the other stands between the names
    pairs = [PredictedPair("A_B", "C"), PredictedPair("A", "B_C"), PredictedPair("MET", "HGF")]

    found = read_predictions(tmp_path, pairs)

    assert found.without_prediction == tuple(pairs[:2])
    assert found.problems == ()


def test_one_pair_under_two_spellings_of_its_job_is_read(tmp_path):
    write_colabfold(tmp_path, job="TGFBR2_TGFB3")

    found = read_predictions(tmp_path, {"TGFBR2_TGFB3": PAIR, "tgfbr2 tgfb3": PAIR})

    assert len(found.predictions) == 1


def test_one_pair_for_several_jobs_is_refused_with_their_names(tmp_path):
    write_colabfold(tmp_path, job="ONE")
    write_colabfold(tmp_path, job="TWO")

    with pytest.raises(InputError, match="holds 2 jobs; name the pair of each job: ONE, TWO"):
        read_predictions(tmp_path, PAIR)


def test_pickles_of_alphafold_2_are_refused_with_a_remedy(tmp_path):
    (tmp_path / "result_model_1_multimer_v3_pred_0.pkl").write_bytes(b"\x80\x04")

    with pytest.raises(InputError, match=r"pickles of AlphaFold 2; .*as JSON"):
        read_predictions(tmp_path, PAIR)


def test_a_zip_archive_is_to_be_unpacked(tmp_path):
    write_colabfold(tmp_path / "job")
    archive = tmp_path / "packed" / "job"
    shutil.make_archive(str(archive), "zip", tmp_path / "job")

    with pytest.raises(InputError, match=r"job\.zip: this is a zip archive; unpack it"):
        read_predictions(archive.with_suffix(".zip"), PAIR)
    with pytest.raises(InputError, match="holds zip archives only"):
        read_predictions(archive.parent, PAIR)


def test_a_folder_without_predictions_says_what_was_expected(tmp_path):
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")

    with pytest.raises(InputError, match=r"no prediction that is read; expected \*_summary"):
        read_predictions(tmp_path, PAIR)


def test_a_folder_that_is_absent_is_refused(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        read_predictions(tmp_path / "none", PAIR)


def test_a_model_whose_coordinates_are_absent_is_a_problem(tmp_path):
    path = write_colabfold(tmp_path)
    next(tmp_path.glob("*.pdb")).unlink()

    found = read_predictions(tmp_path, PAIR)

    assert found.predictions == ()
    assert "there is no such file" in found.problems[0].message
    assert json.loads(path.read_text())["iptm"] == 0.6


def test_a_folder_is_given_by_its_path_as_text(tmp_path):
    write_colabfold(tmp_path)
    (tmp_path / "capri_ss.tsv").write_text("model\tscore\nm.pdb\t-1.0\n", encoding="utf-8")

    assert len(list_models(str(tmp_path))) == len(read_predictions(str(tmp_path), PAIR).predictions)
    assert len(read_haddock3(str(tmp_path), PAIR)) == 1


def test_a_run_of_lightdock_without_results_is_told_for_a_text_too(tmp_path):
    with pytest.raises(InputError):
        read_lightdock(str(tmp_path), PAIR)


@pytest.mark.parametrize("program", WRITERS)
def test_results_packed_with_gzip_are_read_as_if_they_were_not(tmp_path, program):
    WRITERS[program](tmp_path)
    plain = read_predictions(tmp_path, PAIR).predictions[0]
    for ending in (".cif", ".json", ".pdb"):
        pack(tmp_path, ending)

    found = read_predictions(tmp_path, PAIR)

    assert found.problems == ()
    assert found.predictions[0].scores == plain.scores
    assert found.predictions[0].source == f"{plain.source}.gz"


def test_a_file_that_lies_there_packed_and_unpacked_counts_once(tmp_path):
    scores = write_alphafold3(tmp_path)
    scores.with_name(f"{scores.name}.gz").write_bytes(gzip.compress(scores.read_bytes()))

    assert len(list_models(tmp_path)) == 1


def test_two_runs_of_one_job_are_told_apart_by_their_folders(tmp_path):
    for run in ("one", "two"):
        write_boltz(tmp_path / run)

    found = read_predictions(tmp_path, PAIR).predictions

    assert [model.rank for model in found] == [1, 2]
    assert sorted(model.source for model in found) == [
        "one/confidence_made_model_0.json",
        "two/confidence_made_model_0.json",
    ]


@pytest.mark.parametrize("program", WRITERS)
def test_a_job_of_other_proteins_is_a_problem_and_gives_no_scores(tmp_path, program):
    WRITERS[program](tmp_path)
    other = PredictedPair("R", "L", fixed_sequences=(FIXED,), mobile_sequences=(FIXED[::-1],))

    found = read_predictions(tmp_path, other)

    assert found.predictions == ()
    (problem,) = found.problems
    assert problem.field == "chain B"
    assert "36 residues that are neither R (" in problem.message


def test_chains_that_are_turned_round_give_the_scores_of_the_right_partners(tmp_path):
    model = make_complex(sequences=(MOBILE, FIXED))
    write_colabfold(tmp_path, structure=model)

    (found,) = read_predictions(tmp_path, KNOWN).predictions

    assert (found.pair.fixed_chains, found.pair.mobile_chains) == (("B",), ("A",))
    assert found.chain_origin == "sequence, turned round"


def test_structures_may_be_left_out_and_change_no_score(tmp_path):
    write_colabfold(tmp_path)

    (whole,) = read_predictions(tmp_path, PAIR).predictions
    (lean,) = read_predictions(tmp_path, PAIR, with_structures=False).predictions

    assert lean.structure is None
    assert lean.scores == whole.scores


def test_only_files_that_are_read_are_listed(tmp_path):
    scores = write_colabfold(tmp_path / "a")
    write_boltz(tmp_path / "b")
    alone = write_boltz(tmp_path / "c", job="unscored")
    alone.unlink()
    for name in ("notes.txt", "a/log.txt", "b/terms_of_use.md", "a/plot.png"):
        (tmp_path / name).write_text("not read", encoding="utf-8")

    listed = [path.relative_to(tmp_path).as_posix() for path in list_read_files(tmp_path)]

    assert listed == [
        f"a/{scores.name}",
        f"a/{scores.name.replace('_scores_', '_unrelaxed_').replace('.json', '.pdb')}",
        "b/confidence_made_model_0.json",
        "b/made_model_0.cif",
        "b/pae_made_model_0.npz",
        "b/plddt_made_model_0.npz",
        "c/unscored_model_0.cif",
    ]


def test_of_a_folder_without_predictions_no_file_is_listed(tmp_path):
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")

    assert list_read_files(tmp_path) == ()


def test_what_users_of_alphafold_2_are_told_to_write_is_read(tmp_path):
    (tmp_path / "results").mkdir()
    pickled = tmp_path / "results" / "result_model_1_multimer_v3_pred_0.pkl"
    pickled.touch()
    with pytest.raises(InputError) as caught:
        list_models(tmp_path)
    told = caught.value.problems[0].remedy
    names = [word.rstrip(".,") for word in told.split() if word.startswith("JOB_")]
    written = write_colabfold(tmp_path / "made", job="JOB")
    structure = next((tmp_path / "made").glob("*.pdb"))
    written.rename(tmp_path / names[0])
    structure.rename(tmp_path / names[1])

    (found,) = read_predictions(tmp_path, PAIR).predictions

    assert found.get_score("ipsae").value is not None
