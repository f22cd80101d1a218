"""The questions of the panel of surprise that rest on networks: pairing, and reach downstream."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.random import Generator

from tubulus.screen.network.pairing import (
    compute_rewired_expectation,
    lay_out_pairing,
    simulate_pairing_excess,
)
from tubulus.screen.network.reach import compute_reach_tests
from tubulus.screen.network.reach_panel import simulate_reach_panel
from tubulus.screen.network.surprise_rows import describe_pairing, describe_reach
from tubulus.screen.nulls.surprise import SurpriseRow, explain_missing
from tubulus.screen.plan import ScreenPlan

__all__ = ["ask_networks"]


def ask_networks(plan: ScreenPlan, rng: Generator) -> tuple[SurpriseRow, ...]:
    """Answer whether the pairing, and the reach of the receptors, are more than chance gives.

    Parameters
    ----------
    plan : ScreenPlan
        The plan of the screen.
    rng : numpy.random.Generator
        Source of randomness.
    """
    return _ask_pairing(plan, rng), _ask_downstream(plan, rng)


def _ask_pairing(plan: ScreenPlan, rng: Generator) -> SurpriseRow:
    graphs = plan.settings.evidence.rewired_graphs
    if not graphs:
        return explain_missing("rewired", "rewired_graphs is 0", key="evidence.rewired_graphs")
    inputs, settings = plan.inputs, plan.settings
    layout = lay_out_pairing(plan.covariates, inputs.pairs, settings)
    if not layout.ligands:
        return explain_missing("rewired", "the pair table holds no exposed ligand")
    design = layout.make_design(inputs.select_tested_cargo(settings)["symbol"].to_list())
    chosen = np.isin(layout.receptors, plan.design.receptors)
    expectation = compute_rewired_expectation(design.incidence, rng, graphs)
    excess = simulate_pairing_excess(design, chosen, expectation, rng, sets=settings.sets)
    return describe_pairing(excess)


def _ask_downstream(plan: ScreenPlan, rng: Generator) -> SurpriseRow:
    evidence = plan.inputs.evidence
    if evidence.network is None:
        return explain_missing("downstream")
    candidates = plan.interactions.filter(pl.col("state") == "present")
    receptors = candidates["receptor"].unique().sort().to_list()
    pool = plan.inputs.pairs["receptor"].unique().to_list()
    tests = compute_reach_tests(evidence.network, receptors, evidence.genes.genes, pool=pool)
    return describe_reach(simulate_reach_panel(tests, rng), evidence.genes.title)
