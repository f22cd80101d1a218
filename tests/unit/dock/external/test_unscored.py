import pytest
from tests.support.predictions import write_alphafold3, write_boltz, write_colabfold

from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.external.read import read_predictions
from tubulus.dock.external.unscored import find_unscored_models


@pytest.mark.parametrize("write", [write_alphafold3, write_boltz, write_colabfold])
def test_a_model_is_told_only_where_its_scores_are_absent(tmp_path, write):
    scores = write(tmp_path)

    assert find_unscored_models(tmp_path.iterdir()) == ()
    scores.unlink()
    (problem,) = find_unscored_models(tmp_path.iterdir())
    assert "no file of scores" in problem.message
    assert scores.name in problem.remedy


def test_other_structures_are_no_models(tmp_path):
    for name in ("1KTZ.pdb", "receptor.cif", "model.pdb"):
        (tmp_path / name).touch()

    assert find_unscored_models(tmp_path.iterdir()) == ()


def test_a_model_without_scores_stands_among_the_problems(tmp_path):
    write_colabfold(tmp_path, job="GOOD")
    write_colabfold(tmp_path, job="BAD").unlink()

    found = read_predictions(tmp_path, {"GOOD": PredictedPair("R", "L")})

    assert len(found.predictions) == 1
    assert found.problems[0].file.startswith("BAD_unrelaxed")
