"""The questions of the panel of surprise that rest on networks: pairing, and reach downstream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from tubulus.screen.network.edges import Network
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

__all__ = ["LEAST_EDGES", "LEAST_RECEPTORS", "ask_networks"]

LEAST_EDGES = 1_000
"""Interactions that a network needs for the question downstream to be asked of it."""
LEAST_RECEPTORS = 20
"""Receptors of the pair tables that it must hold, to compare with."""
_UNSIGNED = "the network has no signs and no direction, so that a path may run against the signal"


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
    too_small = _find_lack(evidence.network, plan.inputs.pairs["receptor"].unique().to_list())
    if too_small:
        return explain_missing("downstream", too_small, key="evidence.signalling_file")
    panel = simulate_reach_panel(
        reached, plan.design, evidence.genes.genes, rng, sets=plan.settings.sets
    )
    row = describe_reach(panel, evidence.genes.title)
    if evidence.network.signs is not None or row.state != "computed":
        return row
    return replace(row, reason=f"{row.reason}; {_UNSIGNED}")


def _find_lack(network: Network, receptors: Sequence[str]) -> str:
    """Say why a network cannot answer: ranks among a handful say nothing. Empty where it can."""
    edges, compared = network.counts.edges, len(network.find(receptors))
    lacks = []
    if edges < LEAST_EDGES:
        lacks.append(f"holds {edges} interactions ({LEAST_EDGES} are the least)")
    if compared < LEAST_RECEPTORS:
        lacks.append(
            f"holds {compared} receptors to compare with ({LEAST_RECEPTORS} are the least)"
        )
    return f"the signalling network {' and '.join(lacks)}" if lacks else ""
