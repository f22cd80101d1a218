"""The table of partners becomes requests, or says all that is wrong with it."""

import pytest

from tubulus.core.errors import InputError
from tubulus.dock.partners.partner_table import draft_partners, read_partners
from tubulus.dock.preparation.partners import ResidueRange

HEADER = "partner,role,file,chains,accession,residues,assembly,model\n"


def write(folder, text, name="partners.csv"):
    for file in ("a.pdb", "b.cif"):
        (folder / file).write_text("")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read_problems(folder, text):
    with pytest.raises(InputError) as caught:
        read_partners(write(folder, text))
    return {(p.row, p.field) for p in caught.value.problems}


def test_a_row_becomes_a_request(tmp_path):
    line = "TGFB3,ligand,a.pdb,A;B,P10600 P10600-2,A:-3-110;B:301-412,1,2\n"

    (request,) = read_partners(write(tmp_path, HEADER + line)).requests

    assert (request.name, request.role, request.path) == ("TGFB3", "ligand", tmp_path / "a.pdb")
    assert (request.reading.chains, request.reading.assembly) == (("A", "B"), "1")
    assert request.reading.model == 2
    assert request.accessions == ("P10600", "P10600-2")
    assert request.residues == (ResidueRange("A", -3, 110), ResidueRange("B", 301, 412))


def test_an_accession_in_small_letters_is_taken(tmp_path):
    line = "TGFB3,ligand,a.pdb,,p10600,,,\n"

    (request,) = read_partners(write(tmp_path, HEADER + line)).requests

    assert request.accessions == ("P10600",)


def test_a_draft_keeps_rows_without_a_problem_and_the_names_of_all(tmp_path):
    text = "partner,role,file\nA,ligand,a.pdb\nB,lignd,a.pdb\nC,receptor,none.pdb\n"

    draft = draft_partners(write(tmp_path, text))

    assert [request.name for request in draft.table.requests] == ["A"]
    assert [request.name for request in draft.named.mobile] == ["A", "B"]
    assert [request.name for request in draft.named.fixed] == ["B", "C"]
    assert [(p.row, p.field) for p in draft.problems] == [(3, "role"), (4, "file")]


def test_what_is_left_empty_is_not_declared(tmp_path):
    (request,) = read_partners(
        write(tmp_path, "\ufeffPartner;Role;File\n\nX;Receptor;b.cif\n")
    ).fixed

    assert request.reading.chains == request.residues == request.accessions == ()
    assert request.reading.model is request.reading.assembly is None


def test_a_partner_may_have_both_roles_and_a_family(tmp_path):
    text = "partner\trole\tfile\tfamily\nX\tligand\ta.pdb\tTGF\nX\treceptor\ta.pdb\t\n"

    table = read_partners(write(tmp_path, text))

    assert [r.name for r in (*table.fixed, *table.mobile)] == ["X", "X"]
    assert table.families == {"X": "TGF"}


def test_all_problems_are_told_at_once_with_line_and_field(tmp_path):
    text = HEADER + (
        ",ligand,a.pdb,,,,,\n"
        "X,agonist,a.pdb,,,,,\n"
        "Y,ligand,none.pdb,,banana,A25-130,,first\n"
        "Z,receptor,b.cif,,,A:9-2,,\n"
        "Z,receptor,b.cif,,,,,\n"
        "W,receptor,b.cif,A,B,,,,,,,\n"
    )

    assert read_problems(tmp_path, text) == {
        (2, "partner"), (3, "role"), (4, "file"), (4, "accession"), (4, "residues"), (4, "model"),
        (5, "residues"), (6, "partner"), (7, ""), (7, "accession"),
    }  # fmt: skip


def test_a_misspelt_column_is_refused_rather_than_passed_over(tmp_path):
    assert read_problems(tmp_path, "partner,role,file,chain\nX,ligand,a.pdb,A\n") == {(1, "chain")}


def test_two_families_of_one_partner_are_refused(tmp_path):
    text = "partner,role,file,family\nX,ligand,a.pdb,one\nX,receptor,a.pdb,two\n"

    assert read_problems(tmp_path, text) == {(3, "family")}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", (0, "")),
        (HEADER, (0, "")),
        ("partner,role\nX,ligand\n", (1, "file")),
        ("partner,role,file,role\nX,ligand,a.pdb,\n", (1, "role")),
        ('partner,role,file\n"X,ligand,a.pdb\n', (0, "")),
    ],
)
def test_a_file_that_is_no_table_of_partners_is_refused(tmp_path, text, problem):
    assert problem in read_problems(tmp_path, text)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "latin.csv").write_bytes("partner,role,file\nß,ligand,a\n".encode("latin-1"))

    for name in ("absent.csv", "latin.csv"):
        with pytest.raises(InputError, match=name):
            read_partners(tmp_path / name)


def test_pairs_of_one_file_are_told_by_the_file_and_not_by_its_spelling(tmp_path):
    (tmp_path / "sub").mkdir()
    rows = (
        "R1,receptor,a.pdb\nR2,receptor,b.cif\nR3,receptor,a.pdb\n"
        "L1,ligand,sub/../a.pdb\nL2,ligand,b.cif\n"
    )

    table = read_partners(write(tmp_path, "partner,role,file\n" + rows))

    assert table.pairs_of_one_file == (("R1", "L1"), ("R2", "L2"), ("R3", "L1"))


def test_a_row_says_whether_its_model_is_predicted(tmp_path):
    rows = "A,ligand,a.pdb,yes\nB,ligand,a.pdb,No\nC,ligand,a.pdb,\n"

    table = read_partners(write(tmp_path, "partner,role,file,predicted\n" + rows))

    assert [request.reading.is_predicted for request in table.requests] == [True, False, None]
    assert read_problems(tmp_path, "partner,role,file,predicted\nA,ligand,a.pdb,true\n") == {
        (2, "predicted")
    }
