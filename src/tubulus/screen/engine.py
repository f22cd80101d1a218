"""The screen as an engine: plan the work, run a chunk, merge the counts.

Whoever runs the chunks derives each chunk's generator from the run's seed and the chunk's id, so
that the result is the same for any number of workers. :func:`run_screen` does it in one process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from tubulus.core.seeds import make_generator
from tubulus.screen.evidence import (
    derive_excluded,
    derive_gene_covariates,
    derive_interactions,
)
from tubulus.screen.inputs import ScreenInputs
from tubulus.screen.levels import derive_pair_p, derive_receptor_tests
from tubulus.screen.nulls.comparator import ComparatorRank, rank_among_lists
from tubulus.screen.nulls.exact import compute_global_distribution, compute_upper_tail
from tubulus.screen.nulls.layout import lay_out_null
from tubulus.screen.nulls.null_sets import Chunk, ChunkCounts, NullDesign, run_chunk
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors
from tubulus.screen.results import (
    GlobalTest,
    ScreenResult,
    describe_conclusion,
    list_missing_evidence,
)
from tubulus.screen.settings import ScreenSettings

__all__ = ["ScreenPlan", "merge_chunks", "plan_screen", "run_screen"]

_SETS_PER_CHUNK = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class ScreenPlan:
    """What a screen will do: inputs, evidence, null design and the chunks of its simulation."""

    settings: ScreenSettings
    inputs: ScreenInputs
    interactions: pl.DataFrame
    excluded: pl.DataFrame
    design: NullDesign
    chunks: tuple[Chunk, ...]


def plan_screen(inputs: ScreenInputs, settings: ScreenSettings) -> ScreenPlan:
    """Plan a screen: join the evidence, lay out the null, cut the simulation into chunks.

    Parameters
    ----------
    inputs : ScreenInputs
        Tables of the screen.
    settings : ScreenSettings
        Settings of the screen.
    """
    covariates = derive_gene_covariates(
        inputs.genes,
        inputs.detection,
        set_contaminants_aside=settings.contaminants == "set_aside",
    )
    tables = (inputs.cargo, inputs.receptors, inputs.pairs, covariates)
    layout = lay_out_null(covariates, inputs.pairs, inputs.receptors, settings)
    design = layout.make_design(inputs.select_tested_cargo(settings)["symbol"].to_list())
    return ScreenPlan(
        settings=settings,
        inputs=inputs,
        interactions=derive_interactions(*tables),
        excluded=derive_excluded(*tables),
        design=design,
        chunks=_cut_chunks(design, settings.sets),
    )


def _cut_chunks(design: NullDesign, sets: int) -> tuple[Chunk, ...]:
    starts = range(0, sets, _SETS_PER_CHUNK)
    return tuple(
        Chunk(f"sets-{start}", min(_SETS_PER_CHUNK, sets - start), design) for start in starts
    )


def merge_chunks(plan: ScreenPlan, results: Sequence[ChunkCounts]) -> ScreenResult:
    """Merge the counts of all chunks into the result of the screen.

    Parameters
    ----------
    plan : ScreenPlan
        The plan whose chunks were run.
    results : sequence of ChunkCounts
        One for each chunk, in any order.

    Raises
    ------
    ValueError
        If a chunk is missing or came twice.
    """
    if sorted(r.chunk_id for r in results) != sorted(c.id for c in plan.chunks):
        raise ValueError("merge needs the counts of each chunk of the plan exactly once")
    settings, design = plan.settings, plan.design
    sets = sum(r.sets for r in results)
    receptor_hits = np.sum([r.receptor_hits for r in results], axis=0)
    ligand_hits = np.sum([r.ligand_hits for r in results], axis=0)
    tests = derive_receptor_tests(
        plan.inputs.receptors, plan.interactions, design, (1 + receptor_hits) / (sets + 1), sets
    )
    global_test = _test_globally(design, sum(r.global_hits for r in results), sets)
    rank = _rank(plan)
    return ScreenResult(
        interactions=derive_pair_p(plan.interactions, design, (1 + ligand_hits) / (sets + 1)),
        receptor_tests=tests,
        global_test=global_test,
        comparator=rank,
        excluded=plan.excluded,
        missing_evidence=_list_missing(plan),
        counts=_count(plan),
        conclusion=describe_conclusion(
            global_test, rank, tests, settings, detection=plan.inputs.detection is not None
        ),
        settings=settings,
    )


def _test_globally(design: NullDesign, hits: int, sets: int) -> GlobalTest:
    weights = design.incidence.sum(axis=1, dtype=np.int64)
    observed = int(weights[design.observed].sum())
    expected = float(weights @ design.compute_inclusion_probability())
    distribution = compute_global_distribution(design)
    attainable = np.flatnonzero(distribution > 0)
    top = compute_upper_tail(distribution, int(attainable[-1])) if attainable.size else 1.0
    return GlobalTest(
        observed=observed,
        expected=expected,
        fold=observed / expected if expected > 0 else None,
        p=(1 + hits) / (sets + 1),
        p_exact=compute_upper_tail(distribution, observed),
        smallest_p=max(top, 1 / (sets + 1)),
        sets=sets,
    )


def _rank(plan: ScreenPlan) -> ComparatorRank | None:
    inputs, design = plan.inputs, plan.design
    if inputs.comparator is None:
        return None
    weights = design.incidence.sum(axis=1, dtype=np.int64).tolist()
    return rank_among_lists(
        frozenset(inputs.select_tested_cargo(plan.settings)["symbol"].to_list()),
        inputs.comparator,
        dict(zip(design.ligands, weights, strict=True)),
        own=frozenset(inputs.cargo["symbol"].to_list()),
        min_genes=plan.settings.comparator_min_genes,
    )


def _list_missing(plan: ScreenPlan) -> tuple[str, ...]:
    inputs = plan.inputs
    unresolved = inputs.receptors.filter(pl.col("compartment") == "unresolved").height
    return list_missing_evidence(
        detection=inputs.detection is not None,
        comparator=inputs.comparator is not None,
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

    Examples
    --------
    >>> from tubulus.screen import load_builtin_cargo, load_builtin_receptors, run_screen
    >>> result = run_screen(load_builtin_cargo(), load_builtin_receptors("literature"), seed=1)
    >>> result.interactions["state"].unique().sort().to_list()
    ['absent', 'present', 'unknown']
    """
    settings = settings or ScreenSettings()
    inputs = ScreenInputs(
        cargo=load_builtin_cargo() if cargo is None else cargo,
        receptors=(
            load_builtin_receptors(settings.minimum_grade) if receptors is None else receptors
        ),
        detection=detection,
        comparator=comparator,
    )
    plan = plan_screen(inputs, settings)
    counts = [run_chunk(c, make_generator(seed, "screen", c.id)) for c in plan.chunks]
    return merge_chunks(plan, counts)
