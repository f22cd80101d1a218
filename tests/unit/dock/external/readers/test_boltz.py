import json

import numpy as np
import pytest
from tests.support.predictions import write_boltz

from tubulus.core.errors import InputError
from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.external.readers.boltz import list_boltz_models, read_boltz_model

PAIR = PredictedPair("TGFBR2", "TGFB3")


def read(folder):
    (files,) = list_boltz_models(sorted(folder.iterdir()))
    return read_boltz_model(files, PAIR)


def test_the_larger_direction_of_the_pair_counts(tmp_path):
    write_boltz(tmp_path)

    assert read(tmp_path).get_score("iptm_pair").value == 0.6


def test_without_the_full_errors_their_scores_are_unknown(tmp_path):
    write_boltz(tmp_path, errors=False)

    found = read(tmp_path)

    assert found.get_score("ipsae").reason == "the predicted aligned error is not among the files"
    assert found.get_score("interface_plddt").value is not None


def test_without_plddt_that_of_the_model_is_used(tmp_path):
    write_boltz(tmp_path)
    with_file = read(tmp_path).get_score("pdockq").value
    (tmp_path / "plddt_made_model_0.npz").unlink()

    assert read(tmp_path).get_score("pdockq").value == pytest.approx(with_file, abs=1e-6)


def test_errors_that_are_no_numbers_are_refused(tmp_path):
    write_boltz(tmp_path)
    pae = np.ones((81, 81))
    pae[3, 4] = np.nan
    np.savez(tmp_path / "pae_made_model_0.npz", pae=pae)

    with pytest.raises(InputError, match="1 of 6561 values are no finite number"):
        read(tmp_path)


def test_plddt_of_another_model_is_refused(tmp_path):
    write_boltz(tmp_path)
    np.savez(tmp_path / "plddt_made_model_0.npz", plddt=np.full(81, 0.3))

    with pytest.raises(InputError, match="its pLDDT is not that of the model file"):
        read(tmp_path)


@pytest.mark.parametrize("table", [{"0": {"0": 0.8}}, [0.5], {"0": {"0": "x", "1": 1}, "1": {}}])
def test_a_table_of_other_chains_is_refused(tmp_path, table):
    path = write_boltz(tmp_path)
    content = json.loads(path.read_text("utf-8")) | {"pair_chains_iptm": table}
    path.write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(InputError, match="does not list 2 chains"):
        read(tmp_path)


def test_models_are_found_with_their_job(tmp_path):
    write_boltz(tmp_path, job="a_model_b", number=3)

    (files,) = list_boltz_models(sorted(tmp_path.iterdir()))

    assert (files.job, files.model) == ("a_model_b", "a_model_b_model_3")
