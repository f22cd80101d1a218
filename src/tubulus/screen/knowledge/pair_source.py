"""What one source says of ligand-receptor pairs: rows of partners, with references and losses.

A partner is an approved symbol, or a complex: its subunits in ascending order joined by ``+``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

__all__ = [
    "CITED_KINDS",
    "LEFT_OUT_SCHEMA",
    "PAIR_ROW_SCHEMA",
    "SUBUNIT_JOIN",
    "PairKind",
    "PairSource",
    "explode_pairs",
]

PairKind = Literal["builtin", "liana", "cellphonedb", "table"]
CITED_KINDS: tuple[PairKind, ...] = ("cellphonedb", "table")
"""Kinds whose rows may have a reference of their own, that a reader can check."""
SUBUNIT_JOIN = "+"

PAIR_ROW_SCHEMA: dict[str, pl.DataType] = {
    "resource": pl.String(),
    "ligand": pl.String(),
    "receptor": pl.String(),
    "references": pl.String(),
    "notes": pl.String(),
}
"""Columns of the rows of a source; ``references`` joins ``PMID:``, ``PMCID:``, ``DOI:`` and
``PDB:`` by ``"; "``, what else the source says of a row stands in ``notes``."""

LEFT_OUT_SCHEMA: dict[str, pl.DataType] = {
    "given": pl.String(),
    "state": pl.String(),
    "candidates": pl.String(),
    "reason": pl.String(),
    "rows": pl.Int64(),
}
"""Columns of the names that a source uses and that name no single human coding gene."""

_NAMED = 5


@dataclass(frozen=True, slots=True, eq=False)
class PairSource:
    """A table of ligand-receptor pairs under approved symbols.

    Parameters
    ----------
    kind : str
        Who wrote it: the package, LIANA, CellPhoneDB or the user.
    name, version, sha256 : str
        What it is; the hash is of the file or files that were read.
    rows : polars.DataFrame
        One row a pair of partners and resource, in the columns of ``PAIR_ROW_SCHEMA``.
    left_out : polars.DataFrame
        Names that could not be mapped, in the columns of ``LEFT_OUT_SCHEMA``; ``rows`` counts
        the rows that each of them cost.
    skipped : tuple of (str, int)
        Rows that were left out by rule: the reason and their number.
    """

    kind: PairKind
    name: str
    version: str
    sha256: str
    rows: pl.DataFrame
    left_out: pl.DataFrame
    skipped: tuple[tuple[str, int], ...] = ()

    @property
    def label(self) -> str:
        """Name and version."""
        return f"{self.name} {self.version}".strip()

    @property
    def pairs(self) -> pl.DataFrame:
        """The pairs of genes (ligand, receptor), complexes taken apart; sorted."""
        return explode_pairs(self.rows).select("ligand", "receptor").unique().sort(pl.all())

    @property
    def complexes(self) -> tuple[str, ...]:
        """The complexes among the partners, each by its subunits."""
        partners = pl.concat([self.rows["ligand"], self.rows["receptor"]]).unique()
        joined = partners.filter(partners.str.contains(SUBUNIT_JOIN, literal=True))
        return tuple(joined.sort().to_list())

    def describe(self) -> tuple[str, ...]:
        """Describe what was read, and what was left out by name or by rule."""
        head = (
            f"{self.label}: {self.rows.height} rows, {self.pairs.height} pairs of genes, "
            f"{len(self.complexes)} complexes."
        )
        sentences = [head]
        for state, group in self.left_out.group_by("state", maintain_order=True):
            names = group["given"].to_list()
            rest = len(names) - _NAMED
            listed = ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
            sentences.append(f"{len(names)} names are {state[0]}: {listed}.")
        sentences += [f"{number} rows left out: {reason}." for reason, number in self.skipped]
        return tuple(sentences)


def explode_pairs(rows: pl.DataFrame) -> pl.DataFrame:
    """Take complexes apart: one row for each ligand subunit and receptor subunit.

    Parameters
    ----------
    rows : polars.DataFrame
        ligand, receptor and any other columns.

    Returns
    -------
    polars.DataFrame
        The same columns, ``ligand`` and ``receptor`` being genes; ``ligand_partner`` and
        ``receptor_partner`` hold the partners as they were.
    """
    kept = rows.with_columns(ligand_partner="ligand", receptor_partner="receptor")
    split = kept.with_columns(pl.col("ligand", "receptor").str.split(SUBUNIT_JOIN))
    return split.explode("ligand").explode("receptor")
