"""What was planned, as tables beside the numbers: who reads a result need not read the plan."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from tubulus.analysis.estimators.registry import ESTIMATORS
from tubulus.analysis.estimators.words import TEST_WORDS
from tubulus.analysis.headings import list_headings
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import Estimand
from tubulus.core.estimates import Estimate
from tubulus.stats.registry import METHODS

__all__ = [
    "ANALYSIS_SET_SCHEMA",
    "ESTIMAND_SCHEMA",
    "METHOD_SCHEMA",
    "derive_definitions",
]

ESTIMAND_SCHEMA = pl.Schema(
    {
        "estimand": pl.String(),
        "label": pl.String(),
        "heading": pl.String(),
        "role": pl.String(),
        "question": pl.String(),
        "population": pl.String(),
        "treatment": pl.List(pl.String()),
        "variable": pl.String(),
        "intercurrent_events": pl.List(pl.String()),
        "summary": pl.String(),
        "estimator": pl.String(),
        "describes": pl.String(),
        "test": pl.String(),
        "covariates": pl.List(pl.String()),
        "stratum": pl.String(),
        "missing": pl.String(),
        "sensitivity": pl.List(pl.String()),
    }
)
ANALYSIS_SET_SCHEMA = pl.Schema(
    {"order": pl.Int32(), "analysis_set": pl.String(), "label": pl.String(), "when": pl.String()}
)
METHOD_SCHEMA = pl.Schema(
    {"method": pl.String(), "gives": pl.String(), "limits": pl.String(), "source": pl.String()}
)


def derive_definitions(plan: Plan, rows: Iterable[Estimate]) -> dict[str, pl.DataFrame]:
    """Derive the tables ``estimands``, ``analysis_sets`` and ``statistical_methods``.

    Parameters
    ----------
    plan : Plan
        What was planned.
    rows : iterable of Estimate
        The numbers; the methods that gave them are listed with their limits and sources.
    """
    estimands = [_describe(plan, estimand) for estimand in plan.estimands]
    sets = [
        {"order": order, "analysis_set": s.id, "label": s.label, "when": s.when}
        for order, s in enumerate(plan.sets, start=1)
    ]
    return {
        "estimands": pl.DataFrame(estimands, schema=ESTIMAND_SCHEMA, orient="row"),
        "analysis_sets": pl.DataFrame(sets, schema=ANALYSIS_SET_SCHEMA, orient="row"),
        "statistical_methods": _list_methods(rows),
    }


def _describe(plan: Plan, estimand: Estimand) -> dict[str, object]:
    stratum = plan.find_stratum(estimand.stratum)
    events = [
        f"{event.label}: {event.strategy}{f' ({event.reason})' if event.reason else ''}"
        for event in estimand.intercurrent_events
    ]
    return {
        "estimand": estimand.id,
        "label": estimand.label,
        "heading": list_headings(plan).get(estimand.id, ""),
        "role": estimand.role,
        "question": estimand.question,
        "population": estimand.population,
        "treatment": list(estimand.treatment),
        "variable": plan.find_endpoint(estimand.variable).label,
        "intercurrent_events": events,
        "summary": estimand.summary,
        "estimator": estimand.estimator,
        "describes": ESTIMATORS[estimand.estimator].describes,
        "test": TEST_WORDS.get(estimand.test, ""),
        "covariates": [plan.find_covariate(name).label for name in estimand.covariates],
        "stratum": stratum.label if stratum else "",
        "missing": estimand.missing,
        "sensitivity": list(estimand.sensitivity),
    }


def _list_methods(rows: Iterable[Estimate]) -> pl.DataFrame:
    """List the methods that the numbers name; a derived form belongs to the method it begins with.

    A method whose name is not registered (a count, a median) needs no record.
    """
    named = dict.fromkeys(row.method for row in rows if row.method)
    found: dict[str, dict[str, str]] = {}
    for name in named:
        begun = [known for known in METHODS if f"{name}, ".startswith(f"{known}, ")]
        if begun:
            # the longest: a risk ratio's method begins with that of the risk difference
            method = METHODS[max(begun, key=len)]
            found[method.name] = {
                "method": method.name,
                "gives": method.gives,
                "limits": method.limits,
                "source": method.source,
            }
    return pl.DataFrame(list(found.values()), schema=METHOD_SCHEMA, orient="row")
