import json

import pytest
from tests.support.predictions import write_alphafold3

from tubulus.core.errors import InputError
from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.external.readers.alphafold3 import list_alphafold3_models, read_alphafold3_model

PAIR = PredictedPair("TGFBR2", "TGFB3")


def read(folder, pair=PAIR):
    (files,) = list_alphafold3_models(sorted(folder.rglob("*")))
    return read_alphafold3_model(files, pair)


def rename(folder, names):
    for old, new in names.items():
        (folder / new).parent.mkdir(parents=True, exist_ok=True)
        (folder / old).rename(folder / new)


def change(path, **keys):
    content = json.loads(path.read_text("utf-8")) | keys
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_model_of_the_server_is_read_with_the_scores_it_gives(tmp_path):
    write_alphafold3(tmp_path)

    found = read(tmp_path)

    assert found.state == "evaluated"
    assert found.model == "fold_made_model_0"
    assert found.pair.fixed_chains == ("A",)
    assert [found.get_score(n).value for n in ("iptm", "iptm_pair", "ptm")] == [0.61, 0.61, 0.68]
    assert found.structure.is_predicted


@pytest.mark.parametrize("stem", ["job_seed-7_sample-0_", ""])
def test_samples_of_the_program_are_read_and_belong_to_their_job(tmp_path, stem):
    write_alphafold3(tmp_path)
    place = f"job/seed-7_sample-0/{stem}"
    rename(
        tmp_path,
        {
            "fold_made_model_0.cif": f"{place}model.cif",
            "fold_made_full_data_0.json": f"{place}confidences.json",
            "fold_made_summary_confidences_0.json": f"{place}summary_confidences.json",
        },
    )

    (files,) = list_alphafold3_models(sorted(tmp_path.rglob("*")))

    assert files.job == "job"
    assert "sample-0" in files.model
    assert read_alphafold3_model(files, PAIR).get_score("ipsae").value > 0


def test_the_copy_of_the_best_sample_is_left_out(tmp_path):
    for name in ("job_summary_confidences.json", "job_seed-7_sample-1_summary_confidences.json"):
        (tmp_path / name).touch()

    (files,) = list_alphafold3_models(sorted(tmp_path.iterdir()))

    assert files.model == "job_seed-7_sample-1_model"


def test_without_the_full_file_scores_from_errors_are_unknown(tmp_path):
    write_alphafold3(tmp_path)
    (tmp_path / "fold_made_full_data_0.json").unlink()

    found = read(tmp_path)

    assert found.get_score("ipsae").value is None
    assert found.get_score("iptm").value == 0.61


def test_errors_of_another_model_are_refused(tmp_path):
    write_alphafold3(tmp_path)
    change(tmp_path / "fold_made_full_data_0.json", pae=[[1.0] * 80] * 80)

    with pytest.raises(InputError, match="measures 80 x 80, the model 81 x 81"):
        read(tmp_path)


def test_chains_of_another_model_are_refused(tmp_path):
    write_alphafold3(tmp_path)
    change(tmp_path / "fold_made_full_data_0.json", token_chain_ids=["A"] * 40 + ["B"] * 41)

    with pytest.raises(InputError, match="its chains are not those of the model file"):
        read(tmp_path)


def test_a_matrix_of_other_chains_is_refused(tmp_path):
    path = write_alphafold3(tmp_path)
    change(path, chain_pair_iptm=[[0.8]])

    with pytest.raises(InputError, match="measures 1 x 1, the model 2 x 2"):
        read(tmp_path)


def test_chains_that_the_summary_does_not_list_are_refused(tmp_path):
    path = write_alphafold3(tmp_path)
    change(path, chain_ids=["A", "C"])

    with pytest.raises(InputError, match="does not list chain B"):
        read(tmp_path)


def test_a_summary_without_scores_leaves_them_unknown(tmp_path):
    path = write_alphafold3(tmp_path)
    path.write_text("{}", encoding="utf-8")

    found = read(tmp_path)

    for name in ("iptm", "iptm_pair", "ptm", "ranking_score"):
        assert found.get_score(name).value is None


def test_a_penalty_for_clashes_is_kept_in_the_ranking(tmp_path):
    path = write_alphafold3(tmp_path)
    change(path, ranking_score=-99.3)

    assert read(tmp_path).get_score("ranking_score").value == -99.3


def test_a_model_that_is_cut_off_is_refused(tmp_path):
    write_alphafold3(tmp_path)
    path = tmp_path / "fold_made_model_0.cif"
    path.write_text(path.read_text()[:9000], encoding="ascii")

    with pytest.raises(InputError, match=r"fold_made"):
        read(tmp_path)


def test_a_list_of_chains_that_is_none_is_passed_over(tmp_path):
    path = write_alphafold3(tmp_path)
    change(path, chain_ids=5)

    assert read(tmp_path).get_score("iptm_pair").value == 0.61
