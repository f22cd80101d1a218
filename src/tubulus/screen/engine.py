"""The screen as an engine: plan the work, run a chunk, merge the counts.

Whoever runs the chunks derives each chunk's generator from the run's seed and the chunk's id, so
that the result is the same for any number of workers. :func:`run_screen` does it in one process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from tubulus.core.seeds import make_generator
from tubulus.screen.answers import answer_questions, rank_cargo
from tubulus.screen.casebook import Casebook, assemble_casebook
from tubulus.screen.conclusion import describe_conclusion, list_missing_evidence
from tubulus.screen.inputs import EvidenceInputs, ScreenInputs, make_builtin_evidence
from tubulus.screen.knowledge import select_screen_pairs
from tubulus.screen.nulls.levels import (
    derive_cell_type_tests,
    derive_pair_p,
    derive_receptor_tests,
)
from tubulus.screen.nulls.null_sets import ChunkCounts, merge_counts, run_chunk
from tubulus.screen.nulls.shifted_grids import add_shifted_rates, derive_shifted_rates
from tubulus.screen.nulls.surprise import tabulate_surprise
from tubulus.screen.nulls.whole_cargo import compute_global_test
from tubulus.screen.plan import ScreenPlan, plan_screen
from tubulus.screen.receptor_map.conflicts import add_denials
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors
from tubulus.screen.results import ScreenResult
from tubulus.screen.settings import ScreenSettings

__all__ = ["merge_chunks", "run_screen"]


def merge_chunks(
    plan: ScreenPlan, results: Sequence[ChunkCounts], *, casebook: Casebook | None = None
) -> ScreenResult:
    """Merge the counts of all chunks into the result of the screen.

    Parameters
    ----------
    plan : ScreenPlan
        The plan whose chunks were run.
    results : sequence of ChunkCounts
        One for each chunk, in any order.
    casebook : Casebook, optional
        The evidence on the interactions; without it the screen holds the tests alone.

    Raises
    ------
    ValueError
        If a chunk is missing or came twice.
    """
    if sorted(r.chunk_id for r in results) != sorted(c.id for c in plan.chunks):
        raise ValueError("merge needs the counts of each chunk of the plan exactly once")
    plan = plan if casebook is None else _add_denials(plan, casebook.evidence)
    inputs, design, counts = plan.inputs, plan.design, merge_counts(results)
    tests = derive_receptor_tests(inputs.receptors, plan.interactions, design, counts)
    listed = inputs.select_tested_cargo(plan.settings)["symbol"]
    rates = derive_shifted_rates(plan.covariates, design, listed, plan.settings)
    tests = add_shifted_rates(tests, rates)
    cells = derive_cell_type_tests(inputs.receptors, design, counts)
    global_test = compute_global_test(design, counts.global_hits, counts.sets)
    rank = rank_cargo(plan)
    surprise = tabulate_surprise(
        [*answer_questions(plan, global_test, rank), *(casebook.answers if casebook else ())]
    )
    pair_p = (1 + counts.ligand_hits) / (counts.sets + 1)
    return ScreenResult(
        interactions=derive_pair_p(plan.interactions, design, pair_p),
        receptor_tests=tests,
        cell_type_tests=cells,
        global_test=global_test,
        surprise=surprise,
        comparator=rank,
        excluded=plan.excluded,
        missing_evidence=_list_missing(plan, surprise, complexes=casebook is not None),
        counts=_count(plan),
        conclusion=describe_conclusion(
            global_test,
            rank,
            plan.settings,
            receptor_tests=tests,
            cell_type_tests=cells,
            surprise=surprise,
            counted=listed.len(),
        ),
        settings=plan.settings,
        casebook=casebook,
    )


def _add_denials(plan: ScreenPlan, evidence: pl.DataFrame) -> ScreenPlan:
    """Say at each receptor and interaction which layer does not show the receptor there."""
    receptors = add_denials(plan.inputs.receptors, evidence, receptor="symbol")
    return replace(
        plan,
        interactions=add_denials(plan.interactions, evidence),
        inputs=replace(plan.inputs, receptors=receptors),
    )


def _list_missing(plan: ScreenPlan, surprise: pl.DataFrame, *, complexes: bool) -> tuple[str, ...]:
    inputs = plan.inputs
    compared = surprise.filter(state="computed")["null"].to_list()
    unresolved = inputs.receptors.filter(pl.col("compartment") == "unresolved").height
    return list_missing_evidence(
        detection=inputs.detection is not None,
        comparator=inputs.comparator is not None,
        abundance="abundance" in compared,
        complexes=complexes,
        tiers=frozenset(inputs.cargo["tier"].to_list()),
        array_in_tests=plan.settings.array_in_tests,
        unresolved_rows=unresolved,
        candidates=plan.interactions.filter(pl.col("state") == "present"),
    )


def _count(plan: ScreenPlan) -> dict[str, int]:
    inputs = plan.inputs
    kinds = dict(plan.excluded["kind"].value_counts().iter_rows())
    states = dict(plan.interactions["state"].value_counts().iter_rows())
    unlisted = plan.interactions.filter(
        pl.col("cargo_tier").is_null(), pl.col("state") == "unknown"
    )
    return {
        "cargo_proteins": inputs.cargo.height,
        "cargo_proteins_tested": inputs.select_tested_cargo(plan.settings).height,
        "receptors": inputs.receptors["symbol"].n_unique(),
        "receptor_rows": inputs.receptors.height,
        "cell_types": inputs.receptors["cell_type"].n_unique(),
        "pairs_in_table": inputs.pairs.height,
        "interactions_present": states.get("present", 0),
        "interactions_absent": states.get("absent", 0),
        "interactions_unknown": states.get("unknown", 0),
        "interactions_not_in_cargo": unlisted.height,
        "excluded_by_topology": kinds.get("topology", 0),
        "excluded_topology_unknown": kinds.get("topology_unknown", 0),
        "excluded_contaminants": kinds.get("contaminant", 0),
        "excluded_not_in_gene_table": kinds.get("not_in_gene_table", 0),
    }


def run_screen(
    cargo: pl.DataFrame | None = None,
    receptors: pl.DataFrame | None = None,
    *,
    seed: int,
    settings: ScreenSettings | None = None,
    detection: pl.DataFrame | None = None,
    comparator: pl.DataFrame | None = None,
    evidence: EvidenceInputs | None = None,
) -> ScreenResult:
    """Run a whole screen in this process, with no study around it.

    Parameters
    ----------
    cargo, receptors : polars.DataFrame, optional
        As the loaders and readers of this room return them; the built-in tables where left out.
    seed : int
        Seed of the run, 0 or greater.
    settings : ScreenSettings, optional
        Settings; names of files in them are not read here.
    detection, comparator : polars.DataFrame, optional
        As :func:`~tubulus.screen.readers.read_detection` and
        :func:`~tubulus.screen.readers.read_comparator` return them.
    evidence : EvidenceInputs, optional
        Pair tables, lines on receptors and networks; the built-in pair table where left out.

    Examples
    --------
    >>> from tubulus.screen import load_builtin_cargo, load_builtin_receptors, run_screen
    >>> result = run_screen(load_builtin_cargo(), load_builtin_receptors("literature"), seed=1)
    >>> result.interactions["state"].unique().sort().to_list()
    ['absent', 'present', 'unknown']
    """
    settings = settings or ScreenSettings()
    evidence = evidence or make_builtin_evidence()
    tier = settings.evidence.minimum_tier
    inputs = ScreenInputs(
        cargo=load_builtin_cargo() if cargo is None else cargo,
        receptors=(
            load_builtin_receptors(settings.minimum_grade) if receptors is None else receptors
        ),
        detection=detection,
        comparator=comparator,
        pairs=select_screen_pairs(evidence.knowledge, minimum_tier=tier),
        evidence=evidence,
    )
    plan = plan_screen(inputs, settings)
    counts = [run_chunk(c, make_generator(seed, "screen", c.id)) for c in plan.chunks]
    casebook = assemble_casebook(plan, make_generator(seed, "screen", "casebook"))
    return merge_chunks(plan, counts, casebook=casebook)
