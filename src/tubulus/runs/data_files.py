"""What data Tubulus carries, under which licence, and which files a user can add to a screen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from tubulus.runs.data_kinds import DATA_KINDS
from tubulus.screen.identifiers.table import TABLE_DATE, count_identifiers
from tubulus.screen.reference import (
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
    load_pairs,
)

__all__ = ["DataFile", "list_data_files"]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A table that is built in or that a user can add.

    Parameters
    ----------
    name : str
        What it is called.
    state : str
        ``built in`` or ``can be added``.
    rows : int or None
        Rows of a built-in table.
    licence, source : str
        Under which terms, and where it comes from.
    setting : str
        Key of ``[screen]`` that names such a file.
    kind : str
        What ``tubulus data add`` calls it; empty for a built-in table.
    purpose : str
        What it is good for.
    columns : tuple of str
        Columns that a file must have.
    """

    name: str
    state: str
    rows: int | None
    licence: str
    source: str
    setting: str
    kind: str = ""
    purpose: str = ""
    columns: tuple[str, ...] = ()

    def as_plain_data(self) -> dict[str, Any]:
        """Return the record as data that JSON can hold."""
        return asdict(self)


def list_data_files() -> tuple[DataFile, ...]:
    """List the built-in tables with their rows, and the files that can be added."""
    built_in = (
        (
            "receptors of tubule cells",
            load_builtin_receptors().height,
            "facts curated for Tubulus, a citation a row",
            "literature and expression data, see column source",
            "receptors_file",
        ),
        (
            "cargo of MSC vesicles",
            load_builtin_cargo().height,
            "facts curated for Tubulus, a citation a row",
            "abstracts, Lai 2012 and antibody arrays, see column source",
            "cargo_file",
        ),
        (
            "ligand-receptor pairs",
            load_pairs().height,
            "MIT",
            "ConnectomeDB2020 (Hou 2020), literature-supported pairs",
            "",
        ),
        (
            "human coding genes: topology class and study attention",
            load_genes().height,
            "NCBI Gene public domain, GO CC BY 4.0, org.Hs.eg.db Artistic-2.0",
            "org.Hs.eg.db 3.16",
            "",
        ),
        (
            "identifiers of human genes",
            count_identifiers(),
            "NCBI Gene public domain, UniProt CC BY 4.0, org.Hs.eg.db Artistic-2.0",
            f"org.Hs.eg.db 3.16 (NCBI Gene of {TABLE_DATE})",
            "",
        ),
    )
    return (
        *(DataFile(n, "built in", rows, lic, src, key) for n, rows, lic, src, key in built_in),
        *(
            DataFile(
                kind.title,
                "can be added",
                None,
                kind.licence,
                kind.place,
                kind.setting,
                kind.name,
                kind.purpose,
                kind.columns,
            )
            for kind in DATA_KINDS
        ),
    )
