from dataclasses import replace

import numpy as np
from tests.support.dock import make_peptide

from tubulus.dock.structures.identity import compute_structure_hash

PEPTIDE = make_peptide("MKTAY")


def test_names_do_not_count():
    assert compute_structure_hash(replace(PEPTIDE, name="other")) == compute_structure_hash(PEPTIDE)


def test_noise_below_the_last_digit_does_not_count():
    shaken = PEPTIDE.with_positions(PEPTIDE.positions + 1e-6)

    assert compute_structure_hash(shaken) == compute_structure_hash(PEPTIDE)


def test_atoms_count():
    others = [
        PEPTIDE.move(np.array([0.001, 0.0, 0.0])),
        PEPTIDE.select(range(PEPTIDE.n_atoms - 1)),
        make_peptide("MKTAW"),
        make_peptide("MKTAY", chain="B"),
    ]

    hashes = {compute_structure_hash(structure) for structure in [PEPTIDE, *others]}

    assert len(hashes) == 5
