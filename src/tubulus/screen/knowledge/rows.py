"""Make the rows of a source from partners as its file names them."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from tubulus.screen.knowledge.pair_source import PAIR_ROW_SCHEMA
from tubulus.screen.knowledge.partners import PartnerMap
from tubulus.screen.knowledge.references import join_references, read_references

__all__ = ["make_pair_rows", "map_texts"]


def map_texts(column: pl.Series, function: Callable[[str], str]) -> pl.Series:
    """Apply a function to a column of texts, once for each different text."""
    different = column.unique().to_list()
    table = {text: function(text) for text in different}
    return column.replace_strict(table, return_dtype=pl.String)


def make_pair_rows(
    frame: pl.DataFrame, mapping: PartnerMap, *, bare_is_pubmed: bool = False
) -> pl.DataFrame:
    """Make rows of pairs in the columns of ``PAIR_ROW_SCHEMA``.

    Parameters
    ----------
    frame : polars.DataFrame
        resource, ligand, receptor (as the file names them), cited (free text with the references
        of the row) and notes; no nulls.
    mapping : PartnerMap
        What the names mean; a row with a name that was lost is left out.
    bare_is_pubmed : bool
        Whether bare numbers in ``cited`` are PubMed ids.

    Returns
    -------
    polars.DataFrame
        One row a resource and pair of partners, sorted; what several rows of a file say of one
        pair is joined.
    """
    partners = pl.col("ligand", "receptor").replace_strict(
        dict(mapping.partners), default=None, return_dtype=pl.String
    )
    cited = map_texts(
        frame["cited"],
        lambda text: join_references(read_references(text, bare_is_pubmed=bare_is_pubmed)),
    )
    mapped = frame.with_columns(partners, references=cited).drop_nulls(["ligand", "receptor"])
    joined = mapped.group_by("resource", "ligand", "receptor").agg(
        _join_texts("references"), _join_texts("notes")
    )
    ordered = joined.select(pl.col(name).cast(kind) for name, kind in PAIR_ROW_SCHEMA.items())
    return ordered.sort("resource", "ligand", "receptor")


def _join_texts(column: str) -> pl.Expr:
    """Join the different texts of a group that are not empty."""
    texts = pl.col(column).str.split("; ").explode()
    return texts.filter(texts.str.len_bytes() > 0).unique().sort().str.join("; ").alias(column)
