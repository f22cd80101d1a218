import gzip

import polars as pl
import pytest
from tests.support.evidence_files import EVIDENCE_KEYS, write_evidence_files

from tubulus.core.errors import InputError
from tubulus.screen.gene_sets import load_gene_set
from tubulus.screen.inputs.evidence import (
    EvidenceInputs,
    make_builtin_evidence,
    read_evidence_inputs,
)
from tubulus.screen.knowledge import liana
from tubulus.screen.settings import EvidenceSettings

RECEPTORS = ("KIT", "TGFBR1", "TGFBR2", "CSF1R", "ITGB1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("evidence")
    write_evidence_files(place)
    return place


def read(folder, **keys):
    return read_evidence_inputs(EvidenceSettings(**keys), folder, RECEPTORS)


def select(*names):
    return {name: EVIDENCE_KEYS[name] for name in names}


@pytest.fixture(scope="module")
def whole(folder):
    return read(folder, **EVIDENCE_KEYS)


def find_problems(folder, **keys):
    with pytest.raises(InputError) as caught:
        read(folder, **keys)
    return caught.value.problems


def get_state(evidence, source, symbol, cell_type):
    rows = evidence.lines.filter(
        pl.col("source").str.contains(source), symbol=symbol, cell_type=cell_type
    )
    return rows["state"].to_list()


def test_every_kind_of_file_is_read(whole):
    assert [source.kind for source in whole.pair_sources] == [
        "builtin", "liana", "cellphonedb", "table",
    ]  # fmt: skip
    assert [table.evidence for table in whole.physical] == ["literature", "systematic"]
    assert whole.signalling.evidence == "signalling"
    assert whole.network.directed
    assert whole.genes.genes == {"AKT1", "SMAD3"}
    assert whole.bulk.filter(symbol="KIT")["value"].to_list() == [9.5]


def test_the_complexes_of_the_own_table_come_from_its_second_file(whole):
    assert whole.pair_sources[3].complexes == ("TGFBR1+TGFBR2",)


def test_each_file_says_on_a_receptor_what_it_holds(whole):
    assert get_state(whole, "immunohistochemistry", "KIT", "Sertoli cells") == ["absent"]
    assert get_state(whole, "single-cell RNA", "KIT", "Sertoli cells") == ["unknown"]
    assert get_state(whole, "cells.csv", "KIT", "Leydig cells") == ["present"]


def test_the_version_of_the_atlas_and_the_disease_of_the_donors_stand_in_the_lines(whole):
    atlas = whole.lines.filter(pl.col("source").str.contains("Protein Atlas"))
    own = whole.lines.filter(pl.col("source").str.contains("cells.csv"))

    assert atlas["source"].str.contains("SYNTHETIC", literal=True).all()
    assert set(own["disease"]) == {"NOA"}


def test_the_rule_of_presence_is_that_of_the_settings(folder):
    strict = read(folder, **select("expression_file"), presence_min_expressing=13)

    assert get_state(strict, "cells.csv", "KIT", "Leydig cells") != ["present"]


def test_the_share_of_cells_is_that_of_the_settings(tmp_path):
    rows = "\n".join(["cell_type,KIT", *(f"Leydig cell,{2 * (k < 4)}" for k in range(20))])
    (tmp_path / "cells.csv").write_text(rows + "\n")

    mild = read(tmp_path, expression_file="cells.csv", presence_share=0.1)
    strict = read(tmp_path, expression_file="cells.csv", presence_share=0.9)

    assert get_state(mild, "cells.csv", "KIT", "Leydig cells") == ["present"]
    assert get_state(strict, "cells.csv", "KIT", "Leydig cells") != ["present"]


def test_the_column_of_labels_is_that_of_the_settings(tmp_path):
    rows = "\n".join(["cluster,KIT", *("Leydig cell,3" for _ in range(5))])
    (tmp_path / "cells.csv").write_text(rows + "\n")

    named = read(tmp_path, expression_file="cells.csv", expression_label="cluster")

    assert get_state(named, "cells.csv", "KIT", "Leydig cells") == ["present"]
    assert [p.field for p in find_problems(tmp_path, expression_file="cells.csv")] == ["cell_type"]


def test_the_layer_and_the_genes_of_an_anndata_file_are_those_of_the_settings(tmp_path):
    h5py = pytest.importorskip("h5py")
    text = h5py.string_dtype()
    with h5py.File(tmp_path / "cells.h5ad", "w") as file:
        file["X"] = [[0.0]] * 4 + [[2.0]]
        file["layers/counts"] = [[4.0]] * 5
        file.create_dataset("obs/cell_type", data=["Leydig cell"] * 5, dtype=text)
        file.create_dataset("var/index", data=["gene-1"], dtype=text)
        file.create_dataset("var/symbol", data=["KIT"], dtype=text)
        file["var"].attrs["_index"] = "index"
    keys = {"expression_file": "cells.h5ad", "expression_gene": "symbol"}

    counts = read(tmp_path, **keys, expression_layer="counts")
    plain = read(tmp_path, **keys)

    assert get_state(counts, "cells.h5ad", "KIT", "Leydig cells") == ["present"]
    assert get_state(plain, "cells.h5ad", "KIT", "Leydig cells") != ["present"]


def test_the_tables_of_liana_are_those_of_the_settings(folder):
    keys = {**select("liana_file"), "pair_sources": ("liana",)}

    one = read(folder, **keys, liana_resources=("hpmr",))

    assert one.pair_sources[0].pairs.rows() == [("CSF1", "CSF1R")]


def test_links_of_string_need_their_names(tmp_path):
    (tmp_path / "physical.links.txt").write_text(
        "protein1 protein2 combined_score\n9606.1 9606.2 900\n"
    )
    (tmp_path / "info.txt").write_text(
        "#string_protein_id\tpreferred_name\n9606.1\tKITLG\n9606.2\tKIT\n"
    )
    keys = {"physical_files": ("physical.links.txt",)}

    named = read(tmp_path, **keys, physical_names_file="info.txt")

    assert named.physical[0].pairs.select("first", "second").rows() == [("KIT", "KITLG")]
    assert "names proteins by ids" in str(find_problems(tmp_path, **keys)[0])


def test_without_any_key_the_built_in_tables_are_the_evidence(folder):
    evidence = read(folder)

    assert evidence.knowledge.equals(make_builtin_evidence().knowledge)
    assert (evidence.lines, evidence.physical, evidence.network) == (None, (), None)


def test_from_python_what_is_left_out_is_built_in():
    evidence = EvidenceInputs()

    assert [source.kind for source in evidence.pair_sources] == ["builtin"]
    assert evidence.genes == load_gene_set("spermatogenesis")


def test_the_problems_of_all_files_are_told_at_once(tmp_path):
    (tmp_path / "insilico").mkdir()

    problems = find_problems(tmp_path, **EVIDENCE_KEYS)

    named = {problem.file for problem in problems}
    files = {
        str(name).rpartition("/")[2]
        for key, value in EVIDENCE_KEYS.items()
        if key.endswith(("_file", "_files")) and key != "pair_complexes_file"
        for name in (value if isinstance(value, tuple) else (value,))
    }
    assert files <= named
    assert "cellphonedb" in named


def test_a_folder_without_its_tables_names_what_it_needs(tmp_path):
    problems = find_problems(
        tmp_path, pair_sources=("cellphonedb",), cellphonedb_folder="not-there"
    )

    assert [problem.field for problem in problems] == ["complex_input", "interaction_input"]


@pytest.mark.parametrize(
    ("source", "key"), [("cellphonedb", "cellphonedb_folder"), ("table", "pairs_file")]
)
def test_a_source_without_its_key_names_the_key(folder, source, key):
    (problem,) = find_problems(folder, pair_sources=("builtin", source))

    assert problem.field == f"screen.evidence.{key}"


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("liana_file", 'add "liana"'),
        ("cellphonedb_folder", 'add "cellphonedb"'),
        ("pairs_file", 'add "table"'),
        ("pair_complexes_file", "name a pairs_file"),
        ("physical_names_file", "physical_files"),
    ],
)
def test_a_file_that_nothing_would_read_is_refused(folder, key, remedy):
    keys = {key: EVIDENCE_KEYS.get(key, "insilico/physical.csv")}

    (problem,) = find_problems(folder, **keys)

    assert problem.field == f"screen.evidence.{key}"
    assert remedy in problem.remedy


