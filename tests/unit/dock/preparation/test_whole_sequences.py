"""Relatives are found by whole chains, whatever part of each is docked."""

import numpy as np
import pytest
from tests.support.dock import make_peptide

from tubulus.dock.partners.families import complete_families
from tubulus.dock.preparation import PartnerRequest, Region, ResidueRange, prepare_partner
from tubulus.dock.preparation.sequences import derive_whole_sequences
from tubulus.dock.structures import ReadingOptions, join_structures, render_pdb

LETTERS = np.random.default_rng(8).choice(list("ARNDCQEGHKMFPSTWYV"), 160)
WHOLE = "".join(LETTERS)
SIGNAL = "MKLLVILAVVLAGLLIVALSG"


def prepare(folder, name, structure, *, predicted=False, regions=(), sequences=None, **request):
    path = folder / f"{name}.pdb"
    path.write_text(render_pdb(structure))
    asked = PartnerRequest(path, name, reading=ReadingOptions(is_predicted=predicted), **request)
    return prepare_partner(asked, regions=regions, sequences=sequences)


def cut_by_range(folder):
    return prepare(folder, "CUT", make_peptide(WHOLE), residues=(ResidueRange("A", 1, 70),))


def cut_by_regions(folder):
    return prepare(
        folder,
        "CUT",
        make_peptide(WHOLE),
        accessions=("P00000",),
        sequences={"P00000": WHOLE},
        regions=(Region("P00000", "mature", 1, 70),),
    )


def cut_by_confidence(folder):
    confidence = np.where(np.arange(160) < 70, 90.0, 40.0)
    peptide = make_peptide(WHOLE)
    values = confidence[peptide.residue_index]
    return prepare(folder, "CUT", make_peptide(WHOLE, b_factor=values), predicted=True)


@pytest.mark.parametrize("cut", [cut_by_range, cut_by_regions, cut_by_confidence])
def test_two_halves_of_one_chain_are_relatives_however_they_were_cut(tmp_path, cut):
    half = cut(tmp_path)
    other = prepare(tmp_path, "REST", make_peptide(WHOLE), residues=(ResidueRange("A", 81, 160),))

    assert half.structure.n_residues == 70
    assert complete_families({}, [half, other])[0] == {"CUT": "CUT", "REST": "CUT"}


def test_a_chain_of_which_nothing_was_cut_has_the_sequence_that_is_docked(tmp_path):
    structure = make_peptide(WHOLE)
    lacking = (structure.residue_number == 9) & (structure.atom_name == "CA")

    partner = prepare(tmp_path, "ALL", structure.select(~lacking))

    assert partner.whole_sequences == {"A": WHOLE[:8] + WHOLE[9:]}


def test_signal_peptides_that_were_cut_make_no_relatives(tmp_path):
    parts = WHOLE[:80], WHOLE[80:]
    signal = Region("P00000", "signal", 1, len(SIGNAL))
    partners = [
        prepare(
            tmp_path,
            name,
            make_peptide(SIGNAL + part),
            accessions=("P00000",),
            sequences={"P00000": SIGNAL + part},
            regions=(signal,),
        )
        for name, part in zip(("ONE", "TWO"), parts, strict=True)
    ]

    assert complete_families({}, partners) == ({}, ())


def test_a_chain_of_which_nothing_is_left_tells_nothing():
    both = join_structures([make_peptide(WHOLE), make_peptide(WHOLE[::-1], chain="B")])

    assert derive_whole_sequences(both, both.select_chains(["B"])) == {"B": WHOLE[::-1]}
