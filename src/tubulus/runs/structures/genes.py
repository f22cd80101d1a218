"""UniProt entries of genes, so that a gene symbol of the shortlist leads to a structure."""

from __future__ import annotations

from functools import cache

from tubulus.screen.identifiers.table import load_identifiers
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors

__all__ = ["list_entries", "suggest_entry"]

_MOST = 5


def list_entries(gene: str) -> tuple[str, ...]:
    """List the UniProt accessions of a human gene, of the built-in cargo and receptors first.

    Where the built-in tables name the gene, their entry alone; else every accession that the
    table of identifiers holds, which are many for some genes. Empty where there is none.
    """
    curated = _load_curated().get(gene, ())
    return curated or _load_others().get(gene, ())


def suggest_entry(name: str) -> str:
    """Return what to write in place of a gene symbol; empty where it is none or has no entry."""
    found = list_entries(name)
    if not found:
        return ""
    shown = ", ".join(found[:_MOST]) + (", ..." if len(found) > _MOST else "")
    return (
        f"{name} is a gene: name its UniProt entry ({shown}) for a predicted model, or a PDB entry"
    )


@cache
def _load_curated() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for frame in (load_builtin_cargo(), load_builtin_receptors()):
        for symbol, accession in frame.select("symbol", "uniprot").iter_rows():
            if symbol and accession:
                found.setdefault(symbol, set()).add(accession)
    return {symbol: tuple(sorted(accessions)) for symbol, accessions in found.items()}


@cache
def _load_others() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for accession, symbols in load_identifiers().uniprot.items():
        for symbol in symbols:
            found.setdefault(symbol, []).append(accession)
    return {symbol: tuple(sorted(names, key=_rank)) for symbol, names in found.items()}


def _rank(accession: str) -> tuple[bool, int, str]:
    """Put old, short accessions first: most entries that a person has reviewed bear one."""
    return accession[0] not in "OPQ", len(accession), accession
