import numpy as np
import pytest
from tests.support.dock import make_peptide, make_structure

from tubulus.core.errors import InputError
from tubulus.dock.preparation import (
    PartnerRequest,
    PreparationSettings,
    Region,
    ResidueRange,
    prepare_partner,
)
from tubulus.dock.structures import ReadingOptions, join_structures, render_pdb

SIGNAL = "MKLLVILAVVLAGLLIVALSG"
MATURE = "DSKTNEQGRPDAKTYEHGRWDSKTNEQGRPDFKTNEWGRPHSKTNEYG"
SEGMENT = "LLVILAVVLAGLLIVALLVLI"
INSIDE = "RKRKDESNQRRKRKDESNQRRKRK"
PRECURSOR = SIGNAL + MATURE + SEGMENT + INSIDE
SEQUENCES = {"P1": PRECURSOR}
TITLE = "TITLE     ALPHAFOLD MONOMER V2.0 PREDICTION\n"


def prepare(folder, structure, *, title="", settings=None, regions=(), sequences=None, **request):
    path = folder / "x.pdb"
    path.write_text(title + render_pdb(structure))
    return prepare_partner(
        PartnerRequest(path, **request), settings, sequences=sequences, regions=regions
    )


def kinds(partner):
    return {note.kind: note.count for note in partner.notes}


def refusal(*args, **options):
    with pytest.raises(InputError) as caught:
        prepare(*args, **options)
    return str(caught.value)


def test_a_plain_chain_passes_with_a_report(tmp_path):
    partner = prepare(tmp_path, make_peptide(MATURE), name="LIG")

    assert partner.is_evaluable
    assert partner.structure.name == "LIG"
    assert partner.anchor is None
    assert kinds(partner)["sequence_unchecked"] == 0
    assert all(isinstance(line, str) for line in partner.list_report())


def test_the_mature_chain_is_cut_by_the_users_regions_through_the_sequence(tmp_path):
    partner = prepare(
        tmp_path,
        make_peptide(PRECURSOR[10:80], first=501),
        accessions=("P1",),
        sequences=SEQUENCES,
        regions=[Region("P1", "signal", 1, 21), Region("P1", "mature", 22, 69, "a paper")],
    )

    assert partner.positions.tolist() == list(range(22, 70))
    assert partner.structure.residue_number[0] == 512
    assert kinds(partner)["mature_chain"] == 22
    assert any("(a paper)" in line for line in partner.list_report())
    assert partner.accessions == ("P1",)


def test_the_latency_peptide_of_tgf_beta_is_cut_without_a_table(tmp_path):
    rng = np.random.default_rng(3)
    entry = "".join(rng.choice(list("ARNDCQEGHILKMFPSTWYV"), 390))

    partner = prepare(
        tmp_path,
        make_peptide(entry[200:]),
        title=TITLE,
        settings=PreparationSettings(least_confidence=0.0),
        accessions=("P01137",),
        sequences={"P01137": entry},
    )

    assert partner.positions.min() == 279
    assert partner.structure.n_residues == 112


def test_a_dimer_of_one_entry_is_numbered_chain_by_chain(tmp_path):
    dimer = join_structures(
        [make_peptide(MATURE), make_peptide(MATURE, chain="B", origin=(0, 30.0, 0))]
    )

    partner = prepare(tmp_path, dimer, accessions=("P1",), sequences=SEQUENCES)

    assert partner.accessions == ("P1", "P1")
    assert partner.positions.tolist() == list(range(22, 70)) * 2


def test_a_chain_that_is_not_its_entry_is_refused_with_the_figures(tmp_path):
    message = refusal(
        tmp_path,
        make_peptide("WCHFWYCHMPWCHFWYCHMP" * 3),
        accessions=("P1",),
        sequences=SEQUENCES,
    )

    assert "chain A: the sequence is not that of P1" in message
    assert "expected at least 90 %" in message


def test_every_chain_that_is_not_its_entry_is_told(tmp_path):
    other = "WCHFWYCHMPWCHFWYCHMP" * 3
    both = join_structures(
        [make_peptide(other), make_peptide(other, chain="B", origin=(0, 30.0, 0))]
    )

    message = refusal(tmp_path, both, accessions=("P1",), sequences=SEQUENCES)

    assert message.startswith("2 problems")


OTHER_CHAIN = "WCHFWYCHMPWCHFWYCHMP" * 3


def make_two_entries():
    other = make_peptide(OTHER_CHAIN, chain="B", origin=(0, 30.0, 0))
    return join_structures([make_peptide(MATURE), other])


