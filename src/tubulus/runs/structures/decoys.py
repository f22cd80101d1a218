"""Add decoy partners from the curated list, without those that a study's proteins may meet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import get_args

from tubulus.core.errors import StudyError
from tubulus.core.results import ResultError, read_results
from tubulus.dock.calibration.settings import CalibrationSettings
from tubulus.dock.partners.components import list_chain_names
from tubulus.dock.partners.decoy_list import DECOY_SOURCES, DecoyEntry, load_decoy_list
from tubulus.dock.preparation.partners import PartnerRole
from tubulus.dock.structures.sequences import is_same_protein
from tubulus.dock.tables.rows import read_rows
from tubulus.runs.data_index import find_structures_folder
from tubulus.runs.structures.adding import StructureAddition
from tubulus.runs.structures.collecting import Collected, collect_structures
from tubulus.runs.structures.downloading import Outside
from tubulus.runs.structures.finding import drop_copies, list_structure_files
from tubulus.runs.structures.keeping import keep_files
from tubulus.runs.structures.partner_rows import (
    ProposedRow,
    grow_partner_table,
    read_partner_sequences,
)
from tubulus.runs.structures.sources import PDB, Entry
from tubulus.screen.reference import load_pairs

__all__ = ["add_decoys", "choose_decoys", "list_study_genes"]

_OUTSIDE = Outside()
_PREFIX = "decoy "


def add_decoys(
    names: Sequence[str],
    study: Path,
    *,
    local: Path | None = None,
    replace_existing: bool = False,
    outside: Outside = _OUTSIDE,
) -> StructureAddition:
    """Fetch or copy the structures of decoy partners and add their rows to the table of partners.

    Parameters
    ----------
    names : sequence of str
        Entries of the list to take; none: all that are allowed.
    study, local, replace_existing, outside
        As of ``add_structures``. Entries that are not in ``local`` are left out and told.

    Raises
    ------
    StudyError
        If a name is not on the list, or ``local`` holds none of the entries.
    """
    folder = find_structures_folder(study)
    chosen, notes = choose_decoys(_select(names), list_study_genes(study))
    if local is not None:
        chosen, absent = _keep_present(chosen, local)
        notes += absent
    if not chosen:
        raise StudyError(" ".join(["no decoy partner is left.", *notes]))
    with tempfile.TemporaryDirectory() as desk:
        found = collect_structures(
            [entry.pdb_id for entry in chosen],
            local=local, desk=Path(desk), outside=outside,
        )  # fmt: skip
        table = folder.parent / "partners.csv"
        chosen, same = _leave_out_same(chosen, _make_rows(chosen, found), table)
        notes += same
        if not chosen:
            raise StudyError(" ".join(["no decoy partner is left.", *notes]))
        left = {entry.pdb_id for entry in chosen}
        found = tuple(item for item in found if item.entry is not None and item.entry.name in left)
        files = keep_files(folder, found, replace_existing=replace_existing, clock=outside.clock)
    added, said = grow_partner_table(table, _make_rows(chosen, found))
    return StructureAddition(folder, files, table, added, (*notes, *said, *_tell_too_few(table)))


def _tell_too_few(table: Path) -> list[str]:
    """Tell the sides of a table that hold fewer decoy partners than a calibration needs."""
    rows, _ = read_rows(table, ("partner", "role"))
    least = CalibrationSettings().least_decoys
    lacking = []
    for role in get_args(PartnerRole):
        names = [row.cells["partner"] for row in rows if row.cells["role"].lower() == role]
        decoys = sum(name.startswith(_PREFIX) for name in names)
        # asked partners are decoy partners of each other
        if (count := max(decoys, len(names) - 1)) < least:
            lacking.append(f"{count} {role}s")
    if not lacking:
        return []
    listed = " and ".join(lacking)
    return [f"There are too few decoy partners: {listed}, where a p-value needs {least}; add some."]


def _select(names: Sequence[str]) -> tuple[DecoyEntry, ...]:
    listed = load_decoy_list()
    wanted = {name.upper() for name in names}
    if unknown := sorted(wanted - {entry.pdb_id for entry in listed}):
        known = ", ".join(entry.pdb_id for entry in listed)
        raise StudyError(f"{', '.join(unknown)} is not on the list of decoy partners: {known}")
    return tuple(entry for entry in listed if not wanted or entry.pdb_id in wanted)


def list_study_genes(study: Path) -> frozenset[str]:
    """List the genes of the study: partners of its table that are no decoys, and its shortlist."""
    names: set[str] = set()
    table = find_structures_folder(study).parent / "partners.csv"
    if table.is_file():
        rows, _ = read_rows(table, ("partner",))
        names |= {row.cells["partner"] for row in rows}
    try:
        shortlist = read_results(study / "results" / "screen").get_table("shortlist")
    except ResultError:
        shortlist = None
    if shortlist is not None:
        names |= {*shortlist["ligand"].to_list(), *shortlist["receptor"].to_list()}
    plain = {name for name in names if not name.startswith(_PREFIX)}
    return frozenset(gene for name in plain for gene in name.split("+"))


def choose_decoys(
    entries: Iterable[DecoyEntry], genes: frozenset[str]
) -> tuple[list[DecoyEntry], list[str]]:
    """Leave out decoy partners that are a study's proteins, or are paired with one in the table."""
    pairs = frozenset(load_pairs().iter_rows())
    chosen, notes = [], []
    for entry in entries:
        same = sorted(genes & {*entry.genes})
        met = sorted(g for g in genes for own in entry.genes if {(own, g), (g, own)} & pairs)
        if same:
            notes.append(f"{entry.name} is left out: the study asks about {', '.join(same)}.")
        elif met:
            notes.append(f"{entry.name} is left out: the table pairs it with {', '.join(met)}.")
        else:
            chosen.append(entry)
    return chosen, notes


