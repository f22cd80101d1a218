"""A file tells its entry, and whether its protein was solved together with another one."""

import gemmi
import pytest
from tests.support.dock import make_peptide

from tubulus.dock.preparation.partners import PartnerRequest
from tubulus.dock.preparation.prepare import prepare_partner
from tubulus.dock.structures.reading.origin import StructureOrigin
from tubulus.dock.structures.reading.read import ReadingOptions, read_structure
from tubulus.dock.structures.structure import join_structures
from tubulus.dock.structures.writing import render_mmcif, render_pdb

ONE = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ"
OTHER = "GSHWDPECNTRALYVFKWMEHDIPAGTNCQSLV"
HEADER = f"HEADER    {'CYTOKINE/CYTOKINE RECEPTOR':40}{'15-JAN-02':9}   1KTZ\n"
COMPLEX = join_structures([make_peptide(ONE), make_peptide(OTHER, chain="B", origin=(0, 30, 0))])


def declare(*chains):
    lines = []
    for chain, letters in chains:
        names = [gemmi.expand_one_letter(x, gemmi.ResidueKind.AA) for x in letters]
        for row in range(0, len(names), 13):
            listed = " ".join(names[row : row + 13])
            lines.append(f"SEQRES {row // 13 + 1:>3} {chain} {len(names):>4}  {listed}\n")
    return "".join(lines)


def read(folder, text, *chains):
    path = folder / "x.pdb"
    path.write_text(text)
    return read_structure(path, ReadingOptions(chains=chains)).origin


def test_a_chain_cut_out_of_a_complex_is_bound(tmp_path):
    origin = read(tmp_path, HEADER + render_pdb(COMPLEX), "A")

    assert origin == StructureOrigin("1KTZ", "bound", ("B",))
    assert origin.describe() == (
        "from entry 1KTZ of the Protein Data Bank, whose file holds another protein too (chain B): "
        "a bound conformation"
    )


def test_a_file_of_one_chain_is_bound_where_it_still_declares_the_other(tmp_path):
    text = HEADER + declare(("A", ONE), ("B", OTHER)) + render_pdb(make_peptide(ONE))

    assert read(tmp_path, text) == StructureOrigin("1KTZ", "bound", ("B",))


def test_mmcif_tells_its_entry_and_the_other_protein_too(tmp_path):
    text = HEADER + declare(("A", ONE), ("B", OTHER)) + render_pdb(make_peptide(ONE))
    structure = gemmi.read_pdb_string(text)
    structure.setup_entities()
    path = tmp_path / "x.cif"
    structure.make_mmcif_document().write_file(str(path))

    assert read_structure(path).origin.state == "bound"
    assert read_structure(path).origin.entry == "1KTZ"


def test_copies_of_one_protein_are_no_complex(tmp_path):
    copies = join_structures(
        [make_peptide(ONE), make_peptide(ONE[2:], chain="B", origin=(0, 30, 0))]
    )
    text = HEADER + declare(("A", ONE), ("B", ONE)) + render_pdb(copies)

    assert read(tmp_path, text, "A") == StructureOrigin("1KTZ", "alone")


@pytest.mark.parametrize(
    ("header", "entry"), [("", ""), (HEADER, "1KTZ"), (HEADER.replace("1KTZ", "XXXX"), "")]
)
def test_a_file_that_declares_nothing_leaves_it_unknown(tmp_path, header, entry):
    origin = read(tmp_path, header + render_pdb(make_peptide(ONE)))

    assert origin == StructureOrigin(entry, "unknown")
    assert "not known" in origin.describe()


def test_both_proteins_read_as_one_partner_are_not_bound_to_each_other(tmp_path):
    text = HEADER + declare(("A", ONE), ("B", OTHER)) + render_pdb(COMPLEX)

    assert read(tmp_path, text).state == "alone"


def test_a_short_peptide_and_a_predicted_model_make_no_complex(tmp_path):
    peptide = join_structures(
        [make_peptide(ONE), make_peptide(OTHER[:12], chain="B", origin=(0, 30, 0))]
    )
    predicted = f"TITLE     ALPHAFOLD MONOMER V2.0 PREDICTION\n{render_pdb(COMPLEX)}"

    assert read(tmp_path, render_pdb(peptide), "A").state == "unknown"
    assert read(tmp_path, predicted, "A").state == "predicted"


def test_nucleic_acid_is_no_other_protein(tmp_path):
    strand = "".join(f"SEQRES {i + 1:>3} D   26  " + "DA  DC " * 6 + "DG\n" for i in range(2))
    text = HEADER + declare(("A", ONE)) + strand + render_pdb(make_peptide(ONE))

    assert read(tmp_path, text).state == "alone"


def test_the_report_of_a_partner_begins_with_its_origin(tmp_path):
    path = tmp_path / "x.pdb"
    path.write_text(HEADER + render_pdb(COMPLEX))
    reading = ReadingOptions(chains=("A",))

    partner = prepare_partner(PartnerRequest(path, "X", reading=reading))

    assert partner.origin.entry == "1KTZ"
    assert (partner.notes[0].kind, partner.notes[0].text) == ("origin", partner.origin.describe())


@pytest.mark.parametrize(
    ("given", "entry"),
    [
        ("1ktz", "1KTZ"),
        ("pdb_00001ktz", "1KTZ"),
        ("PDB_12345678", "PDB_12345678"),
        ("PDB_0000XKTZ", "PDB_0000XKTZ"),
        ("AF-P10600-F1", ""),
    ],
)
def test_a_long_code_and_a_short_one_are_one_entry(tmp_path, given, entry):
    path = tmp_path / "x.cif"
    path.write_text(render_mmcif(make_peptide(ONE)) + f"_entry.id {given}\n")

    assert read_structure(path).origin.entry == entry