def test_a_chain_of_an_entry_without_a_sequence_is_told_as_unchecked(tmp_path):
    partner = prepare(tmp_path, make_two_entries(), accessions=("P1", "P2"), sequences=SEQUENCES)
    said = " ".join(note.text for note in partner.notes if note.kind == "sequence_unchecked")

    assert partner.accessions == ("P1", "")
    assert "chain B is not P1; it is taken for P2" in said
    assert "no sequence of P2 was given" in said


def test_such_a_chain_is_numbered_by_what_the_file_declares(tmp_path):
    link = "DBREF  1ABC B    1    60  UNP    P2       X_HUMAN        101    160\n"

    partner = prepare(
        tmp_path, make_two_entries(), title=link, accessions=("P1", "P2"), sequences=SEQUENCES
    )

    assert partner.accessions == ("P1", "P2")
    assert partner.positions[-60:].tolist() == list(range(101, 161))


def test_a_chain_that_the_file_calls_another_entry_than_it_is_stays_refused(tmp_path):
    link = "DBREF  1ABC B    1    60  UNP    P1       X_HUMAN         22     81\n"

    message = refusal(
        tmp_path, make_two_entries(), title=link, accessions=("P1", "P2"), sequences=SEQUENCES
    )

    assert "chain B: the sequence is not that of P1" in message


def test_residues_that_the_file_declares_but_does_not_show_are_counted(tmp_path):
    declared = "".join(
        f"SEQRES{row:>4} A{50:>5}  {'ALA ' * n}\n" for row, n in enumerate((13, 13, 13, 11), 1)
    )

    partner = prepare(tmp_path, make_peptide("A" * 45), title=declared)

    assert kinds(partner)["unresolved"] == 5
    assert "5 of chain A" in " ".join(partner.list_report())


def test_an_entry_without_a_sequence_is_told_to_be_unchecked(tmp_path):
    partner = prepare(tmp_path, make_peptide(MATURE), accessions=("P9",))

    assert "no sequence of P9 was given" in " ".join(partner.list_report())


def test_regions_that_cannot_be_placed_are_refused(tmp_path):
    message = refusal(
        tmp_path,
        make_peptide(MATURE),
        accessions=("P1",),
        regions=[Region("P1", "mature", 22, 69)],
    )

    assert "no residue can be placed" in message
    assert "FASTA" in message


def test_regions_are_placed_by_the_files_own_declaration(tmp_path):
    declared = "DBREF  1ABC A    1    48  UNP    P1       X_HUMAN         22     69\n"

    partner = prepare(
        tmp_path, make_peptide(MATURE), title=declared, regions=[Region("P1", "mature", 30, 69)]
    )

    assert partner.positions.tolist() == list(range(30, 70))


def test_regions_that_leave_nothing_are_refused(tmp_path):
    message = refusal(
        tmp_path,
        make_peptide(MATURE),
        accessions=("P1",),
        sequences=SEQUENCES,
        regions=[Region("P1", "mature", 90, 114)],
    )

    assert "leave no residue" in message


def test_the_ectodomain_of_a_predicted_receptor_is_guessed_and_said_to_be(tmp_path):
    receptor = make_peptide(PRECURSOR, b_factor=[90.0] * make_peptide(PRECURSOR).n_atoms)

    partner = prepare(tmp_path, receptor, title=TITLE, role="receptor")

    assert 40 <= partner.structure.n_residues <= 60
    assert any("guessed from hydropathy, not known" in line for line in partner.list_report())
    last = partner.structure.positions[partner.structure.atom_name == "CA"][-1]
    np.testing.assert_allclose(partner.anchor, last)


def test_a_given_ectodomain_is_not_guessed_over(tmp_path):
    partner = prepare(
        tmp_path,
        make_peptide(PRECURSOR),
        role="receptor",
        accessions=("P1",),
        sequences=SEQUENCES,
        regions=[Region("P1", "ectodomain", 22, 66)],
    )

    assert partner.positions.tolist() == list(range(22, 67))
    assert "ectodomain" not in kinds(partner)


def test_a_receptor_that_crosses_several_times_is_not_evaluable(tmp_path):
    sequence = PRECURSOR + SEGMENT + INSIDE
    receptor = make_peptide(sequence, b_factor=[90.0] * make_peptide(sequence).n_atoms)

    partner = prepare(tmp_path, receptor, title=TITLE, role="receptor")

    assert not partner.is_evaluable
    assert "give its region as ectodomain" in partner.reason


def test_a_measured_receptor_without_a_sequence_is_not_guessed(tmp_path):
    partner = prepare(tmp_path, make_peptide(PRECURSOR), role="receptor")

    assert partner.structure.n_residues == len(PRECURSOR)


def test_a_ligand_is_never_cut_at_a_membrane(tmp_path):
    partner = prepare(tmp_path, make_peptide(PRECURSOR), accessions=("P1",), sequences=SEQUENCES)

    assert partner.structure.n_residues == len(PRECURSOR)


