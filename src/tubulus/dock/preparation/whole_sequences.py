"""Sequences of whole chains, by which relatives are found whatever part of each is docked."""

from __future__ import annotations

import numpy as np

from tubulus.dock.preparation.completeness import drop_incomplete_backbone
from tubulus.dock.preparation.membrane_segments import find_membrane_segments
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.sequences import derive_letters
from tubulus.dock.structures.structure import Structure

__all__ = ["derive_whole_sequences"]


def derive_whole_sequences(uncut: Structure, left: Structure) -> dict[str, str]:
    """Derive the sequences of the chains of which something is left, as they were in the file.

    Parameters
    ----------
    uncut : Structure
        As read.
    left : Structure
        What is docked of it.

    Returns
    -------
    dict of str to str
        One letter a residue with a whole backbone, by chain. A chain of which nothing was cut has
        the sequence that is docked.

    Notes
    -----
    Residues that were cut and lie in a stretch as hydrophobic as a membrane segment are left out:
    signal peptides and membrane segments of strangers share words of four residues by chance.
    """
    whole, _ = drop_incomplete_backbone(uncut)
    whole = whole.select(~whole.is_hetero)
    starts = whole.residue_starts
    names, chains = whole.residue_name[starts], whole.chain[starts]
    kept = set(label_residues(left))
    is_left = np.array([label in kept for label in label_residues(whole)], dtype=bool)
    sequences = {}
    for chain in left.select(~left.is_hetero).chains:
        own = chains == chain
        letters = derive_letters(names[own].tolist())
        told = np.ones(len(letters), dtype=bool)
        for first, last in find_membrane_segments(letters):
            told[first - 1 : last] = is_left[own][first - 1 : last]
        sequences[chain] = "".join(np.array(list(letters))[told].tolist())
    return sequences
