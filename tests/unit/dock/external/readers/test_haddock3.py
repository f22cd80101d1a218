import json

import pytest
from tests.support.predictions import make_complex

from tubulus.core.errors import InputError
from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.external.readers.haddock3 import read_haddock3
from tubulus.dock.structures.writing import render_pdb

PAIR = PredictedPair("TGFBR2", "TGFB3")
HEADER = (
    "model\tmd5\tcaprieval_rank\tscore\tirmsd\tfnat\tdockq\tcluster_id\tair\tbsa\tdesolv\telec\tvdw"
)
FIRST = "../4_emref/emref_2.pdb\t-\t1\t-98.5\t0.0\t1.0\t1.0\t3\t12.5\t1404.2\t4.1\t-211.0\t-52.3"
SECOND = "../4_emref/emref_1.pdb\t-\t2\t-71.2\t4.1\t0.2\t0.3\t-\t80.1\t1102.9\t-\t-90.5\tnan"


def write(folder, *rows, name="capri_ss.tsv"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_models_are_ranked_by_score_the_lowest_first(tmp_path):
    found = read_haddock3(write(tmp_path / "5_caprieval", HEADER, SECOND, FIRST), PAIR)

    assert [(model.model, model.rank) for model in found] == [
        ("emref_2.pdb", 1),
        ("emref_1.pdb", 2),
    ]
    assert found[0].get_score("haddock_score").value == -98.5
    assert not found[0].get_score("haddock_score").higher_is_better
    assert found[0].get_score("haddock_bsa").higher_is_better


def test_a_dash_and_nan_are_unknown(tmp_path):
    found = read_haddock3(write(tmp_path / "5_caprieval", HEADER, SECOND), PAIR)[0]

    for name in ("haddock_desolv", "haddock_vdw", "haddock_cluster_score"):
        assert found.get_score(name).value is None


def test_distances_to_a_reference_are_no_scores(tmp_path):
    found = read_haddock3(write(tmp_path / "5_caprieval", HEADER, FIRST), PAIR)[0]

    assert not {"dockq", "fnat", "irmsd"} & {score.name for score in found.scores}


def test_the_score_of_the_cluster_stands_beside_the_model(tmp_path):
    folder = write(tmp_path / "5_caprieval", HEADER, FIRST)
    table = [
        "#####",
        "# `caprieval` cluster-based analysis",
        "cluster_id\tn\tscore",
        "3\t4\t-90.25",
    ]
    write(folder, *table, name="capri_clt.tsv")

    found = read_haddock3(folder, PAIR)[0]

    assert found.reason == "cluster 3"
    assert found.get_score("haddock_cluster_score").value == -90.25


def test_the_structure_is_read_where_its_file_is_at_hand(tmp_path):
    folder = write(tmp_path / "5_caprieval", HEADER, FIRST, SECOND)
    (tmp_path / "4_emref").mkdir()
    (tmp_path / "4_emref" / "emref_2.pdb").write_text(render_pdb(make_complex()), encoding="ascii")

    found = read_haddock3(folder, PAIR)

    assert found[0].structure.chains == ("A", "B")
    assert found[1].structure is None


def test_the_list_of_a_step_is_read_without_making_its_objects(tmp_path):
    entry = {
        "py/object": "haddock.libs.libontology.PDBFile",
        "file_name": "emref_1.pdb",
        "score": -40.5,
        "clt_id": None,
        "len": float("nan"),
        "unw_energies": {"vdw": -20.0},
    }
    (tmp_path / "io.json").write_text(json.dumps({"input": [], "output": [entry]}), "utf-8")

    (found,) = read_haddock3(tmp_path, PAIR)

    assert found.get_score("haddock_score").value == -40.5
    assert found.get_score("haddock_vdw").value == -20.0
    assert found.get_score("haddock_elec").value is None


@pytest.mark.parametrize("content", [{}, {"output": []}, {"output": [None, 3]}, {"output": "x"}])
def test_a_list_without_models_is_refused(tmp_path, content):
    (tmp_path / "io.json").write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(InputError, match="lists no model"):
        read_haddock3(tmp_path, PAIR)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((HEADER,), "holds no model"),
        ((HEADER.replace("\tscore", "\tvalue"), FIRST), "no column score"),
        ((HEADER, FIRST, SECOND[:40]), "line 3: the row has not the 13 columns"),
        (("# made", "# twice", HEADER, "", SECOND[:40]), "line 5: the row has not the 13"),
        ((HEADER, FIRST.replace("-98.5", "-98,5")), "-98,5 is no number"),
        ((HEADER, FIRST.replace("-98.5", "inf")), "inf is no number"),
    ],
)
def test_tables_that_are_cut_off_or_edited_are_refused(tmp_path, rows, message):
    with pytest.raises(InputError, match=message):
        read_haddock3(write(tmp_path / "5_caprieval", *rows), PAIR)


def test_a_folder_without_results_says_which_to_give(tmp_path):
    with pytest.raises(InputError, match=r"neither capri_ss\.tsv nor io\.json; give the folder of"):
        read_haddock3(tmp_path, PAIR)


def test_no_more_models_are_read_than_asked(tmp_path):
    found = read_haddock3(write(tmp_path / "c", HEADER, FIRST, SECOND), PAIR, most_models=1)

    assert [model.rank for model in found] == [1]
