import gzip

import pytest

from tubulus.core.errors import InputError
from tubulus.screen.network.readers import read_network


def test_a_compressed_table_without_named_columns_uses_its_first_two(tmp_path):
    path = tmp_path / "edges.tsv.gz"
    path.write_bytes(gzip.compress(b"node1\tnode2\tnote\nKIT\tKITLG\tx\nKIT\tGRB2\ty\n"))

    network = read_network(path)

    assert network.nodes == ("GRB2", "KIT", "KITLG")
    assert network.counts.edges == 2


def test_named_columns_give_weights_and_signs(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_text("w,from,to,sign\n0.5,KIT,AKT1,1\n2,AKT1,FOXO3,-1\n", encoding="utf-8")

    network = read_network(path, source="from", target="to", weight="w", sign="sign", directed=True)

    assert network.signs is not None
    assert network.signs.toarray()[0].tolist() == [0.0, -2.0, 0.0]


def test_all_problems_of_a_table_come_at_once_with_their_lines(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_text("a,b,w,s\nKIT,,1,1\nKIT,X,-2,1\nKIT,Y,1,up\n", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_network(path, weight="w", sign="s")

    assert [(p.row, p.field) for p in caught.value.problems] == [(2, "b"), (3, "w"), (4, "s")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"only\nKIT\n", "one column"),
        (b"", "not a table"),
        (b"a,b\nKIT,\xff\n", "UTF-8"),
        (gzip.compress(b"a,b\nKIT,X\n", mtime=0)[:-6], "cut short"),
    ],
)
def test_a_file_that_is_no_table_of_edges_is_refused(tmp_path, content, message):
    path = tmp_path / "edges.csv"
    path.write_bytes(content)

    with pytest.raises(InputError, match=message):
        read_network(path)


def test_a_missing_file_and_a_missing_column_are_named(tmp_path):
    path = tmp_path / "edges.csv"
    path.write_text("a,b\nKIT,X\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"nothing\.csv"):
        read_network(tmp_path / "nothing.csv")
    with pytest.raises(InputError, match="weight: column is missing"):
        read_network(path, weight="weight")
