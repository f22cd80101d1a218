"""Which residue of a structural model is which residue of the reference."""

from __future__ import annotations

import gemmi
import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.sequences import derive_letters
from tubulus.dock.structures.structure import Structure

__all__ = ["match_residues"]

Integers = npt.NDArray[np.int64]

# below this share of equal residue types the numbers of two files do not mean the same residues
_LEAST_AGREEMENT = 0.9


def match_residues(model: Structure, reference: Structure) -> tuple[Integers, Integers]:
    """Pair the residues of one partner's structural model with those of its reference.

    Parameters
    ----------
    model, reference : Structure
        The same partner, for instance unbound and bound; polypeptide only.

    Returns
    -------
    tuple of ndarray of int64, shape (k,)
        Residues of the model and of the reference that belong together and are of one type.

    Raises
    ------
    ValueError
        If no residue can be paired.

    Notes
    -----
    By chain, number and insertion code where at least nine of ten residues that pair up are of
    one type; else by global alignment of the sequences, each chain with the one that shares most
    residues with it. Copies of one chain are paired in the order of the files: whether the other
    order would fit better is not tried.
    """
    pairs = _match_by_number(model, reference)
    if pairs is None:
        pairs = _match_by_sequence(model, reference)
    if len(pairs) == 0:
        raise ValueError(f"no residue of {model.name} is found in {reference.name}")
    first, second = np.array(sorted(pairs), dtype=np.int64).T
    return np.ascontiguousarray(first), np.ascontiguousarray(second)


def _match_by_number(model: Structure, reference: Structure) -> list[tuple[int, int]] | None:
    ours, theirs = _index_keys(model), _index_keys(reference)
    shared = [key for key in ours if key in theirs]
    equal = [(ours[k][0], theirs[k][0]) for k in shared if ours[k][1] == theirs[k][1]]
    least = _LEAST_AGREEMENT * min(len(ours), len(theirs))
    return equal if shared and len(equal) >= least else None


def _index_keys(structure: Structure) -> dict[tuple[str, int, str], tuple[int, str]]:
    starts = structure.residue_starts
    columns = zip(
        structure.chain[starts].tolist(),
        structure.residue_number[starts].tolist(),
        structure.insertion_code[starts].tolist(),
        structure.residue_name[starts].tolist(),
        strict=True,
    )
    return {(c, n, i): (index, name) for index, (c, n, i, name) in enumerate(columns)}


def _match_by_sequence(model: Structure, reference: Structure) -> list[tuple[int, int]]:
    aligned = {
        (ours, theirs): _align_chains(model, ours, reference, theirs)
        for ours in model.chains
        for theirs in reference.chains
    }
    pairs: list[tuple[int, int]] = []
    while aligned:
        # the first of equals: copies of one chain are paired in the order of the files
        ours, theirs = max(aligned, key=lambda pair: len(aligned[pair]))
        pairs += aligned[ours, theirs]
        aligned = {
            pair: found for pair, found in aligned.items() if pair[0] != ours and pair[1] != theirs
        }
    return pairs


def _align_chains(
    model: Structure, model_chain: str, reference: Structure, reference_chain: str
) -> list[tuple[int, int]]:
    ours, letters = _find_chain(model, model_chain)
    theirs, other_letters = _find_chain(reference, reference_chain)
    scoring = gemmi.AlignmentScoring()
    alignment = gemmi.align_string_sequences(list(letters), list(other_letters), [], scoring)
    first, second = alignment.add_gaps(letters, 1), alignment.add_gaps(other_letters, 2)
    pairs, i, j = [], 0, 0
    for one, two in zip(first, second, strict=True):
        if one == two != "-":
            pairs.append((int(ours[i]), int(theirs[j])))
        i, j = i + (one != "-"), j + (two != "-")
    return pairs


def _find_chain(structure: Structure, chain: str) -> tuple[npt.NDArray[np.intp], str]:
    starts = structure.residue_starts
    residues = np.flatnonzero(structure.chain[starts] == chain)
    return residues, derive_letters(structure.residue_name[starts][residues].tolist())
