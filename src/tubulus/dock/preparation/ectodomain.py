"""Mature chains and ectodomains: what of a precursor is cut before docking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.core.errors import InputError, Problem
from tubulus.dock.preparation.membrane_segments import (
    MembraneSegment,
    find_membrane_segments,
    guess_ectodomain,
    guess_segments,
)
from tubulus.dock.preparation.numbering import Numbering
from tubulus.dock.preparation.partners import PartnerRole
from tubulus.dock.preparation.regions import CURATED_REGIONS, Region, find_kept
from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.sequences import derive_letters, find_chain_residues
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.wording import count_things

__all__ = ["Cut", "cut_regions"]


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """Which residues stay, and why.

    Attributes
    ----------
    kept : ndarray of bool, shape (n_residues,)
        Residues that stay.
    notes : tuple of Note
        What was cut.
    doubt : str
        Why the ectodomain could not be told; empty where it could.
    places : ndarray of int64, shape (n_residues,)
        Position of each residue by which segments are counted: in its entry or, of a predicted
        chain that is on none, its number. 0 where it has none.
    segments : dict of str to tuple of MembraneSegment
        Membrane segments by chain; chains of which neither regions nor a sequence tell are absent.
    """

    kept: npt.NDArray[np.bool_]
    notes: tuple[Note, ...]
    doubt: str
    places: npt.NDArray[np.int64]
    segments: dict[str, tuple[MembraneSegment, ...]]


def cut_regions(
    structure: Structure,
    numbering: Numbering,
    regions: Sequence[Region],
    sequences: Mapping[str, str],
    *,
    role: PartnerRole,
    guess: bool,
) -> Cut:
    """Cut signal peptides, propeptides and what lies in or behind the membrane, chain by chain.

    Parameters
    ----------
    structure : Structure
        Protein with what the file holds besides.
    numbering : Numbering
        Entry of each chain.
    regions : sequence of Region
        The user's; those of an entry replace the curated ones of that entry.
    sequences : mapping of str to str
        Sequences by accession, from which an ectodomain is guessed.
    role : {"ligand", "receptor"}
        Only of receptors an ectodomain is guessed.
    guess : bool
        Whether it is guessed at all.

    Raises
    ------
    InputError
        If the regions leave no residue.
    """
    kept = np.ones(structure.n_residues, dtype=bool)
    notes: list[Note] = []
    doubts: list[str] = []
    starts = structure.residue_starts
    for chain in structure.chains:
        residues = find_chain_residues(structure, chain)
        accession = numbering.accessions.get(chain, "")
        own = _find_regions(accession, regions)
        positions = numbering.positions[residues]
        kept[residues] &= find_kept(positions, own)
        notes += _note_cut(structure, residues[~kept[residues]], own)
        if role == "ligand" and structure.is_predicted and not own:
            notes.append(_note_unknown(chain, accession))
        if role == "receptor" and not any(_tells_outside(r) for r in own):
            sequence = sequences.get(accession, "") if guess else None
            found = _guess_chain(structure, residues, positions, sequence)
            notes += _note_guess(structure, residues[kept[residues] & ~found.kept])
            kept[residues] &= found.kept
            doubts += [f"chain {chain} {found.doubt}"] if found.doubt else []
            if not found.doubt:
                notes += _note_hydrophobic(structure, residues[kept[residues]])
    if not kept[~structure.is_hetero[starts]].any():
        message = "the regions of its UniProt entry leave no residue of this structure"
        remedy = "check the entry, the positions in the table, and that the file is this domain"
        raise InputError([Problem(structure.source_name or structure.name, 0, "", message, remedy)])
    places = _find_places(structure, numbering)
    segments = _list_segments(structure, numbering, regions, sequences, guess=guess)
    return Cut(kept, tuple(notes), "; ".join(doubts), places, segments)


@dataclass(frozen=True, slots=True, eq=False)
class _Guess:
    kept: npt.NDArray[np.bool_]
    doubt: str


def _find_regions(accession: str, regions: Sequence[Region]) -> list[Region]:
    own = [region for region in regions if region.accession == accession]
    return own or [region for region in CURATED_REGIONS if region.accession == accession]


def _tells_outside(region: Region) -> bool:
    return region.kind in ("ectodomain", "transmembrane", "mature")


def _find_places(structure: Structure, numbering: Numbering) -> npt.NDArray[np.int64]:
    """Take positions in the entry; of a predicted chain that is on none, the numbers."""
    places = numbering.positions.copy()
    for chain in structure.chains if structure.is_predicted else ():
        own = find_chain_residues(structure, chain)
        if not places[own].any():
            places[own] = structure.residue_number[structure.residue_starts][own]
    return places


def _list_segments(
    structure: Structure,
    numbering: Numbering,
    regions: Sequence[Region],
    sequences: Mapping[str, str],
    *,
    guess: bool,
) -> dict[str, tuple[MembraneSegment, ...]]:
    """List the declared membrane segments of each chain, or else the guessed ones.

    Chains of which neither regions nor a sequence tell are absent.
    """
    places = _find_places(structure, numbering)
    segments = {}
    for chain in structure.chains:
        residues = find_chain_residues(structure, chain)
        accession = numbering.accessions.get(chain, "")
        own = _find_regions(accession, regions)
        declared = [region for region in own if region.kind == "transmembrane"]
        sequence = sequences.get(accession, "") if numbering.positions[residues].any() else ""
        if declared:
            segments[chain] = tuple(
                MembraneSegment(r.start, r.end, is_guessed=False) for r in declared
            )
        elif guess and sequence:
            segments[chain] = _leave_outside(guess_segments(sequence), own)
        elif guess and structure.is_predicted:
            at = places[residues].tolist()
            guessed = guess_segments(_derive_letters(structure, residues))
            ends = [(at[x.first - 1], at[x.last - 1]) for x in guessed]
            placed = [MembraneSegment(*x, is_guessed=True) for x in ends if min(x) > 0]
            segments[chain] = _leave_outside(placed, own)
    return segments


def _leave_outside(
    segments: Sequence[MembraneSegment], own: Sequence[Region]
) -> tuple[MembraneSegment, ...]:
    """Leave out guessed segments that the regions tell to be a signal peptide or outside."""
    outside = [region for region in own if region.kind in ("signal", "ectodomain")]
    return tuple(x for x in segments if not any(_lies_in(x, region) for region in outside))


def _lies_in(segment: MembraneSegment, region: Region) -> bool:
    return region.start <= (segment.first + segment.last) // 2 <= region.end


def _derive_letters(structure: Structure, residues: npt.NDArray[np.intp]) -> str:
    return derive_letters(structure.residue_name[structure.residue_starts][residues].tolist())


def _guess_chain(
    structure: Structure,
    residues: npt.NDArray[np.intp],
    positions: npt.NDArray[np.int64],
    sequence: str | None,
) -> _Guess:
    """Guess from the entry's sequence, or from the chain itself if its structure is predicted.

    Nothing is guessed where the sequence is None.
    """
    if sequence is None:
        return _Guess(np.ones(len(residues), dtype=bool), "")
    if not sequence or not positions.any():
        if not structure.is_predicted:
            # a measured chain is a construct; its ends are no ends of the protein
            return _Guess(np.ones(len(residues), dtype=bool), "")
        sequence = _derive_letters(structure, residues)
        positions = np.arange(1, len(residues) + 1)
    everything = np.ones(len(residues), dtype=bool)
    found = guess_ectodomain(sequence)
    if found is not None:
        return _Guess((positions >= found[0]) & (positions <= found[1]), "")
    segments = find_membrane_segments(sequence)
    inside = sum(bool(np.any((positions >= s + 5) & (positions <= e - 5))) for s, e in segments)
    if inside == 0:
        return _Guess(everything, "")
    return _Guess(
        everything,
        "holds residues that may span a membrane, and its ectodomain cannot be guessed: give its "
        "region as ectodomain",
    )


def _note_cut(structure: Structure, cut: npt.NDArray[np.intp], own: Sequence[Region]) -> list[Note]:
    if len(cut) == 0:
        return []
    kinds = sorted({region.kind for region in own})
    sources = sorted({region.source for region in own if region.source})
    said = f" ({'; '.join(sources)})" if sources else ""
    labels = label_residues(structure)
    many = count_things(len(cut), "residue")
    text = f"{many} cut by the regions {', '.join(kinds)} of the entry{said}"
    return [Note("mature_chain", text, len(cut), tuple(labels[r] for r in cut))]


def _note_unknown(chain: str, accession: str) -> Note:
    """Say that a model of a whole precursor, perhaps, is docked with what the cell cuts off."""
    entry = f"of {accession}, chain {chain}, " if accession else f"of chain {chain} "
    text = (
        f"no region {entry}is known: a signal peptide or propeptide in it is docked along; give "
        "the mature range in a table of regions (regions_file)"
    )
    return Note("region_unknown", text)


def _note_hydrophobic(structure: Structure, residues: npt.NDArray[np.intp]) -> list[Note]:
    """Warn of stretches that may span a membrane in a chain of which no region is known."""
    labels = label_residues(structure)
    stretches = [
        f"{labels[residues[first - 1]]} to {labels[residues[last - 1]]}"
        for first, last in find_membrane_segments(_derive_letters(structure, residues))
    ]
    if not stretches:
        return []
    many = count_things(len(stretches), "stretch is", "stretches are")
    text = (
        f"{many} as hydrophobic as a membrane helix, as the core of a soluble protein may be too, "
        "and what of the chain lies outside the cell is not known: it is docked whole; name its "
        "entry with a table of regions (regions_file), or the residues to dock"
    )
    return [Note("region_unknown", text, len(stretches), tuple(stretches))]


def _note_guess(structure: Structure, cut: npt.NDArray[np.intp]) -> list[Note]:
    if len(cut) == 0:
        return []
    labels = label_residues(structure)
    text = (
        f"{count_things(len(cut), 'residue')} cut as signal peptide, membrane segment or inside of "
        "the cell; the ectodomain is guessed from hydropathy, not known"
    )
    return [Note("ectodomain", text, len(cut), tuple(labels[r] for r in cut))]
