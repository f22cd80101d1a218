"""Reading of structures: what a good file gives, and what each hostile one is told."""

import gzip

import gemmi
import numpy as np
import pytest
from tests.support.dock import format_pdb_atom, make_peptide

from tubulus.core.errors import InputError
from tubulus.dock.partners.components import list_components
from tubulus.dock.structures.reading import ReadingOptions, read_structure
from tubulus.dock.structures.structure import join_structures
from tubulus.dock.structures.writing import render_mmcif, render_pdb

SEQUENCE = "MKTAYIAKQRQISFVKSHFSRQ"
PEPTIDE = make_peptide(SEQUENCE)
DIMER = join_structures([PEPTIDE, make_peptide(SEQUENCE, chain="B", origin=(0.0, 20.0, 0.0))])
PDB = render_pdb(PEPTIDE)
CIF = render_mmcif(PEPTIDE)


def write(folder, content, name="x.pdb"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(path, **options):
    with pytest.raises(InputError) as caught:
        read_structure(path, ReadingOptions(**options))
    (problem, *_) = caught.value.problems
    assert problem.file == path.name
    assert problem.remedy
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.pdb", PDB),
        ("x.ent.gz", gzip.compress(PDB.encode())),
        ("x.cif", CIF),
        ("x.cif.gz", gzip.compress(CIF.encode())),
        ("x.pdb", PDB.replace("\n", "\r\n")),
    ],
)
def test_pdb_and_mmcif_give_the_same_atoms(tmp_path, name, content):
    found = read_structure(write(tmp_path, content, name)).structure

    np.testing.assert_allclose(found.positions, PEPTIDE.positions, atol=1e-9)
    assert found.atom_name.tolist() == PEPTIDE.atom_name.tolist()
    assert found.residue_number.tolist() == PEPTIDE.residue_number.tolist()
    assert found.n_residues == len(SEQUENCE)


def test_a_structure_names_its_file_and_its_hash(tmp_path):
    found = read_structure(write(tmp_path, PDB, "1ABC.pdb")).structure

    assert (found.name, found.source_name) == ("1ABC", "1ABC.pdb")
    assert len(found.source_hash) == 64


def test_letters_beyond_ascii_move_no_column(tmp_path):
    text = f"TITLE     BY MÜLLER AND ÅSTRÖM\n{PDB}".encode()

    found = read_structure(write(tmp_path, text.replace(b"MET A", b"M\xc9T A"))).structure

    assert found.n_atoms == PEPTIDE.n_atoms


def test_an_absent_file_is_told(tmp_path):
    assert "no such file" in refusal(tmp_path / "nowhere.pdb")


@pytest.mark.parametrize("content", ["", " \n\n"])
def test_an_empty_file_is_told(tmp_path, content):
    assert "the file is empty" in refusal(write(tmp_path, content))


def test_a_page_of_a_web_server_is_no_structure(tmp_path):
    message = refusal(write(tmp_path, "<html><body>404 not found</body></html>"))

    assert "neither PDB nor mmCIF" in message


def test_binary_cif_is_refused_with_what_to_do(tmp_path):
    message = refusal(write(tmp_path, b"\x83\xa7version\xa50.3.0\x00\x00", "4zxb.bcif"))

    assert "BinaryCIF" in message
    assert "mmCIF" in message


