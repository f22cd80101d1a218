"""Preparation of a partner, step by step, with its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tubulus.core.errors import InputError, Problem
from tubulus.dock.preparation.cofactors import sort_cofactors
from tubulus.dock.preparation.completeness import (
    drop_incomplete_backbone,
    note_chain_breaks,
    note_chains_apart,
    note_cut_edges,
    note_missing_side_chains,
    note_unresolved,
)
from tubulus.dock.preparation.confidence import cut_low_confidence
from tubulus.dock.preparation.ectodomain import Cut, cut_regions
from tubulus.dock.preparation.glycosylation import (
    find_glycosylated,
    find_sequons,
    note_glycosylation,
)
from tubulus.dock.preparation.membrane_segments import find_anchor, note_unknown_anchor
from tubulus.dock.preparation.numbering import Numbering, derive_numbering
from tubulus.dock.preparation.partners import PartnerRequest, PreparedPartner, ResidueRange
from tubulus.dock.preparation.regions import Region
from tubulus.dock.preparation.sequences import derive_whole_sequences
from tubulus.dock.preparation.settings import PreparationSettings
from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.reading.read import StructureReading, read_structure
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.wording import count_things

__all__ = ["prepare_partner", "prepare_reading"]


def prepare_partner(
    request: PartnerRequest,
    settings: PreparationSettings | None = None,
    *,
    sequences: Mapping[str, str] | None = None,
    regions: Sequence[Region] = (),
) -> PreparedPartner:
    """Read a structure and make it ready to be docked.

    Parameters
    ----------
    request : PartnerRequest
        File, role, chains, entries.
    settings : PreparationSettings, optional
        Rules that hold for all partners.
    sequences : mapping of str to str, optional
        UniProt sequences by accession, from ``read_sequences``.
    regions : sequence of Region
        Regions of entries, from ``read_regions``.

    Raises
    ------
    InputError
        If the file cannot be used, or a chain is not the entry that it should be.
    """
    return prepare_reading(
        read_structure(request.path, request.reading),
        request,
        settings or PreparationSettings(),
        sequences=sequences or {},
        regions=regions,
    )


def prepare_reading(
    reading: StructureReading,
    request: PartnerRequest,
    settings: PreparationSettings,
    *,
    sequences: Mapping[str, str],
    regions: Sequence[Region] = (),
) -> PreparedPartner:
    """Make a structure that was read ready to be docked; see ``prepare_partner``."""
    structure = replace(reading.structure, name=request.name or reading.structure.name)
    notes = [*_note_origin(reading), *reading.notes]
    notes += note_unresolved(structure, reading.full_sequences)
    uncut = structure
    structure, taken = _take_ranges(structure, request.residues)
    notes += taken
    numbering = derive_numbering(structure, reading.links, request.accessions, sequences)
    notes += numbering.notes
    _require_numbering(structure, numbering, request, regions)
    cut = cut_regions(
        structure,
        numbering,
        regions,
        sequences,
        role=request.role,
        guess=settings.guess_ectodomain,
    )
    notes += cut.notes
    places = dict(zip(label_residues(structure), cut.places.tolist(), strict=True))
    structure, positions = _keep(structure, numbering.positions, cut.kept)
    structure, positions = _run_cuts(structure, positions, notes, settings)
    notes += note_glycosylation(structure)
    glycosylated = {label_residues(structure)[r] for r in find_glycosylated(structure)}
    whole = structure
    structure, sorted_notes = sort_cofactors(structure, settings.cofactors)
    positions = positions[_find_common(whole, structure)]
    notes += [*sorted_notes, *note_chains_apart(structure), *note_chain_breaks(structure)]
    notes += note_missing_side_chains(structure)
    reason = _tell_reason(structure, settings, cut.doubt)
    if reason:
        notes.append(Note("not_evaluable", f"docking scores would mean nothing: {reason}"))
    labels = label_residues(structure)
    anchor = None
    if request.role == "receptor":
        anchor, note = _find_anchor(structure, cut, places)
        notes.append(note)
    return PreparedPartner(
        structure,
        request.role,
        tuple(notes),
        tuple(numbering.accessions.get(chain, "") for chain in structure.chains),
        positions,
        tuple(r for r, label in enumerate(labels) if label in glycosylated),
        find_sequons(structure),
        anchor,
        not reason,
        reason,
        reading.origin,
        derive_whole_sequences(uncut, structure),
    )


def _note_origin(reading: StructureReading) -> tuple[Note, ...]:
    # that a model is predicted has a note of its own
    if reading.origin.state == "predicted":
        return ()
    return (Note("origin", reading.origin.describe()),)


def _take_ranges(
    structure: Structure, ranges: Sequence[ResidueRange]
) -> tuple[Structure, tuple[Note, ...]]:
    if not ranges:
        return structure, ()
    kept = np.zeros(structure.n_atoms, dtype=bool)
    problems = []
    for item in ranges:
        inside = (structure.chain == item.chain) & (structure.residue_number >= item.start)
        inside &= structure.residue_number <= item.end
        if not inside.any():
            file = structure.source_name or structure.name
            remedy = f"the chains are {', '.join(structure.chains)}; numbers are the file's own"
            problems.append(Problem(file, 0, str(item), "no residue lies in this range", remedy))
        kept |= inside
    if problems:
        raise InputError(problems)
    selected = structure.select(kept)
    listed = ", ".join(map(str, ranges))
    text = f"{selected.n_residues} of {structure.n_residues} residues were asked for: {listed}"
    return selected, (Note("selected", text, selected.n_residues),)


def _require_numbering(
    structure: Structure,
    numbering: Numbering,
    request: PartnerRequest,
    regions: Sequence[Region],
) -> None:
    """Refuse regions that were given for an entry whose residues cannot be found."""
    given = {region.accession for region in regions} & set(request.accessions)
    unplaced = sorted(given - set(numbering.accessions.values()))
    if unplaced:
        message = f"regions of {', '.join(unplaced)} are given, but no residue can be placed there"
        remedy = "give the sequence of the entry as FASTA, so that the chain can be aligned with it"
        raise InputError([Problem(structure.source_name or structure.name, 0, "", message, remedy)])


def _run_cuts(
    structure: Structure,
    positions: npt.NDArray[np.int64],
    notes: list[Note],
    settings: PreparationSettings,
) -> tuple[Structure, npt.NDArray[np.int64]]:
    """Cut what is uncertain and what is incomplete; add to the notes."""
    for step in (
        lambda given: _cut_uncertain(given, settings.least_confidence),
        drop_incomplete_backbone,
    ):
        left, made = step(structure)
        notes += made
        positions = positions[_find_common(structure, left)]
        structure = left
    if not (~structure.is_hetero).any():
        message = "nothing is left after cutting uncertain and incomplete residues"
        remedy = "give a structure of higher confidence, or lower the limit"
        raise InputError([Problem(structure.source_name or structure.name, 0, "", message, remedy)])
    return structure, positions


def _cut_uncertain(structure: Structure, least: float) -> tuple[Structure, tuple[Note, ...]]:
    left, notes = cut_low_confidence(structure, least)
    return left, (*notes, *note_cut_edges(structure, left))


def _keep(
    structure: Structure, positions: npt.NDArray[np.int64], kept: npt.NDArray[np.bool_]
) -> tuple[Structure, npt.NDArray[np.int64]]:
    return structure.select(kept[structure.residue_index]), positions[kept]


def _find_common(before: Structure, after: Structure) -> npt.NDArray[np.intp]:
    """Find the residues of a structure that are left in a part of it, in order."""
    left = set(label_residues(after))
    kept = [i for i, label in enumerate(label_residues(before)) if label in left]
    return np.array(kept, dtype=np.intp)


def _tell_reason(structure: Structure, settings: PreparationSettings, doubt: str) -> str:
    n_residues = int((~structure.is_hetero[structure.residue_starts]).sum())
    if n_residues < settings.least_residues:
        many = count_things(n_residues, "residue is", "residues are")
        return f"{many} fewer than {settings.least_residues}"
    return doubt


def _find_anchor(
    structure: Structure, cut: Cut, places: Mapping[str, int]
) -> tuple[npt.NDArray[np.float64] | None, Note]:
    """Find where the chain enters the membrane, or say why that is not known."""
    chains = structure.select(~structure.is_hetero).chains
    if len(chains) != 1:
        why = "there are several chains"
    elif chains[0] not in cut.segments:
        why = "neither a transmembrane region nor the sequence of its entry is given"
    else:
        starts = structure.residue_starts
        own = [places[label] for label in label_residues(structure)]
        protein = np.where(structure.is_hetero[starts], 0, np.array(own, dtype=np.int64))
        return find_anchor(structure, protein, cut.segments[chains[0]])
    return None, note_unknown_anchor(why)
