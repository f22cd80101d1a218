"""Which UniProt entry each chain is, and where its residues lie in the entry."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.core.errors import InputError, Problem
from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.reading.database_links import DatabaseLink
from tubulus.dock.structures.sequences import (
    SequenceMatch,
    derive_sequence,
    find_chain_residues,
    match_sequence,
)
from tubulus.dock.structures.structure import Structure

__all__ = ["Numbering", "derive_numbering"]


@dataclass(frozen=True, slots=True, eq=False)
class Numbering:
    """Entry by chain and position by residue.

    Attributes
    ----------
    accessions : dict of str to str
        Entry of each chain; chains that are on none are absent.
    positions : ndarray of int64, shape (n_residues,)
        Position in the entry, counted from 1; 0 where unknown.
    notes : tuple of Note
        What was checked and what was not.
    """

    accessions: dict[str, str]
    positions: npt.NDArray[np.int64]
    notes: tuple[Note, ...]


def derive_numbering(
    structure: Structure,
    links: Sequence[DatabaseLink],
    declared: Sequence[str],
    sequences: Mapping[str, str],
) -> Numbering:
    """Derive where the residues lie in UniProt entries.

    Parameters
    ----------
    structure : Structure
        Protein with what the file holds besides.
    links : sequence of DatabaseLink
        What the file declares.
    declared : sequence of str
        Entries that the user says the chains are; empty: not said.
    sequences : mapping of str to str
        Sequences by accession.

    Raises
    ------
    InputError
        If a chain is none of the declared entries and the sequences of all of them are given, or
        the file says that it is one whose sequence is given.

    Notes
    -----
    A chain whose sequence can be compared is numbered by alignment. A chain that is none of these
    is taken for a declared entry without a sequence, if there is one, and told as unchecked. Then,
    and where no sequence is given, the file's own declaration is believed; else a predicted
    structural model of one declared entry is taken to be numbered as the entry, as the AlphaFold
    database does.
    """
    known = {name: sequences[name] for name in declared if name in sequences}
    unchecked = [name for name in declared if name not in sequences]
    accessions: dict[str, str] = {}
    positions = np.zeros(structure.n_residues, dtype=np.int64)
    notes: list[Note] = []
    problems: list[Problem] = []
    for chain in structure.chains:
        residues = find_chain_residues(structure, chain)
        if len(residues) == 0:
            continue
        if known:
            accession, match = _find_best(derive_sequence(structure, chain), known)
            if match.is_the_same:
                accessions[chain], positions[residues] = accession, match.positions
                notes.append(_note_match(chain, accession, match))
                continue
            if not unchecked or _is_declared(chain, links, known):
                problems.append(_describe_mismatch(structure, chain, accession, match))
                continue
            notes.append(_note_other(chain, known, unchecked))
        accession = _number_without_sequence(structure, chain, links, declared, positions)
        if accession:
            accessions[chain] = accession
    if problems:
        raise InputError(problems)
    if unchecked or not declared:
        notes.append(_note_unchecked(unchecked))
    return Numbering(accessions, positions, tuple(notes))


def _is_declared(chain: str, links: Sequence[DatabaseLink], entries: Container[str]) -> bool:
    """Tell whether the file says that a chain is one of some entries."""
    return any(link.chain == chain and link.accession in entries for link in links)


def _note_other(chain: str, known: Iterable[str], unchecked: Iterable[str]) -> Note:
    text = (
        f"chain {chain} is not {', '.join(known)}; it is taken for {' or '.join(unchecked)}, of "
        "which no sequence was given, and was not checked"
    )
    return Note("sequence_unchecked", text)


def _find_best(letters: str, sequences: Mapping[str, str]) -> tuple[str, SequenceMatch]:
    matches = {name: match_sequence(letters, sequence) for name, sequence in sequences.items()}
    best = max(matches, key=lambda name: matches[name].identity * matches[name].overlap)
    return best, matches[best]


def _number_without_sequence(
    structure: Structure,
    chain: str,
    links: Sequence[DatabaseLink],
    declared: Sequence[str],
    positions: npt.NDArray[np.int64],
) -> str:
    """Fill the positions of a chain in place; return its entry, empty where unknown."""
    residues = find_chain_residues(structure, chain)
    numbers = structure.residue_number[structure.residue_starts][residues].astype(np.int64)
    own = [x for x in links if x.chain == chain and (not declared or x.accession in declared)]
    for link in own:
        inside = (numbers >= link.start) & (numbers <= link.end)
        positions[residues[inside]] = numbers[inside] - link.start + link.database_start
    if own:
        return own[0].accession
    if structure.is_predicted and len(declared) == 1:
        positions[residues] = np.maximum(numbers, 0)
        return declared[0]
    return ""


def _describe_mismatch(
    structure: Structure, chain: str, accession: str, match: SequenceMatch
) -> Problem:
    return Problem(
        structure.source_name or structure.name,
        0,
        f"chain {chain}",
        f"the sequence is not that of {accession}: {match.identity:.0%} of the residues agree "
        f"over {match.overlap:.0%} of the chain",
        "expected at least 90 % over 70 %: name the right chain or entry, or add the entry that "
        "this chain is, with its sequence",
    )


def _note_match(chain: str, accession: str, match: SequenceMatch) -> Note:
    text = f"chain {chain} is {accession}: {match.identity:.1%} identical over the overlap"
    if match.differences:
        text += "; the residues that differ (entry, position, chain)"
    return Note("sequence_checked", text, len(match.differences), match.differences)


def _note_unchecked(unchecked: Sequence[str]) -> Note:
    if not unchecked:
        text = "no UniProt entry was declared, so that nothing was checked against one"
    else:
        text = f"no sequence of {', '.join(unchecked)} was given, so that it was not checked"
    return Note("sequence_unchecked", text, len(unchecked))