def test_a_packed_file_that_ends_too_early_is_told(tmp_path):
    packed = gzip.compress(PDB.encode())

    assert "ends too early" in refusal(write(tmp_path, packed[: len(packed) // 2], "x.pdb.gz"))


def test_a_packed_file_with_damaged_bytes_is_told(tmp_path):
    packed = bytearray(gzip.compress(PDB.encode()))
    packed[20:40] = b"\xff" * 20

    assert "damaged" in refusal(write(tmp_path, bytes(packed), "x.pdb.gz"))


def test_a_truncated_mmcif_is_told(tmp_path):
    message = refusal(write(tmp_path, CIF[: len(CIF) // 2].rsplit(" ", 3)[0], "x.cif"))

    assert "cannot be parsed as mmcif" in message
    assert "cut off" in message


def test_an_mmcif_of_headers_alone_holds_no_atoms(tmp_path):
    assert "no atoms" in refusal(write(tmp_path, "data_x\n_entry.id x\n", "x.cif"))


def test_a_pdb_of_remarks_alone_holds_no_atoms(tmp_path):
    assert "no atoms" in refusal(write(tmp_path, "REMARK   1\nEND\n"))


@pytest.mark.parametrize("bad", ["     nan", "     inf", "********", "  12,345", "        "])
def test_coordinates_that_are_no_numbers_are_named_by_line_and_axis(tmp_path, bad):
    lines = PDB.splitlines()
    lines[2] = lines[2][:38] + bad + lines[2][46:]

    message = refusal(write(tmp_path, "\n".join(lines)))

    assert "x.pdb, line 3, y: the coordinate reads" in message


def test_a_pdb_line_cut_in_the_middle_is_told(tmp_path):
    lines = PDB.splitlines()[:20]
    lines[-1] = lines[-1][:44]

    assert "line 20" in refusal(write(tmp_path, "\n".join(lines)))


def test_coordinates_of_an_mmcif_that_are_no_numbers_are_named(tmp_path):
    message = refusal(write(tmp_path, CIF.replace(" 1.400 0.500 ", " nan 0.500 ", 1), "x.cif"))

    assert "the coordinates of CA of A:MET1" in message


def test_nucleic_acid_alone_is_refused(tmp_path):
    atoms = "".join(
        format_pdb_atom(name, " DA", "A", n, (n * 3.0, i, 0.0))
        for n in range(1, 5)
        for i, name in enumerate(("P", "C1'", "N9"))
    )

    assert "only nucleic acid" in refusal(write(tmp_path, atoms))


def test_nucleic_acid_beside_a_protein_is_left_out_and_noted(tmp_path):
    reading = read_structure(write(tmp_path, format_pdb_atom("P", " DA", "D") + PDB))

    assert reading.structure.chains == ("A",)
    assert [n.kind for n in reading.notes] == ["nucleic_acid_dropped"]


def test_an_alpha_carbon_trace_is_refused(tmp_path):
    trace = render_pdb(PEPTIDE.select(PEPTIDE.atom_name == "CA"))

    message = refusal(write(tmp_path, trace))

    assert "alpha-carbon trace" in message
    assert f"{len(SEQUENCE)} of {len(SEQUENCE)} residues" in message


def test_cofactors_without_a_protein_are_refused(tmp_path):
    text = format_pdb_atom("ZN", " ZN", record="HETATM", element="ZN")

    assert "no amino acid" in refusal(write(tmp_path, text))


def test_more_atoms_than_fit_are_refused_with_the_chains(tmp_path):
    many = join_structures(
        [make_peptide("A" * 100, chain=c, origin=(0.0, 9.0 * i, 0.0)) for i, c in enumerate("ABC")]
    )
    path = write(tmp_path, render_pdb(many))

    message = refusal(path, most_atoms=1000)

    assert "1,500 atoms" in message
    assert "A, B, C" in message
    assert read_structure(path, ReadingOptions(("B",), most_atoms=1000)).structure.n_atoms == 500


def test_a_hundred_thousand_atoms_are_refused(tmp_path):
    head, _, _ = CIF.partition("ATOM 1 ")
    rows = [
        f"ATOM {i} C C{i % 50} . ALA A{i // 5000} 1 ? {i % 9} 0.0 0.0 1 9 {i // 50} A{i // 5000}"
        for i in range(100_000)
    ]

    path = write(tmp_path, head + "\n".join(rows) + "\n#\n", "x.cif")
    message = refusal(path, most_atoms=30_000)

    assert "100,000 atoms are more than the 30,000" in message


def test_a_wrong_chain_is_told_with_those_that_are_there(tmp_path):
    message = refusal(write(tmp_path, render_pdb(DIMER)), chains=("A", "b"))

    assert "there is no chain b" in message
    assert "the chains are A, B" in message


def test_asked_chains_alone_are_read(tmp_path):
    found = read_structure(write(tmp_path, render_pdb(DIMER)), ReadingOptions(("B",))).structure

    assert found.chains == ("B",)


def test_chains_behind_an_end_in_the_middle_are_not_lost(tmp_path):
    other = make_peptide(SEQUENCE, chain="B", origin=(0.0, 20.0, 0.0))

    found = read_structure(write(tmp_path, PDB + render_pdb(other))).structure

    assert found.chains == ("A", "B")


def test_two_copies_of_a_chain_under_one_name_are_refused(tmp_path):
    copy = make_peptide(SEQUENCE, origin=(0.0, 20.0, 0.0))

    message = refusal(write(tmp_path, render_pdb(join_structures([PEPTIDE, copy]))))

    assert "A:MET1 holds atoms of one name at different places (22 such residues)" in message


def models(*structures):
    return "".join(
        f"MODEL     {i:>4}\n{render_pdb(s).removesuffix('END' + chr(10))}ENDMDL\n"
        for i, s in enumerate(structures, 1)
    )


def bend(structure, seed):
    shake = np.random.default_rng(seed).normal(scale=0.5, size=structure.positions.shape)
    return structure.with_positions(structure.positions + shake)


def test_of_an_ensemble_the_first_model_is_read_and_it_is_said(tmp_path):
    path = write(tmp_path, models(bend(PEPTIDE, 1), bend(PEPTIDE, 2)))

    reading = read_structure(path)

    np.testing.assert_allclose(reading.structure.positions, bend(PEPTIDE, 1).positions, atol=6e-4)
    assert str(reading.notes[0]).startswith("the first of 2 models is used")


def test_a_named_model_is_read(tmp_path):
    path = write(tmp_path, models(bend(PEPTIDE, 1), bend(PEPTIDE, 2)))

    found = read_structure(path, ReadingOptions(model=2)).structure

    np.testing.assert_allclose(found.positions, bend(PEPTIDE, 2).positions, atol=6e-4)


def test_a_model_that_is_not_there_is_told(tmp_path):
    path = write(tmp_path, models(PEPTIDE, bend(PEPTIDE, 2)))

    assert "the models are 1, 2" in refusal(path, model=3)


def test_models_of_different_atoms_are_ambiguous(tmp_path):
    message = refusal(write(tmp_path, models(PEPTIDE, PEPTIDE.select(range(50)))))

    assert "2 models hold different atoms" in message
    assert "name the model" in message


def test_copies_of_one_shape_as_models_are_an_assembly_and_ambiguous(tmp_path):
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    shape = bend(PEPTIDE, 3)

    message = refusal(write(tmp_path, models(shape, shape.rotate(turn).move(np.full(3, 9.0)))))

    assert "biological assembly written as models" in message


ASSEMBLY = """REMARK 350 BIOMOLECULE: 1
REMARK 350 AUTHOR DETERMINED BIOLOGICAL UNIT: DIMERIC
REMARK 350 APPLY THE FOLLOWING TO CHAINS: A
REMARK 350   BIOMT1   1  1.000000  0.000000  0.000000        0.00000
REMARK 350   BIOMT2   1  0.000000  1.000000  0.000000        0.00000
REMARK 350   BIOMT3   1  0.000000  0.000000  1.000000        0.00000
REMARK 350   BIOMT1   2  1.000000  0.000000  0.000000        0.00000
REMARK 350   BIOMT2   2  0.000000 -1.000000  0.000000       20.00000
REMARK 350   BIOMT3   2  0.000000  0.000000 -1.000000        0.00000
"""


def test_a_biological_assembly_is_built_when_asked_for(tmp_path):
    reading = read_structure(write(tmp_path, ASSEMBLY + PDB), ReadingOptions(("A",), assembly="1"))

    assert reading.structure.chains == ("A1", "A2")
    first, second = (reading.structure.select_chains([c]) for c in ("A1", "A2"))
    np.testing.assert_allclose(second.positions[:, 1], 20.0 - first.positions[:, 1], atol=1e-6)
    assert [n.kind for n in reading.notes] == ["assembly"]


TWO_COPIES = """
_pdbx_struct_assembly.id 1
_pdbx_struct_assembly.details author_defined_assembly
_pdbx_struct_assembly.method_details ?
_pdbx_struct_assembly.oligomeric_details ?
_pdbx_struct_assembly.oligomeric_count 4
_pdbx_struct_assembly_gen.assembly_id 1
_pdbx_struct_assembly_gen.oper_expression 1,2
_pdbx_struct_assembly_gen.asym_id_list A,A1
loop_
_pdbx_struct_oper_list.id
_pdbx_struct_oper_list.type
_pdbx_struct_oper_list.matrix[1][1]
_pdbx_struct_oper_list.matrix[1][2]
_pdbx_struct_oper_list.matrix[1][3]
_pdbx_struct_oper_list.vector[1]
_pdbx_struct_oper_list.matrix[2][1]
_pdbx_struct_oper_list.matrix[2][2]
_pdbx_struct_oper_list.matrix[2][3]
_pdbx_struct_oper_list.vector[2]
_pdbx_struct_oper_list.matrix[3][1]
_pdbx_struct_oper_list.matrix[3][2]
_pdbx_struct_oper_list.matrix[3][3]
_pdbx_struct_oper_list.vector[3]
1 ? 1 0 0 0 0 1 0 0 0 0 1 0
2 ? 1 0 0 0 0 1 0 0 0 0 1 99
loop_
_struct_ref_seq.pdbx_strand_id
_struct_ref_seq.pdbx_db_accession
_struct_ref_seq.pdbx_auth_seq_align_beg
_struct_ref_seq.pdbx_auth_seq_align_end
_struct_ref_seq.db_align_beg
A P10600 1 22 1
A1 P37173 1 9 1
"""


def test_a_chain_of_an_assembly_is_told_from_one_whose_name_looks_like_its_copy(tmp_path):
    near = make_peptide(SEQUENCE[:9], chain="A1", origin=(0.0, 60.0, 0.0))
    text = render_mmcif(join_structures([PEPTIDE, near]))
    path = write(tmp_path, text + TWO_COPIES, "x.cif")

    found = [
        read_structure(path, ReadingOptions((asked,), assembly="1")).structure
        for asked in ("A", "A1", "A2")
    ]

    assert [x.chains for x in found] == [("A1", "A2"), ("A11", "A12"), ("A2",)]
    assert [x.n_residues for x in found] == [44, 18, 22]


def test_a_copy_in_an_assembly_is_the_entry_of_the_chain_that_it_copies(tmp_path):
    near = make_peptide(SEQUENCE[:9], chain="A1", origin=(0.0, 60.0, 0.0))
    text = render_mmcif(join_structures([PEPTIDE, near])) + TWO_COPIES

    links = read_structure(write(tmp_path, text, "x.cif"), ReadingOptions(assembly="1")).links

    told = [(link.chain, link.accession) for link in links]
    assert told == [("A1", "P10600"), ("A11", "P37173"), ("A2", "P10600"), ("A12", "P37173")]


def test_the_deposited_atoms_are_read_where_no_assembly_is_asked_for(tmp_path):
    assert read_structure(write(tmp_path, ASSEMBLY + PDB)).structure.chains == ("A",)


def test_an_assembly_that_is_not_described_is_told(tmp_path):
    assert "it describes 1" in refusal(write(tmp_path, ASSEMBLY + PDB), assembly="7")
    assert "it describes none" in refusal(write(tmp_path, PDB), assembly="1")


TITLE = "TITLE     ALPHAFOLD MONOMER V2.0 PREDICTION FOR TGFB1 (P01137)\n"


@pytest.mark.parametrize(("given", "expected"), [(88.5, 88.5), (0.885, 88.0)])
def test_predicted_models_carry_confidence_on_one_scale(tmp_path, given, expected):
    peptide = make_peptide(SEQUENCE, b_factor=[given] * PEPTIDE.n_atoms)

    found = read_structure(write(tmp_path, TITLE + render_pdb(peptide))).structure

    assert found.is_predicted
    assert found.b_factor[0] == pytest.approx(expected, abs=1.0)


def test_a_measured_structure_is_not_predicted_unless_said(tmp_path):
    path = write(tmp_path, PDB)

    assert not read_structure(path).structure.is_predicted
    assert read_structure(path, ReadingOptions(is_predicted=True)).structure.is_predicted


def test_declared_sequence_and_entry_are_read(tmp_path):
    text = (
        "DBREF  1ABC A    1    22  UNP    P01137   TGFB1_HUMAN    279    300\n"
        "SEQRES   1 A    4  MET LYS MSE GLY\n"
    )

    reading = read_structure(write(tmp_path, text + PDB))

    assert reading.full_sequences["A"] == "MKMG"
    (link,) = reading.links
    assert (link.chain, link.accession, link.start, link.database_start) == ("A", "P01137", 1, 279)


def test_missing_elements_are_inferred_and_noted(tmp_path):
    bare = "\n".join(line[:66] for line in PDB.splitlines())

    reading = read_structure(write(tmp_path, bare))

    assert reading.structure.element.tolist() == PEPTIDE.element.tolist()
    assert [n.kind for n in reading.notes] == ["element_inferred"]


def write_named(folder, *names):
    pieces = [
        make_peptide("ADKLFRRSTWADKLF", chain=str(i), origin=(0.0, 20.0 * i, 0.0))
        for i in range(len(names))
    ]
    block = gemmi.cif.read_string(render_mmcif(join_structures(pieces)))[0]
    for row in block.find(["_atom_site.auth_asym_id", "_atom_site.label_asym_id"]):
        row[0] = row[1] = names[int(row.str(0))]
    path = folder / "named.cif"
    path.write_text(block.as_string())
    return path


def test_chain_names_that_would_be_cut_are_refused_and_others_are_not(tmp_path):
    path = write_named(tmp_path, "RECEPTOR1", "RECEPTOR2", "LIGAND_1")

    with pytest.raises(InputError) as caught:
        read_structure(path)
    read = read_structure(path, ReadingOptions(chains=("LIGAND_1",))).structure

    assert "longer than 8 letters: RECEPTOR1, RECEPTOR2" in str(caught.value)
    assert read.chains == ("LIGAND_1",)
    with pytest.raises(InputError, match="longer than 8 letters"):
        list_components(path)


def test_two_proteins_of_equal_size_are_no_ensemble(tmp_path):
    bodies = [render_pdb(make_peptide(x)).replace("END\n", "") for x in ("ADKLFW", "LFWADK")]
    text = "".join(f"MODEL     {i:>4}\n{x}ENDMDL\n" for i, x in enumerate(bodies, 1))

    assert "hold different atoms" in refusal(write(tmp_path, text))
