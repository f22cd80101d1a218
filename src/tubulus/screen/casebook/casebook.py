"""The casebook of a screen: the evidence on every interaction, weighed, and the shortlist."""

from __future__ import annotations

import json
from dataclasses import dataclass

import polars as pl
from numpy.random import Generator

from tubulus.screen.casebook.layers import compute_plan_reach, derive_evidence
from tubulus.screen.casebook.questions import ask_networks
from tubulus.screen.casebook.references import list_references
from tubulus.screen.casebook.shortlist import derive_shortlist
from tubulus.screen.integration.calibration import Calibration, calibrate
from tubulus.screen.integration.pair_scores import derive_pair_scores
from tubulus.screen.nulls.surprise import SurpriseRow
from tubulus.screen.plan import ScreenPlan
from tubulus.screen.receptor_map.conflicts import add_denials

__all__ = ["Casebook", "assemble_casebook"]

_KEYS = ["ligand", "receptor", "cell_type"]
_ADDED = "contribution_"


@dataclass(frozen=True, slots=True, eq=False)
class Casebook:
    """What is known of the interactions of a screen, and what it comes to.

    Parameters
    ----------
    evidence : polars.DataFrame
        All layers, columns of ``EVIDENCE_SCHEMA``.
    pair_knowledge : polars.DataFrame
        What the pair tables know of the pairs of the screen.
    pair_scores : polars.DataFrame
        Both opinions on each candidate and cell type, with ``contributions`` as JSON.
    shortlist : polars.DataFrame
        Candidate pairs in order.
    calibration_groups, calibration_ratios : polars.DataFrame
        Which groups of layers were calibrated, on what, and the likelihood ratios.
    answers : tuple of SurpriseRow
        Answers to the questions that rest on networks.
    notes : tuple of str
        What was read, mapped or left out, in sentences.
    """

    evidence: pl.DataFrame
    pair_knowledge: pl.DataFrame
    pair_scores: pl.DataFrame
    shortlist: pl.DataFrame
    calibration_groups: pl.DataFrame
    calibration_ratios: pl.DataFrame
    answers: tuple[SurpriseRow, ...]
    notes: tuple[str, ...]


def assemble_casebook(plan: ScreenPlan, rng: Generator) -> Casebook:
    """Assemble the casebook of a plan.

    Parameters
    ----------
    plan : ScreenPlan
        The plan.
    rng : numpy.random.Generator
        Source of random reference rows, bootstrap, permutations, rewired tables and random sets;
        each step gets a child of its own, so that what one draws does not shift the others.
    """
    inputs, settings = plan.inputs, plan.settings
    for_rows, for_bootstrap, for_scores, for_questions = rng.spawn(4)
    reached = compute_plan_reach(plan)
    evidence = derive_evidence(plan, reached)
    references = list_references(plan, for_rows)
    calibration = calibrate(evidence, references, for_bootstrap, settings=settings.integration)
    candidates = plan.interactions.filter(pl.col("state") == "present").select(_KEYS)
    scores = _join_contributions(derive_pair_scores(candidates, evidence, calibration, for_scores))
    asked = plan.interactions.select("ligand", "receptor").unique()
    knowledge = inputs.evidence.knowledge.join(
        asked, on=["ligand", "receptor"], how="semi", maintain_order="left"
    )
    shortlist = derive_shortlist(
        add_denials(plan.interactions, evidence),
        scores,
        evidence,
        knowledge,
        size=settings.shortlist_size,
    )
    return Casebook(
        evidence=evidence,
        pair_knowledge=knowledge,
        pair_scores=scores,
        shortlist=shortlist,
        calibration_groups=calibration.tabulate_groups(),
        calibration_ratios=calibration.tabulate_ratios(),
        answers=ask_networks(plan, reached, for_questions),
        notes=(*inputs.evidence.notes, *_say_groups(calibration)),
    )


def _join_contributions(scores: pl.DataFrame) -> pl.DataFrame:
    """Add what each group adds as one JSON object a row, for a reader that knows no groups."""
    names = [name for name in scores.columns if name.startswith(_ADDED)]
    rows = scores.select(names).rename({name: name.removeprefix(_ADDED) for name in names})
    texts = [json.dumps(row) for row in rows.iter_rows(named=True)]
    return scores.with_columns(contributions=pl.Series(texts, dtype=pl.String))


def _say_groups(calibration: Calibration) -> tuple[str, ...]:
    """Say which groups of layers were weighed, and why others were not."""
    table = calibration.tabulate_groups()
    return tuple(
        f"The group {row['group']} adds nothing to the log-odds: {row['reason']}."
        for row in table.iter_rows(named=True)
        if row["state"] != "computed"
    )