def test_fewer_than_forty_residues_are_not_evaluable(tmp_path):
    partner = prepare(tmp_path, make_peptide("A" * 39))

    assert not partner.is_evaluable
    assert partner.reason == "39 residues are fewer than 40"
    assert kinds(partner)["not_evaluable"] == 0
    assert prepare(tmp_path, make_peptide("A" * 40)).is_evaluable


def test_uncertain_residues_are_cut_and_their_positions_with_them(tmp_path):
    confidence = np.repeat(np.where(np.arange(48) < 3, 40.0, 90.0), 5)
    mature = make_peptide(MATURE.replace("G", "A"), b_factor=confidence)

    partner = prepare(
        tmp_path,
        mature,
        title=TITLE,
        accessions=("P1",),
        sequences={"P1": SIGNAL + MATURE.replace("G", "A")},
    )

    assert partner.positions.tolist() == list(range(25, 70))
    (edges,) = [note for note in partner.notes if note.kind == "confidence_edge"]
    assert edges.residues == ("A:THR4", "A:ASN5", "A:GLU6")


def test_a_model_without_a_confident_residue_is_refused(tmp_path):
    message = refusal(tmp_path, make_peptide("A" * 50, b_factor=[30.0] * 250), title=TITLE)

    assert "nothing is left" in message


def test_asked_residues_alone_stay(tmp_path):
    partner = prepare(tmp_path, make_peptide("A" * 90), residues=(ResidueRange("A", 11, 60),))

    assert partner.structure.n_residues == 50
    assert kinds(partner)["selected"] == 50


def test_ranges_without_a_residue_are_told_at_once(tmp_path):
    message = refusal(
        tmp_path,
        make_peptide("A" * 50),
        residues=(ResidueRange("A", 900, 950), ResidueRange("B", 1, 50)),
    )

    assert "A:900-950: no residue lies in this range" in message
    assert "B:1-50" in message


def test_a_glycan_is_noted_then_dropped_and_its_residue_is_remembered(tmp_path):
    peptide = make_peptide("A" * 45 + "NGTAA")
    nitrogen = make_structure(
        [[172.4, 3.0, 2.0]], element=["N"], atom_name=["ND2"], residue_name=["ASN"],
        residue_number=[46],
    )  # fmt: skip
    cut = int(np.flatnonzero(peptide.residue_number == 47)[0])
    order = [*range(cut), peptide.n_atoms, *range(cut, peptide.n_atoms)]
    sugar = make_structure(
        [[172.4, 3.0, 3.4]], atom_name=["C1"], residue_name=["NAG"], residue_number=[501],
        is_hetero=[True],
    )  # fmt: skip
    structure = join_structures([join_structures([peptide, nitrogen]).select(order), sugar])

    partner = prepare(tmp_path, structure)

    assert partner.glycosylated == (45,)
    assert kinds(partner)["glycan"] == 1
    assert not partner.structure.is_hetero.any()
    assert len(partner.positions) == partner.structure.n_residues


def test_chains_are_chosen_while_reading(tmp_path):
    both = join_structures(
        [make_peptide("A" * 45), make_peptide("G" * 45, chain="B", origin=(0, 30.0, 0))]
    )

    partner = prepare(tmp_path, both, reading=ReadingOptions(("B",)))

    assert partner.structure.chains == ("B",)


def test_unknown_settings_are_refused():
    with pytest.raises(ValueError, match="cofactor_rule"):
        PreparationSettings.model_validate({"cofactor_rule": "keep"})


def test_a_predicted_ligand_whose_regions_nobody_gave_is_told(tmp_path):
    model = make_peptide(MATURE, b_factor=[90.0] * make_peptide(MATURE).n_atoms)

    unknown = prepare(tmp_path, model, title=TITLE, accessions=("P2",))
    known = prepare(
        tmp_path, model, title=TITLE, accessions=("P2",), regions=[Region("P2", "mature", 3, 48)]
    )

    (said,) = [str(note) for note in unknown.notes if note.kind == "region_unknown"]
    assert "no region of P2, chain A, is known" in said
    assert "regions_file" in said
    assert "region_unknown" not in kinds(known)
    assert "region_unknown" not in kinds(prepare(tmp_path, make_peptide(MATURE)))


def test_the_propeptide_of_a_predicted_bmp2_goes_without_a_table(tmp_path):
    model = make_peptide(MATURE, first=270, b_factor=[90.0] * make_peptide(MATURE).n_atoms)

    partner = prepare(tmp_path, model, title=TITLE, accessions=("P12643",))

    numbers = partner.structure.residue_number
    assert (numbers.min(), numbers.max()) == (283, 317)
