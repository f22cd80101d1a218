"""Rows of the table of partners, proposed from what structure files and tables of pairs say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from tubulus.dock.partners.components import Component
from tubulus.dock.preparation.partners import PartnerRole
from tubulus.runs.structures.collecting import Collected
from tubulus.runs.structures.partner_rows import ProposedRow
from tubulus.screen.identifiers.mapping import map_name
from tubulus.screen.identifiers.table import load_identifiers
from tubulus.screen.reference import load_builtin_receptors, load_pairs

__all__ = ["find_gene", "propose_rows", "tell_roles"]

_CHECK = "proposed from the file: check name, role, chains and region"


def propose_rows(
    found: Sequence[Collected], role: PartnerRole | None
) -> tuple[list[ProposedRow], list[str]]:
    """Propose a row for each protein of each file, and say what a person must add.

    Notes
    -----
    The name is the approved symbol of the UniProt entry that the file declares; without one, the
    gene that it names, if that is a human gene; else the file, with the chains where it holds
    several proteins. The role is what the
    built-in tables of pairs and receptors say; a protein that stands there on both sides gets a
    row for each, one that stands nowhere gets an empty role, which docking refuses.
    """
    rows = [row for item in found for row in _propose_file(item, role)]
    notes = []
    unnamed = [
        f"{_name_component(item, component)} ({item.name})"
        for item in found
        for component in item.components
        if not find_gene(component)
    ]
    if unnamed:
        listed = ", ".join(unnamed)
        notes.append(f"No file says which protein these are, check the name: {listed}.")
    if roleless := [row.partner for row in rows if not row.role]:
        listed = ", ".join(dict.fromkeys(roleless))
        notes.append(f"No table says whether this is a ligand or a receptor, write it: {listed}.")
    return rows, notes


def _propose_file(item: Collected, role: PartnerRole | None) -> Iterator[ProposedRow]:
    for component in item.components:
        name = _name_component(item, component)
        roles: tuple[str, ...] = (role,) if role else tell_roles(name) or ("",)
        for one in roles:
            yield ProposedRow(
                partner=name,
                role=one,
                file=f"structures/{item.name}",
                chains=" ".join(component.chains),
                accession=component.accession,
                note=_write_note(component, len(roles) > 1),
                sequence=component.sequence,
            )


def _name_component(item: Collected, component: Component) -> str:
    """Name a protein by its gene, or by its file, with the chains where the file holds several."""
    stem = item.name.split(".")[0]
    alone = len(item.components) == 1
    return find_gene(component) or (stem if alone else f"{stem}-{''.join(component.chains)}")


def _write_note(component: Component, is_both: bool) -> str:
    parts = [_CHECK]
    if is_both:
        parts.append("stands as ligand and as receptor in the tables: keep the row that is meant")
    if len(component.chains) > 1:
        parts.append(f"{len(component.chains)} copies hold together")
    elif component.n_copies > 1:
        parts.append(f"one of {component.n_copies} copies that do not hold together")
    if component.n_in_assembly > len(component.chains):
        parts.append(
            f"the file describes an assembly with {component.n_in_assembly} copies: set assembly "
            "to 1 if they act together"
        )
    return "; ".join(parts)


def find_gene(component: Component) -> str:
    """Return the approved symbol of a protein, empty where the file does not tell it."""
    for given in (component.accession, component.gene):
        symbol = map_name(given, load_identifiers()).symbol if given else None
        if symbol:
            return symbol
    return ""


def tell_roles(gene: str) -> tuple[PartnerRole, ...]:
    """Tell the roles of a gene by the built-in tables; empty where it stands in none."""
    ligands, receptors = _load_sides()
    roles: list[PartnerRole] = []
    if gene in ligands:
        roles.append("ligand")
    if gene in receptors:
        roles.append("receptor")
    return tuple(roles)


@cache
def _load_sides() -> tuple[frozenset[str], frozenset[str]]:
    pairs = load_pairs()
    receptors = {*pairs["receptor"].to_list(), *load_builtin_receptors()["symbol"].to_list()}
    return frozenset(pairs["ligand"].to_list()), frozenset(receptors)
