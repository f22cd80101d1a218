import pytest

from tubulus.core.errors import InputError
from tubulus.screen.gene_sets import read_gene_sets


def write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "sets.gmt"
    path.write_bytes(text.encode(encoding))
    return path


def test_sets_keep_their_order_and_names_are_mapped(tmp_path):
    path = write(
        tmp_path, "meiosis\tmy note\tSYCP1\tP10721\tKIT\n\nother\t\tDDX4\tVASA\tnonsense\n"
    )

    meiosis, other = read_gene_sets(path)

    assert (meiosis.name, meiosis.title, meiosis.source) == ("meiosis", "my note", "sets.gmt")
    assert meiosis.genes == {"SYCP1", "KIT"}
    assert (other.title, other.genes, other.lost) == ("other", {"DDX4"}, ("nonsense",))


def test_all_problems_of_a_file_come_at_once(tmp_path):
    path = write(tmp_path, "a\tx\tKIT\nempty\tx\na\ty\tDDX4\nmouse\tx\tKit\tDdx4\n")

    with pytest.raises(InputError) as caught:
        read_gene_sets(path)

    assert [problem.row for problem in caught.value.problems] == [2, 3, 4]


def test_nothing_another_encoding_and_no_file_are_refused(tmp_path):
    with pytest.raises(InputError, match="is empty"):
        read_gene_sets(write(tmp_path, "\n"))
    with pytest.raises(InputError, match="UTF-8"):
        read_gene_sets(write(tmp_path, "größe\tx\tKIT\n", "latin-1"))
    with pytest.raises(InputError, match="cannot be read"):
        read_gene_sets(tmp_path / "none.gmt")
