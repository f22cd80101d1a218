import gzip
import importlib.util

import numpy as np
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.expression.readers import read_expression_csv, read_expression_h5ad


def test_a_table_with_labels_and_names_of_cells_is_read(tmp_path):
    path = tmp_path / "cells.tsv.gz"
    text = b"cell\tKIT\tcell_type\tKITLG\nc1\t1.5\tgerm\t0\nc2\t0\tSertoli\t2\n"
    path.write_bytes(gzip.compress(text))

    data = read_expression_csv(path, cell="cell")

    assert data.genes == ("KIT", "KITLG")
    assert data.labels == ("Sertoli", "germ")
    assert data.values.toarray().tolist() == [[1.5, 0.0], [0.0, 2.0]]


def test_all_problems_of_a_table_come_at_once_with_their_lines(tmp_path):
    path = tmp_path / "cells.csv"
    path.write_text("cell_type,KIT,RET\na,1,x\n,2,3\nb,-1,\n", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_expression_csv(path)

    found = [(p.row, p.field) for p in caught.value.problems]
    assert found == [(2, "RET"), (3, "cell_type"), (4, "KIT"), (4, "RET")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"KIT\n1\n", "cell_type: column is missing"),
        (b"", "not a table"),
        (b"cell_type,KIT\na,\xff\n", "UTF-8"),
        (gzip.compress(b"cell_type,KIT\na,1\n", mtime=0)[:-6], "cannot be read"),
        (b"cell_type,KIT\n", "no cells"),
    ],
)
def test_a_file_that_is_no_table_of_cells_is_refused(tmp_path, content, message):
    path = tmp_path / "cells.csv"
    path.write_bytes(content)

    with pytest.raises(InputError, match=message):
        read_expression_csv(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.csv"):
        read_expression_csv(tmp_path / "none.csv")


def test_without_h5py_an_anndata_file_is_refused_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(InputError, match="install h5py"):
        read_expression_h5ad(tmp_path / "cells.h5ad", label="cell_type")


@pytest.fixture
def h5py():
    return pytest.importorskip("h5py", reason="h5py is not installed")


def write_h5ad(h5py, path):
    """Write X, a layer, raw, genes by id and by name, and labels in the form before AnnData 0.7."""
    with h5py.File(path, "w") as file:
        file["X"] = np.array([[0.5, 0.0], [0.0, 0.7]])
        file["layers/counts"] = np.array([[3.0, 0.0], [0.0, 4.0]])
        for table in (file.create_group("var"), file.create_group("raw/var")):
            table["id"], table["name"] = [b"E1", b"E2"], [b"KIT", b"RET"]
            table.attrs["_index"] = "id"
        raw = file.create_group("raw/X")
        raw["data"], raw["indices"], raw["indptr"] = [5.0], [1], [0, 0, 1]
        raw.attrs.update({"h5sparse_format": "csr", "h5sparse_shape": [2, 2]})
        file["obs/type"] = np.array([1, 0], dtype=np.int8)
        file["obs/__categories/type"] = [b"a", b"b"]


@pytest.mark.parametrize(
    ("layer", "values"),
    [
        (None, [[0.5, 0.0], [0.0, 0.7]]),
        ("counts", [[3.0, 0.0], [0.0, 4.0]]),
        ("raw", [[0.0, 0.0], [0.0, 5.0]]),
    ],
)
def test_a_layer_a_column_of_genes_and_an_old_file_are_read(tmp_path, h5py, layer, values):
    write_h5ad(h5py, tmp_path / "cells.h5ad")

    data = read_expression_h5ad(tmp_path / "cells.h5ad", label="type", layer=layer, gene="name")

    assert data.values.toarray().tolist() == values
    assert data.genes == ("KIT", "RET")
    assert [data.labels[i] for i in data.codes] == ["b", "a"]


def test_an_unknown_layer_and_label_are_refused_with_those_that_exist(tmp_path, h5py):
    write_h5ad(h5py, tmp_path / "cells.h5ad")

    with pytest.raises(InputError) as caught:
        read_expression_h5ad(tmp_path / "cells.h5ad", label="cluster", layer="spliced")

    said = {problem.field: problem.remedy for problem in caught.value.problems}
    assert "type" in said["cluster"]
    assert said["spliced"] == "the file has: raw, counts"


def test_a_half_written_anndata_file_is_refused(tmp_path, h5py):
    whole = tmp_path / "whole.h5ad"
    write_h5ad(h5py, whole)
    (tmp_path / "half.h5ad").write_bytes(whole.read_bytes()[:900])

    with pytest.raises(InputError, match=r"half\.h5ad"):
        read_expression_h5ad(tmp_path / "half.h5ad", label="type")


@pytest.mark.parametrize("form", ["csr_matrix", "csc_matrix", "array"])
@pytest.mark.parametrize("categories", [False, True])
def test_an_anndata_file_is_read(tmp_path, h5py, form, categories):
    path = tmp_path / "cells.h5ad"
    with h5py.File(path, "w") as file:
        if form == "array":
            file["X"] = np.array([[1.0, 0.0], [0.0, 2.0]])
        else:
            group = file.create_group("X")
            group["data"], group["indices"], group["indptr"] = [1.0, 2.0], [0, 1], [0, 1, 2]
            group.attrs.update({"encoding-type": form, "shape": [2, 2]})
        file.create_group("var")["names"] = [b"KIT", b"RET"]
        file["var"].attrs["_index"] = "names"
        if categories:
            file["obs/type/categories"], file["obs/type/codes"] = [b"a", b"b"], [1, 0]
        else:
            file["obs/type"] = [b"b", b"a"]

    data = read_expression_h5ad(path, label="type")

    assert data.genes == ("KIT", "RET")
    assert [data.labels[i] for i in data.codes] == ["b", "a"]
    assert data.values.toarray().tolist() == [[1.0, 0.0], [0.0, 2.0]]


def test_an_anndata_file_without_the_label_is_refused(tmp_path, h5py):
    path = tmp_path / "cells.h5ad"
    with h5py.File(path, "w") as file:
        file["X"] = np.zeros((1, 1))

    with pytest.raises(InputError, match="needs X, var and obs"):
        read_expression_h5ad(path, label="type")
