"""Gene sets of a screen in GMT: the ligands of each receptor, the receptors of each cell type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tubulus.core.files import write_text
from tubulus.exchange.networks.candidates import select_candidates

__all__ = ["GeneSet", "make_gene_sets", "write_gmt"]


@dataclass(frozen=True, slots=True)
class GeneSet:
    """A named set of genes, with a line on what it is."""

    name: str
    description: str
    genes: tuple[str, ...]


def make_gene_sets(tables: Mapping[str, pl.DataFrame]) -> tuple[GeneSet, ...]:
    """Make a set a receptor (its candidate ligands) and a set a cell type (its receptors).

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        ``interactions``; rows with the state present count.
    """
    found = select_candidates(tables)
    return (
        *_gather(found, "receptor", "ligand", "LIGANDS_OF", "candidate ligands of receptor"),
        *_gather(found, "cell_type", "receptor", "RECEPTORS_ON", "receptors listed on"),
    )


def write_gmt(path: Path, sets: Iterable[GeneSet]) -> None:
    """Write sets as GMT: name, description and genes, separated by tabs, one set a line.

    Notes
    -----
    GMT knows no escapes: tabs and line ends inside a text become spaces.
    """
    lines = ["\t".join(map(_clean, (one.name, one.description, *one.genes))) for one in sets]
    write_text(path, "".join(f"{line}\n" for line in lines))


def _gather(
    found: pl.DataFrame, key: str, member: str, prefix: str, words: str
) -> Iterable[GeneSet]:
    grouped = found.group_by(key).agg(pl.col(member).unique().sort()).sort(key)
    for name, members in grouped.iter_rows():
        yield GeneSet(
            f"{prefix}_{_name(name)}",
            f"{words} {name}: hypotheses from lists, no observed contact",
            tuple(members),
        )


def _name(text: str) -> str:
    """Write a name in capitals, letters and digits, as programs of gene sets expect it."""
    return re.sub(r"\W+", "_", text).strip("_").upper()


def _clean(text: str) -> str:
    return re.sub(r"[\t\r\n]+", " ", text)