def _leave_out_same(
    chosen: Sequence[DecoyEntry], rows: Sequence[ProposedRow], table: Path
) -> tuple[list[DecoyEntry], list[str]]:
    """Leave out proteins of the study under another name, and those that they are known to meet."""
    own = {
        name: sequences
        for name, sequences in read_partner_sequences(table).items()
        if not name.startswith(_PREFIX)
    }
    notes, genes, left = [], set[str](), []
    for entry, row in zip(chosen, rows, strict=True):
        names = [name for name, chains in own.items() if _is_among(row.sequence, chains)]
        if names:
            notes.append(f"{entry.name} is left out: by its sequence it is {', '.join(names)}.")
            genes |= {*entry.genes}
        else:
            left.append(entry)
    others, met = choose_decoys(left, frozenset(genes))
    return others, notes + met


def _is_among(sequence: str, chains: Iterable[str]) -> bool:
    return any(is_same_protein(sequence, chain) for chain in chains if sequence and chain)


def _keep_present(chosen: Sequence[DecoyEntry], local: Path) -> tuple[list[DecoyEntry], list[str]]:
    """Keep the entries of which the folder has one file with all chains, and tell the others."""
    paths = list_structure_files(local)
    present, absent, unfit = [], [], []
    for entry in chosen:
        files = drop_copies([p for p in paths if Entry(PDB, entry.pdb_id).matches(p.name)])
        if not files:
            absent.append(entry.pdb_id)
        elif len(files) > 1:
            unfit.append(f"{entry.name} is left out: {', '.join(p.name for p in files)} differ.")
        elif lacking := {*entry.chains}.difference(list_chain_names(files[0])):
            listed = ", ".join(sorted(lacking))
            unfit.append(f"{entry.name} is left out: {files[0].name} has no chain {listed}.")
        else:
            present.append(entry)
    listed = ", ".join(dict.fromkeys(absent))
    notes = [f"Not in {local.name} or its sub-folders, left out: {listed}."] if absent else []
    return present, notes + unfit


def _make_rows(chosen: Sequence[DecoyEntry], found: Sequence[Collected]) -> list[ProposedRow]:
    rows = []
    for entry in chosen:
        item = next(x for x in found if x.entry is not None and x.entry.name == entry.pdb_id)
        components = [c for c in item.components if {*c.chains} & {*entry.chains}]
        rows.append(
            ProposedRow(
                partner=entry.name,
                role=entry.role,
                file=f"structures/{item.name}",
                chains=" ".join(entry.chains),
                note=f"{entry.protein}; decoy partner, {entry.source}: "
                f"{DECOY_SOURCES[entry.source]}",
                sequence=components[0].sequence if components else "",
            )
        )
    return rows
