"""Analyse a snapshot by its plan: every number of the report comes from here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from tubulus.analysis.adjustment import derive_adjustment
from tubulus.analysis.baseline import describe_baseline, select_described
from tubulus.analysis.cautions.caution import CautionContext
from tubulus.analysis.cautions.registry import derive_cautions
from tubulus.analysis.claims import derive_claims
from tubulus.analysis.clinical.tables import derive_clinical_tables
from tubulus.analysis.confounding import derive_confounding
from tubulus.analysis.dataset import Kept, select_members
from tubulus.analysis.definitions import derive_definitions
from tubulus.analysis.designs import derive_monitoring, derive_power
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.run import run_estimator
from tubulus.analysis.flow import derive_flow
from tubulus.analysis.imputation import derive_missing
from tubulus.analysis.methods_text import write_methods
from tubulus.analysis.multiverse import derive_multiverse
from tubulus.analysis.observations import collect_observations
from tubulus.analysis.parts import AnalysisContext, Part
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.lock import PlanStatus
from tubulus.analysis.plan.sections import Endpoint, Estimand
from tubulus.analysis.sensitivity import derive_other_methods
from tubulus.analysis.subgroups import derive_subgroups
from tubulus.analysis.testing import derive_tests
from tubulus.core.estimates import Estimate, make_estimate_frame
from tubulus.core.progress import Progress
from tubulus.study.derivations.examination import derive_more_sensitive
from tubulus.study.snapshot import Snapshot

__all__ = ["PARTS", "analyse_snapshot"]

PARTS: tuple[Part, ...] = (
    derive_power,
    derive_monitoring,
    derive_tests,
    derive_subgroups,
    derive_multiverse,
    derive_adjustment,
    derive_confounding,
    derive_other_methods,
    derive_missing,
)
"""What follows the estimands, in this order: a later part sees the rows of the earlier ones."""


def analyse_snapshot(
    snapshot: Snapshot,
    plan: Plan,
    *,
    status: PlanStatus,
    provenance: str,
    progress: Progress,
    seed: int = 1,
) -> Mapping[str, pl.DataFrame]:
    """Run the plan on a snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        Frozen data.
    plan : Plan
        What is analysed.
    status : PlanStatus
        What the lock says of the plan; stamped on every number.
    provenance : str
        Identifier of the provenance record; stamped on every number.
    progress : Progress
        Told about each estimand and each part.
    seed : int
        Seed of the run, for what draws at random.

    Returns
    -------
    mapping of str to polars.DataFrame
        The tables ``estimates``, ``flow``, ``cautions``, ``claims``, ``observations``, ``methods``,
        ``clinical``, ``responses``, ``estimands``, ``analysis_sets``,
        ``statistical_methods``, and those of the parts.
    """
    more_sensitive = {
        endpoint.id: _find_more_sensitive(snapshot, endpoint) for endpoint in plan.endpoints
    }
    kept: Kept = {}
    contexts = tuple(
        replace(
            _make_context(snapshot, plan, estimand, more_sensitive[estimand.variable], kept),
            seed=seed,
        )
        for estimand in plan.estimands
    )
    progress.start("analysis", len(contexts) + len(PARTS) + 1)
    rows = [*_describe_arms(snapshot, plan)]
    progress.advance()
    for context in contexts:
        rows.extend(run_estimator(context))
        progress.advance()
    whole = AnalysisContext(snapshot, plan, contexts, seed, provenance)
    further: dict[str, pl.DataFrame] = {}
    for part in PARTS:
        found = part(whole, tuple(rows))
        rows.extend(found.rows)
        further |= found.tables
        progress.advance()
    stamped = tuple(replace(r, specified=status.stamp, provenance=provenance) for r in rows)
    context_of_cautions = CautionContext(snapshot, plan, stamped, more_sensitive, further)
    tables = {
        "estimates": make_estimate_frame(stamped),
        "flow": derive_flow(snapshot, plan),
        "cautions": derive_cautions(context_of_cautions),
        "claims": derive_claims(snapshot.study, plan, stamped, tests=further.get("tests")),
        "observations": collect_observations(snapshot, plan, more_sensitive),
        **derive_definitions(plan, stamped),
        "methods": write_methods(snapshot.study, plan, status),
        **further,
        **derive_clinical_tables(snapshot, plan, provenance=provenance),
    }
    progress.finish(f"{len(stamped)} numbers")
    return tables


def _find_more_sensitive(snapshot: Snapshot, endpoint: Endpoint) -> dict[str, str]:
    setting = endpoint.examination
    if setting is None:
        return {}
    compared = derive_more_sensitive(
        snapshot.data, setting.baseline, setting.follow_up, forms=[setting.form]
    )
    return {name: found.reason for name, found in compared.items() if found.flagged}


def _describe_arms(snapshot: Snapshot, plan: Plan) -> Iterator[Estimate]:
    members = select_described(snapshot, plan)
    if members is not None:
        arms = tuple(arm.id for arm in snapshot.study.arms)
        chosen = plan.settings.baseline_set or plan.sets[0].id
        yield from describe_baseline(members, arms, chosen)


_SECTIONS = {"number": "hormones", "repeated": "hormones", "amount": "concentration"}


def _make_context(
    snapshot: Snapshot, plan: Plan, estimand: Estimand, more_sensitive: dict[str, str], kept: Kept
) -> EstimandContext:
    endpoint = plan.find_endpoint(estimand.variable)
    everybody = select_members(snapshot, plan, estimand.population, kept=kept)
    members = everybody.keep_arms(estimand.treatment)
    binary = "safety" if endpoint.harm else "responders"
    return EstimandContext(
        study=snapshot.study,
        plan=plan,
        estimand=estimand,
        endpoint=endpoint,
        members=members,
        more_sensitive=more_sensitive,
        section=_SECTIONS.get(endpoint.kind, binary),
    )
