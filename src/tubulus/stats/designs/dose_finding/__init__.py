"""Dose finding with cohorts: the Bayesian optimal interval design.

Doses are numbered from 1 by rising dose; toxicity is a probability.
Exports the decision table, the selection of a dose and the simulation of trials.
"""

from __future__ import annotations

from tubulus.stats.designs.dose_finding import boin, selection
from tubulus.stats.designs.dose_finding.boin import BoinDesign, BoinTable, compute_boin_table
from tubulus.stats.designs.dose_finding.selection import DoseSelection, select_mtd
from tubulus.stats.designs.dose_finding.simulation import (
    DoseFindingCharacteristics,
    DoseFindingPlan,
    simulate_dose_finding,
)

METHODS = (boin.METHOD, selection.METHOD)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "BoinDesign",
    "BoinTable",
    "DoseFindingCharacteristics",
    "DoseFindingPlan",
    "DoseSelection",
    "compute_boin_table",
    "select_mtd",
    "simulate_dose_finding",
]
