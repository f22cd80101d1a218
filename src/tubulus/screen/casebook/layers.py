"""All layers of evidence on the rows of a screen, in one table."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tubulus.screen.layers.barrier import derive_barrier_layer
from tubulus.screen.layers.complexes import derive_complex_layer, list_pair_complexes
from tubulus.screen.layers.detection import derive_detection_layer
from tubulus.screen.layers.downstream import tabulate_reach
from tubulus.screen.layers.knowledge import derive_knowledge_layer
from tubulus.screen.layers.physical import derive_physical_layer
from tubulus.screen.layers.receptor_protein import derive_receptor_protein_layer
from tubulus.screen.layers.receptor_rna import derive_receptor_rna_layer
from tubulus.screen.layers.record import make_evidence
from tubulus.screen.layers.topology import derive_topology_layer
from tubulus.screen.network.reach import ReachTest, compute_reach_tests
from tubulus.screen.plan import ScreenPlan

__all__ = ["compute_plan_reach", "derive_downstream", "derive_evidence", "derive_physical"]

_PAIR = ["ligand", "receptor"]


def derive_evidence(plan: ScreenPlan, reached: Sequence[ReachTest] | None = None) -> pl.DataFrame:
    """Derive every layer of evidence for the interactions of a plan.

    Parameters
    ----------
    plan : ScreenPlan
        The plan; its inputs hold what the layers rest on.
    reached : sequence of ReachTest, optional
        What :func:`compute_plan_reach` found; computed here where left out.

    Returns
    -------
    polars.DataFrame
        Columns of ``EVIDENCE_SCHEMA``, layer after layer. What nothing was given for is unknown,
        with the reason.
    """
    inputs, evidence = plan.inputs, plan.inputs.evidence
    pairs = plan.interactions.select(_PAIR).unique(maintain_order=True)
    receptors = inputs.receptors.join(
        pairs.select(symbol="receptor").unique(), on="symbol", how="semi", maintain_order="left"
    )
    ligands = pairs["ligand"].unique().sort()
    parts = [
        derive_knowledge_layer(pairs, evidence.knowledge),
        _derive_complexes(plan),
        derive_physical(pairs, plan),
        derive_detection_layer(inputs.cargo, ligands, detection=inputs.detection),
        derive_topology_layer(ligands, inputs.genes),
        derive_receptor_protein_layer(receptors, evidence.lines),
        derive_receptor_rna_layer(receptors, evidence.lines, bulk=evidence.bulk),
        derive_barrier_layer(receptors),
        derive_downstream(pairs["receptor"], plan, reached),
    ]
    return pl.concat(parts)


def derive_physical(pairs: pl.DataFrame, plan: ScreenPlan) -> pl.DataFrame:
    """Derive the layer of physical interactions; unknown throughout where no file was given."""
    tables = plan.inputs.evidence.physical
    if tables:
        return derive_physical_layer(pairs, tables)
    return make_evidence(
        "physical",
        _mark_unknown(pairs, "no physical interactions were given (name physical_files)"),
    )


def compute_plan_reach(plan: ScreenPlan) -> tuple[ReachTest, ...]:
    """Compute how far each receptor of a plan reaches, once for the layer and the panel.

    Parameters
    ----------
    plan : ScreenPlan
        The plan; its receptors are those of the interactions and of the tests.

    Returns
    -------
    tuple of ReachTest
        Receptors in the order of their symbols, against receptors of the pair tables; empty where
        no network was given.
    """
    evidence = plan.inputs.evidence
    if evidence.network is None:
        return ()
    receptors = {*plan.interactions["receptor"].to_list(), *plan.design.receptors}
    pool = plan.inputs.pairs["receptor"].unique().to_list()
    return compute_reach_tests(evidence.network, sorted(receptors), evidence.genes.genes, pool=pool)


def derive_downstream(
    receptors: pl.Series, plan: ScreenPlan, reached: Sequence[ReachTest] | None = None
) -> pl.DataFrame:
    """Derive the layer of the reach downstream, against receptors of the pair tables."""
    names = receptors.unique().sort()
    evidence = plan.inputs.evidence
    network, table = evidence.network, evidence.signalling
    if network is None or table is None:
        return make_evidence(
            "downstream",
            _mark_unknown(
                pl.DataFrame({"receptor": names}),
                "no signalling network was given (name a signalling_file)",
            ),
        )
    asked = frozenset(names.to_list())
    tests = compute_plan_reach(plan) if reached is None else reached
    kept = [test for test in tests if test.receptor in asked]
    return tabulate_reach(kept, network, evidence.genes, table.source).drop("p")


def _mark_unknown(keys: pl.DataFrame, reason: str) -> pl.DataFrame:
    texts = {"label": "", "state": "unknown", "reason": reason, "source": ""}
    return keys.with_columns(pl.lit(text).alias(name) for name, text in texts.items())


def _derive_complexes(plan: ScreenPlan) -> pl.DataFrame:
    """Derive the layer of complexes from the state of each subunit in the tables in use."""
    inputs = plan.inputs
    states = inputs.receptors.select(pl.col("symbol").alias("receptor"), "cell_type", "state")
    known = inputs.cargo.select("symbol").join(plan.covariates, on="symbol", how="left")
    luminal = (pl.col("topology") == "luminal") & pl.col("contaminant").is_null()
    state = (
        pl.when(luminal)
        .then(pl.lit("absent"))
        .when(pl.col("exposed").fill_null(value=False))
        .then(pl.lit("present"))
        .otherwise(pl.lit("unknown"))
    )
    ligands = known.select(pl.col("symbol").alias("ligand"), state=state)
    complexes = list_pair_complexes(inputs.evidence.pair_sources)
    return derive_complex_layer(plan.interactions, complexes, states, ligands)
