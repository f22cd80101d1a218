"""The tables from which a curated source is hidden, and the pairs that a score is asked about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from tubulus.core.seeds import make_generator
from tubulus.screen.integration import Reference, draw_random_pairs
from tubulus.screen.knowledge import (
    PairSource,
    derive_pair_knowledge,
    read_cellphonedb_pairs,
    read_liana_pairs,
)
from tubulus.screen.knowledge.lineages import list_line, takes_from_imex
from tubulus.screen.layers.knowledge import derive_knowledge_layer
from tubulus.screen.layers.record import make_evidence
from tubulus.screen.network import read_interactions
from tubulus.screen.reference import load_genes

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "lr"
SEED = 20261122
PER_POSITIVE = 10
# CellPhoneDB v5 under a name of its own: LIANA holds version 2
V5 = "cellphonedb_v5"


@dataclass(frozen=True)
class World:
    """All tables, each source apart."""

    sources: dict[str, PairSource]
    physical: pl.DataFrame
    without_imex: pl.DataFrame
    attention: dict[str, int]
    secreted: list[str]
    surface: list[str]

    def pairs(self, name: str) -> pl.DataFrame:
        pairs = self.sources[name].pairs
        return pairs.filter(pl.col("ligand") != pl.col("receptor"))


def read_world() -> World:
    liana = read_liana_pairs(SHARED / "lr_tables" / "liana_1.10.0_omni_resource_human.tsv.gz")
    sources = {
        name: replace(liana, rows=liana.rows.filter(resource=name))
        for name in liana.rows["resource"].unique().sort().to_list()
    }
    sources[V5] = read_cellphonedb_pairs(SHARED / "lr_tables", version="5.0.0")
    genes = load_genes()
    topology = {
        name: genes.filter(topology=name)["symbol"].to_list() for name in ("secreted", "surface")
    }
    attention = dict(genes.select("symbol", "attention").iter_rows())
    weights = {"biogrid_human_symbol": 1.0, "apid_human_symbol": 1.0, "huri_ensembl": 2.0}
    physical = read_physical(weights)
    without_imex = read_physical({n: w for n, w in weights.items() if not n.startswith("apid")})
    secreted, surface = topology["secreted"], topology["surface"]
    return World(sources, physical, without_imex, attention, secreted, surface)


def read_physical(weights: dict[str, float]) -> pl.DataFrame:
    """Read physical interactions, both directions: ligand, receptor, value.

    HuRI, a systematic screen, counts 2; BioGRID and APID, which collect publications, 1 each.
    """
    ends = []
    for name, weight in weights.items():
        pairs = read_interactions(SHARED / "network" / f"{name}_pairs.tsv.gz").pairs
        for ligand, receptor in (("first", "second"), ("second", "first")):
            ends.append(pairs.select(ligand=ligand, receptor=receptor, value=pl.lit(weight)))
    return pl.concat(ends).group_by("ligand", "receptor").agg(pl.col("value").sum())


def hide_line(name: str) -> set[str]:
    """List the tables that share a curation with one; both versions of CellPhoneDB are one."""
    found = set(list_line("cellphonedb" if name == V5 else name))
    return found | ({V5} if "cellphonedb" in found else set())


def make_evidence_of(world: World, pairs: pl.DataFrame, hidden: set[str]) -> pl.DataFrame:
    """Make the layers knowledge and physical of pairs from the tables that are not hidden.

    While a table that took pairs from databases of IMEx is hidden, so is APID, which holds them.
    """
    visible = [source for name, source in world.sources.items() if name not in hidden]
    knowledge = derive_knowledge_layer(pairs, derive_pair_knowledge(visible))
    is_blind = any(takes_from_imex("cellphonedb" if name == V5 else name) for name in hidden)
    seen = world.without_imex if is_blind else world.physical
    found = pairs.select("ligand", "receptor").join(seen, on=["ligand", "receptor"])
    physical = found.with_columns(
        label=pl.lit("listed"), state=pl.lit("present"), reason=pl.lit(""), source=pl.lit("")
    )
    return pl.concat([knowledge, make_evidence("physical", physical)])


def mark(positives: pl.DataFrame, randoms: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        [
            positives.select("ligand", "receptor").with_columns(is_positive=pl.lit(value=True)),
            randoms.select("ligand", "receptor").with_columns(is_positive=pl.lit(value=False)),
        ]
    )


def make_reference(world: World, name: str, hidden: set[str], label: str) -> Reference:
    """Make the set from which the group of interactions learns."""
    pairs = world.pairs(name)
    rng = make_generator(SEED, "leave-one-source-out", "train", label)
    randoms = draw_random_pairs(
        world.secreted, world.surface, pairs, PER_POSITIVE * pairs.height, rng
    )
    rows = mark(pairs, randoms)
    evidence = make_evidence_of(world, rows, hidden)
    return Reference("interaction", rows, name, "pair of a hidden source", evidence=evidence)
