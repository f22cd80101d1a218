"""The questions of the panel of surprise that rest on networks: pairing, and reach downstream."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from tubulus.screen.network.pairing import (
    compute_rewired_expectation,
    lay_out_pairing,
    simulate_pairing_excess,
)
from tubulus.screen.network.reach import ReachTest
from tubulus.screen.network.reach_panel import simulate_reach_panel
from tubulus.screen.network.surprise_rows import describe_pairing, describe_reach
from tubulus.screen.nulls.surprise import SurpriseRow, explain_missing
from tubulus.screen.plan import ScreenPlan

__all__ = ["ask_networks"]


def ask_networks(
    plan: ScreenPlan, reached: Sequence[ReachTest], rng: Generator
) -> tuple[SurpriseRow, ...]:
    """Answer whether the pairing, and the reach of the receptors, are more than chance gives.

    Parameters
    ----------
    plan : ScreenPlan
        The plan of the screen.
    reached : sequence of ReachTest
        What :func:`~tubulus.screen.casebook.layers.compute_plan_reach` found.
    rng : numpy.random.Generator
        Source of randomness; each question gets a child of its own.
    """
    pairing, reach = rng.spawn(2)
    return _ask_pairing(plan, pairing), _ask_downstream(plan, reached, reach)


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


def _ask_downstream(plan: ScreenPlan, reached: Sequence[ReachTest], rng: Generator) -> SurpriseRow:
    evidence = plan.inputs.evidence
    if evidence.network is None:
        return explain_missing("downstream")
    panel = simulate_reach_panel(
        reached, plan.design, evidence.genes.genes, rng, sets=plan.settings.sets
    )
    return describe_reach(panel, evidence.genes.title)
