"""Nodes of a network: genes of ligands and receptors, and cell types."""

from __future__ import annotations

import polars as pl

from tubulus.exchange.networks.candidates import Tables, get_table, name_cell_type, name_gene
from tubulus.exchange.networks.columns import fill_columns, join_texts

__all__ = ["NODE_SCHEMA", "list_nodes"]

NODE_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.String(),
    "name": pl.String(),
    "kind": pl.String(),
    "topology": pl.String(),
    "cargo_tier": pl.String(),
    "cargo_source": pl.String(),
    "cargo_source_cell": pl.String(),
    "cell_types": pl.String(),
    "compartment": pl.String(),
    "n_candidates": pl.Int64(),
    "n_partners": pl.Int64(),
    "expected": pl.Float64(),
    "p": pl.Float64(),
    "q": pl.Float64(),
}
"""Columns of the nodes; what does not apply to a kind of node, or is not known, is null."""


def list_nodes(found: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """List the nodes that candidates need, in the columns of ``NODE_SCHEMA``."""
    parts = [_list_genes(found), _list_cell_types(found, get_table(tables, "cell_type_tests"))]
    return pl.concat([fill_columns(part, NODE_SCHEMA) for part in parts])


def _list_genes(found: pl.DataFrame) -> pl.DataFrame:
    """List ligands and receptors once each."""
    found = fill_columns(
        found,
        {name: NODE_SCHEMA[name] for name in NODE_SCHEMA if name.startswith("cargo_")}
        | {"topology": pl.String(), "compartment": pl.String()},
        keep=("ligand", "receptor", "cell_type"),
    )
    about = ("topology", "cargo_tier", "cargo_source", "cargo_source_cell")
    ligands = found.group_by("ligand").agg(
        *(join_texts(name) for name in about), join_texts("cell_type").alias("cell_types")
    )
    receptors = found.group_by("receptor").agg(
        join_texts("cell_type").alias("cell_types"), join_texts("compartment")
    )
    genes = ligands.with_columns(kind=pl.lit("ligand")).join(
        receptors.with_columns(kind_right=pl.lit("receptor")),
        left_on="ligand",
        right_on="receptor",
        how="full",
        coalesce=True,
    )
    both = pl.concat_str("kind", "kind_right", separator=" and ", ignore_nulls=True)
    return genes.with_columns(
        id=name_gene("ligand"),
        name=pl.col("ligand"),
        kind=both,
        cell_types=pl.coalesce("cell_types_right", "cell_types"),
    )


def _list_cell_types(found: pl.DataFrame, tests: pl.DataFrame | None) -> pl.DataFrame:
    found = fill_columns(found, {"compartment": pl.String()}, keep=("cell_type", "receptor"))
    cells = found.group_by("cell_type").agg(
        join_texts("compartment"), pl.len().cast(pl.Int64).alias("n_candidates")
    )
    if tests is not None:
        # the counted pairs are what the test expects: not all candidates count
        wanted = {name: NODE_SCHEMA[name] for name in ("n_partners", "expected", "p", "q")}
        if "p_exact" in tests.columns:
            tests = tests.with_columns(p="p_exact")
        own = fill_columns(tests, wanted, keep=("cell_type",)).unique("cell_type")
        cells = cells.join(own, on="cell_type", how="left")
    return cells.with_columns(
        id=name_cell_type(), name=pl.col("cell_type"), kind=pl.lit("cell type")
    )
