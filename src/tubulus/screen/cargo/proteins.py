"""Proteins as a file lists them, before their names are mapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "CargoOptions",
    "ListedProtein",
    "Listing",
    "SetAside",
    "describe_shared_groups",
    "split_group",
]

_BETWEEN = re.compile(r"[;,\s]+")


@dataclass(frozen=True, slots=True)
class CargoOptions:
    """How a file of cargo is read.

    Parameters
    ----------
    experiments : tuple of str
        Experiments of a database download that are taken together.
    min_peptides : int
        Unique peptides that a protein group needs; a file that does not count them is refused.
    samples : tuple of str
        Samples of a table of proteins that are the cargo, by name or pattern (``EV_*``); all where
        empty.
    min_samples : int
        Chosen samples in which a protein group needs a quantity, where the file tells samples
        apart.
    species, source_cell : str
        What stands beside a protein whose row does not say it itself.
    """

    experiments: tuple[str, ...] = ()
    min_peptides: int = 0
    samples: tuple[str, ...] = ()
    min_samples: int = 1
    species: str = ""
    source_cell: str = ""


@dataclass(frozen=True, slots=True)
class ListedProtein:
    """A row of a file that stays.

    Parameters
    ----------
    line : int
        Where it stands.
    names : tuple of str
        Names of the leading protein, the surest first: accession, then gene.
    listed_as : str
        All names of the row, as the file has them.
    quantity : float or None
        Mean over the runs in which it was quantified, in the file's own unit.
    peptides : int or None
        Unique peptides.
    runs : int or None
        Runs in which it was quantified.
    facts : tuple of (str, str)
        Columns of the cargo table that the row fills itself: method, source, species ...
    """

    line: int
    names: tuple[str, ...]
    listed_as: str
    quantity: float | None = None
    peptides: int | None = None
    runs: int | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that makes no cargo, with the reason."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file lists.

    Parameters
    ----------
    proteins : tuple of ListedProtein
        The rows that stay.
    set_aside : tuple of SetAside
        The rows that do not.
    quantity : str
        What the quantity is, empty where the file has none.
    method : str
        How the proteins were found.
    notes : tuple of str
        Sentences for the reader of the result.
    column : str
        Column of the identifiers, where a person chose its name.
    """

    proteins: tuple[ListedProtein, ...]
    set_aside: tuple[SetAside, ...] = ()
    quantity: str = ""
    method: str = "MS"
    notes: tuple[str, ...] = ()
    column: str = ""


def split_group(text: str) -> Sequence[str]:
    """Split the names of a protein group, which stand in the order of the program's choice."""
    return [name for name in _BETWEEN.split(text.strip()) if name]


def describe_shared_groups(genes: Sequence[str]) -> tuple[str, ...]:
    """Say how many protein groups name several genes, of which each keeps its first."""
    shared = sum(len(set(split_group(text))) > 1 for text in genes)
    if not shared:
        return ()
    return (f"{shared} protein groups name several genes; each stands for its first protein.",)
