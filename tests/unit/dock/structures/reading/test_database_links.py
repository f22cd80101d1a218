import pytest

from tubulus.dock.structures.reading.database_links import DatabaseLink, read_database_links
from tubulus.dock.structures.reading.files import StructureText

ROW = "DBREF  1ABC A    1   112  UNP    P10600   TGFB3_HUMAN    301    412"
CIF = """data_x
loop_
_struct_ref_seq.pdbx_strand_id
_struct_ref_seq.pdbx_db_accession
_struct_ref_seq.pdbx_auth_seq_align_beg
_struct_ref_seq.pdbx_auth_seq_align_end
_struct_ref_seq.db_align_beg
A P10600 1 112 301
B ? ? ? ?
"""


@pytest.mark.parametrize(("text", "kind"), [(ROW + "\n", "pdb"), (CIF, "mmcif")])
def test_both_formats_declare_the_entry_and_unreadable_rows_are_passed_over(text, kind):
    (link,) = read_database_links(StructureText("x", text, kind, ""))

    assert link == DatabaseLink("A", "P10600", 1, 112, 301)


@pytest.mark.parametrize(
    "text", ["", ROW.replace("UNP   ", "PDB   "), ROW[:20], ROW.replace(" 112 ", " x12 ")]
)
def test_other_databases_and_broken_records_declare_nothing(text):
    assert read_database_links(StructureText("x", text, "pdb", "")) == ()


REFERENCES = """loop_
_struct_ref.id
_struct_ref.db_name
1 UNP
2 PDB
loop_
_struct_ref_seq.ref_id
_struct_ref_seq.pdbx_strand_id
_struct_ref_seq.pdbx_db_accession
_struct_ref_seq.pdbx_auth_seq_align_beg
_struct_ref_seq.pdbx_auth_seq_align_end
_struct_ref_seq.db_align_beg
1 A P10600 1 112 301
2 B 1KTZ 1 9 1
"""


def test_stretches_of_an_mmcif_that_are_of_no_uniprot_entry_are_passed_over():
    (link,) = read_database_links(StructureText("x", f"data_x\n{REFERENCES}", "mmcif", ""))
    without = CIF.replace("P10600", "1KTZ")

    assert (link.chain, link.accession) == ("A", "P10600")
    assert read_database_links(StructureText("x", without, "mmcif", "")) == ()


def test_an_mmcif_without_the_category_declares_nothing():
    assert read_database_links(StructureText("x", "data_x\n_a.b c\n", "mmcif", "")) == ()