def test_liana_that_is_not_installed_is_told_with_what_to_do(folder, monkeypatch):
    monkeypatch.setattr(liana, "find_liana_table", lambda: None)

    (problem,) = find_problems(folder, pair_sources=("builtin", "liana"))

    assert "pip install liana" in problem.remedy


def test_an_unknown_gene_set_is_refused_with_the_nearest(folder):
    (built_in,) = find_problems(folder, gene_set="spermatogenesys")
    (own,) = find_problems(folder, gene_set="own sets", **select("gene_sets_file"))

    assert "did you mean 'spermatogenesis'" in built_in.remedy
    assert "did you mean 'own set'" in own.remedy


def test_sets_of_the_user_that_no_key_names_are_told(folder):
    evidence = read(folder, **select("gene_sets_file"))

    assert evidence.genes == load_gene_set("spermatogenesis")
    assert any("gene_set names none of insilico/sets.gmt: own set" in n for n in evidence.notes)


@pytest.mark.parametrize(
    ("key", "other", "word"),
    [
        ("physical_files", "signor.tsv", "name it under signalling_file"),
        ("stainings_file", "rna_single_cell_type.tsv", "Level: column is missing"),
        ("cell_rna_file", "normal_ihc_data.tsv", "nTPM"),
        ("tissue_rna_file", "rna_single_cell_type.tsv", "Tissue: column is missing"),
        ("expression_file", "normal_ihc_data.tsv", "cell_type: column is missing"),
        ("gene_sets_file", "cells.csv", "gene set"),
        ("pairs_file", "physical.csv", "ligand: column is missing"),
        ("liana_file", "pairs.csv", "column is missing"),
        ("signalling_file", "cells.csv", "cells.csv"),
        ("signalling_file", "pairs.csv", "name it under pairs_file"),
        ("physical_files", "pairs.csv", "name it under pairs_file"),
    ],
)
def test_a_file_under_the_wrong_key_is_refused_by_name(folder, key, other, word):
    source = {"pairs_file": "table", "liana_file": "liana"}.get(key, "builtin")
    name = f"insilico/{other}"

    problems = find_problems(
        folder, pair_sources=(source,), **{key: (name,) if key == "physical_files" else name}
    )

    assert word in "\n".join(map(str, problems))
    assert {problem.file for problem in problems} == {other}


def test_a_file_that_was_cut_short_is_refused_and_not_read_in_part(tmp_path, folder):
    packed = gzip.compress((folder / "insilico" / "signor.tsv").read_bytes())
    (tmp_path / "signor.tsv.gz").write_bytes(packed[:-12])

    (problem,) = find_problems(tmp_path, signalling_file="signor.tsv.gz")

    assert "cut short" in problem.message


def test_a_matrix_without_any_count_is_refused_by_the_name_of_its_file(tmp_path):
    (tmp_path / "cells.csv").write_text("cell_type,KIT\nLeydig cell,0\nLeydig cell,0\n")

    (problem,) = find_problems(tmp_path, expression_file="cells.csv")

    assert problem.file == "cells.csv"
