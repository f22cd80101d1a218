"""The membrane is known only where a segment follows or precedes what is docked."""

import numpy as np
import pytest
from tests.support.dock import make_peptide

from tubulus.dock.preparation import PartnerRequest, PreparationSettings, Region, prepare_partner
from tubulus.dock.structures import join_structures, render_pdb

SIGNAL = "MKLLVILAVVLAGLLIVALSG"
OUTSIDE = "DSKTNEQGRPDAKTYEHGRWDSKTNEQGRPDFKTNEWGRPHSKTNEYG"
SEGMENT = "LLVILAVVLAGLLIVALLVLI"
INSIDE = "RKRKDESNQRRKRKDESNQRRKRK"
TYPE_I = SIGNAL + OUTSIDE + SEGMENT + INSIDE
TYPE_II = INSIDE + SEGMENT + OUTSIDE
TITLE = "TITLE     ALPHAFOLD MONOMER V2.0 PREDICTION\n"


def prepare(folder, structure, sequence="", *, regions=(), title="", **settings):
    path = folder / "x.pdb"
    path.write_text(title + render_pdb(structure))
    return prepare_partner(
        PartnerRequest(path, role="receptor", accessions=("P1",) if sequence else ()),
        PreparationSettings(**settings),
        sequences={"P1": sequence} if sequence else {},
        regions=[Region("P1", *region) for region in regions],
    )


def find_membrane(partner):
    (note,) = [note for note in partner.notes if note.kind == "membrane"]
    return note


def find_trace(structure, number):
    at = (structure.residue_number == number) & (structure.atom_name == "CA")
    return structure.positions[at][0]


def test_a_receptor_enters_the_membrane_behind_its_last_residue(tmp_path):
    partner = prepare(tmp_path, make_peptide(TYPE_I), TYPE_I)

    note = find_membrane(partner)
    np.testing.assert_allclose(partner.anchor, find_trace(partner.structure, 69))
    assert (note.count, note.residues) == (1, ("A:GLY69",))
    assert "1 position after the last residue (guessed from hydropathy, not known)" in note.text


def test_a_type_ii_receptor_enters_the_membrane_before_its_first_residue(tmp_path):
    outside = make_peptide(OUTSIDE, first=46)

    partner = prepare(tmp_path, outside, TYPE_II)

    np.testing.assert_allclose(partner.anchor, find_trace(partner.structure, 46))
    assert "1 position before the first residue" in find_membrane(partner).text


def test_a_declared_segment_counts_before_what_the_sequence_looks_like(tmp_path):
    early = [("transmembrane", 5, 20)]

    partner = prepare(tmp_path, make_peptide(TYPE_I[24:69], first=25), TYPE_I, regions=early)

    note = find_membrane(partner)
    assert (note.count, note.residues) == (5, ("A:THR25",))
    assert "as declared" in note.text


def test_a_signal_peptide_is_no_membrane_segment(tmp_path):
    secreted = SIGNAL + OUTSIDE

    partner = prepare(tmp_path, make_peptide(OUTSIDE, first=22), secreted)

    assert partner.anchor is None
    assert "no membrane segment is declared or seen" in find_membrane(partner).text


def test_a_hydrophobic_stretch_in_a_declared_ectodomain_is_no_membrane_segment(tmp_path):
    sequence = OUTSIDE + SEGMENT + INSIDE
    whole = [("ectodomain", 1, len(sequence))]

    guessed = prepare(tmp_path, make_peptide(OUTSIDE), sequence)
    declared = prepare(tmp_path, make_peptide(OUTSIDE), sequence, regions=whole)

    assert guessed.anchor is not None
    assert declared.anchor is None


@pytest.mark.parametrize(("missing", "is_known"), [(9, True), (10, False)])
def test_a_construct_cut_far_from_the_membrane_has_none(tmp_path, missing, is_known):
    construct = make_peptide(TYPE_I[20 : 69 - missing], first=21)

    partner = prepare(tmp_path, construct, TYPE_I, least_residues=20)

    assert partner.is_evaluable
    assert (partner.anchor is not None) == is_known
    if not is_known:
        assert "the nearest membrane segment lies 11 positions from its ends" in str(
            find_membrane(partner)
        )


def test_an_uncertain_stalk_that_was_cut_counts_as_missing(tmp_path):
    confidence = np.full(len(TYPE_I), 90.0)
    confidence[64:69] = 30.0
    atoms = make_peptide(TYPE_I).residue_number - 1
    model = make_peptide(TYPE_I, b_factor=confidence[atoms])

    partner = prepare(tmp_path, model, title=TITLE)

    note = find_membrane(partner)
    np.testing.assert_allclose(partner.anchor, find_trace(partner.structure, 64))
    assert (note.count, note.residues) == (6, ("A:LYS64",))


def test_a_loop_between_two_segments_tells_no_side(tmp_path):
    sequence = INSIDE + SEGMENT + OUTSIDE + SEGMENT + INSIDE

    partner = prepare(tmp_path, make_peptide(OUTSIDE, first=46), sequence)

    assert partner.anchor is None
    assert "at either end of the chain" in find_membrane(partner).text


def test_a_chain_that_holds_its_membrane_segment_tells_no_side(tmp_path):
    partner = prepare(tmp_path, make_peptide(TYPE_II), TYPE_II)

    assert partner.anchor is None
    assert "runs through a membrane segment" in find_membrane(partner).text


@pytest.mark.parametrize("known", [{}, {"sequence": TYPE_I, "guess_ectodomain": False}])
def test_without_a_region_or_a_sequence_to_guess_from_nothing_is_known(tmp_path, known):
    partner = prepare(tmp_path, make_peptide(OUTSIDE, first=22), **known)

    assert partner.anchor is None
    assert "neither a transmembrane region nor the sequence" in find_membrane(partner).text


def test_of_several_chains_no_membrane_is_known(tmp_path):
    both = [make_peptide(OUTSIDE, chain=c, origin=(0.0, y, 0.0)) for c, y in (("A", 0), ("B", 9))]

    partner = prepare(tmp_path, join_structures(both), TYPE_I)

    assert partner.anchor is None
    assert "there are several chains" in find_membrane(partner).text


def find_warnings(partner):
    return [note for note in partner.notes if note.kind == "region_unknown"]


def test_a_measured_receptor_with_a_membrane_helix_and_no_entry_is_docked_whole_with_a_word(
    tmp_path,
):
    whole = make_peptide(OUTSIDE + SEGMENT + INSIDE)

    partner = prepare(tmp_path, whole)

    (warning,) = find_warnings(partner)
    assert partner.structure.n_residues == whole.n_residues
    assert warning.residues == ("A:LEU49 to A:ILE69",)
    assert "1 stretch is as hydrophobic as a membrane helix" in warning.text
    assert find_warnings(prepare(tmp_path, whole, guess_ectodomain=False)) == [warning]


def test_nobody_is_warned_of_a_helix_that_is_cut_or_told(tmp_path):
    type_i = make_peptide(TYPE_I)
    told = prepare(tmp_path, type_i, TYPE_I, regions=[("ectodomain", 22, 90)])

    assert not find_warnings(prepare(tmp_path, make_peptide(OUTSIDE)))
    assert not find_warnings(prepare(tmp_path, type_i, TYPE_I))
    assert not find_warnings(prepare(tmp_path, type_i, title=TITLE, least_confidence=0.0))
    assert not find_warnings(told)
