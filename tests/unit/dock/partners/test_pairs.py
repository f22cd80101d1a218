"""The table of asked pairs is checked against the partners."""

import pytest

from tubulus.core.errors import InputError
from tubulus.dock.partners.pairs import read_pairs
from tubulus.dock.partners.partner_table import read_partners


def write(path, text):
    path.write_text(text)
    return path


@pytest.fixture
def partners(tmp_path):
    (tmp_path / "a.pdb").write_text("")
    text = "partner,role,file\nTGFB3,ligand,a.pdb\nTGFBR2,receptor,a.pdb\nMET,receptor,a.pdb\n"
    return read_partners(write(tmp_path / "partners.csv", text))


def test_a_pair_that_stands_twice_is_one_and_other_columns_are_passed_over(tmp_path, partners):
    text = "rank,fixed,mobile\n1,TGFBR2,TGFB3\n2,MET,TGFB3\n3,TGFBR2,TGFB3\n"

    pairs = read_pairs(write(tmp_path / "pairs.csv", text), partners)

    assert pairs == (("TGFBR2", "TGFB3"), ("MET", "TGFB3"))


def test_a_header_alone_asks_nothing(tmp_path):
    assert read_pairs(write(tmp_path / "pairs.csv", "fixed,mobile\n")) == ()


def test_names_of_no_partner_or_of_the_other_role_are_told_with_a_remedy(tmp_path, partners):
    text = "fixed,mobile\nTGFBR3,TGFB3\nTGFB3,MET\nMET,\n"

    with pytest.raises(InputError, match="did you mean 'TGFBR2'") as caught:
        read_pairs(write(tmp_path / "pairs.csv", text), partners)

    assert [(p.row, p.field) for p in caught.value.problems] == [
        (2, "fixed"), (3, "fixed"), (3, "mobile"), (4, "mobile"),
    ]  # fmt: skip


def test_a_pair_the_wrong_way_round_is_told_to_be_turned(tmp_path, partners):
    path = write(tmp_path / "pairs.csv", "fixed,mobile\nTGFB3,MET\n")

    with pytest.raises(InputError, match="turn the pair round: fixed MET, mobile TGFB3"):
        read_pairs(path, partners)


def test_tables_are_read_by_their_path_as_text(tmp_path, partners):
    path = write(tmp_path / "pairs.csv", "fixed,mobile\nMET,TGFB3\n")

    assert read_partners(str(tmp_path / "partners.csv")).requests == partners.requests
    assert read_pairs(str(path), partners) == (("MET", "TGFB3"),)
