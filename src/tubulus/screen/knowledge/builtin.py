"""The pairs that ship with the package, and the complexes known among their receptors."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

import polars as pl

from tubulus.screen.knowledge.pair_source import LEFT_OUT_SCHEMA, SUBUNIT_JOIN, PairSource
from tubulus.screen.knowledge.partners import PartnerMap
from tubulus.screen.knowledge.rows import make_pair_rows
from tubulus.screen.reference import load_pairs

__all__ = ["BUILTIN_RESOURCE", "load_builtin_complexes", "load_builtin_pairs"]

BUILTIN_RESOURCE = "connectomedb2020"


@cache
def load_builtin_complexes() -> pl.DataFrame:
    """Load the heteromeric receptors curated for the built-in table.

    Returns
    -------
    polars.DataFrame
        complex (subunits in ascending order joined by ``+``), reference, seen (what of the
        reference was read).
    """
    content = (files("tubulus.screen.knowledge") / "complexes.tsv").read_bytes()
    return pl.read_csv(content, separator="\t", infer_schema=False)


@cache
def load_builtin_pairs() -> PairSource:
    """Load the built-in pairs, ConnectomeDB2020, as a source.

    Returns
    -------
    PairSource
        Its rows have no references: the shipped table holds symbols alone, though each pair was
        taken up for its literature. A curated complex stands as the receptor of each ligand that
        the table pairs with **every** one of its subunits.

    Notes
    -----
    The table takes complexes apart, so that a ligand of a complex stands beside each subunit.
    A ligand that stands beside some of the subunits is not claimed to act through the complex.
    """
    pairs, complexes = load_pairs(), load_builtin_complexes()
    named = complexes.with_columns(receptor=pl.col("complex").str.split(SUBUNIT_JOIN))
    size = pl.col("receptor").list.len().alias("size")
    beside = named.with_columns(size).explode("receptor").join(pairs, on="receptor")
    whole = (
        beside.group_by("ligand", "complex", "reference", "size")
        .agg(n=pl.col("receptor").n_unique())
        .filter(pl.col("n") == pl.col("size"))
        .select("ligand", receptor="complex", notes=pl.col("reference").str.replace_all("; ", ", "))
    )
    frame = pl.concat([pairs.with_columns(notes=pl.lit("")), whole]).with_columns(
        resource=pl.lit(BUILTIN_RESOURCE), cited=pl.lit("")
    )
    partners = pl.concat([frame["ligand"], frame["receptor"]]).unique().to_list()
    text = pairs.sort("ligand", "receptor").write_csv()
    return PairSource(
        kind="builtin",
        name="ConnectomeDB2020",
        version="literature-supported",
        sha256=hashlib.sha256((text + complexes.write_csv()).encode()).hexdigest(),
        rows=make_pair_rows(frame, PartnerMap(dict(zip(partners, partners, strict=True)))),
        left_out=pl.DataFrame(schema=LEFT_OUT_SCHEMA),
    )
