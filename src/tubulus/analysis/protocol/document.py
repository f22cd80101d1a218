"""The statistical section of a protocol, put together from the parts of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import polars as pl

from tubulus.analysis.methods_text import write_estimand, write_software
from tubulus.analysis.multiverse.words import write_multiverse
from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.lock import PlanStatus
from tubulus.analysis.protocol.design import (
    write_administration,
    write_design,
    write_objectives,
)
from tubulus.analysis.protocol.participants import (
    write_analysis_sets,
    write_baseline,
    write_eligibility,
)
from tubulus.analysis.protocol.passage import Passage, leave_open, say
from tubulus.analysis.protocol.principles import (
    write_monitoring,
    write_principles,
    write_sample_size,
)
from tubulus.study.definition.study import Study

__all__ = ["PROTOCOL_SCHEMA", "write_protocol"]

PROTOCOL_SCHEMA = pl.Schema(
    {
        "number": pl.Int32(),
        "heading": pl.String(),
        "text": pl.String(),
        "is_open": pl.Boolean(),
    }
)


def write_protocol(study: Study, plan: Plan, status: PlanStatus) -> pl.DataFrame:
    """Write the statistical section of a protocol, one row a sentence.

    Parameters
    ----------
    study, plan : Study, Plan
        The definitions; every sentence comes from them.
    status : PlanStatus
        Whether the plan is frozen.

    Returns
    -------
    polars.DataFrame
        ``number`` and ``heading`` of the section, ``text``, and ``is_open`` where the study file
        does not say what a plan should.

    Notes
    -----
    The headings follow what a plan should contain by Gamble et al., JAMA 2017;318:2337-2343, with
    the additions for early-phase trials of Homer et al., BMJ 2022;376:e068177.
    """
    passages = [
        *write_administration(study, status),
        *write_objectives(study, plan),
        *write_design(study),
        *write_sample_size(study, plan),
        *write_monitoring(study, plan),
        *write_principles(study, plan),
        *write_eligibility(study, plan),
        *write_analysis_sets(plan),
        *write_baseline(plan),
        *_write_estimands(study, plan),
        *(say("Planned multiverse", sentence) for sentence in write_multiverse(plan)),
        *_write_data(),
        *(say("Software", sentence) for sentence in write_software()),
    ]
    groups = groupby(passages, key=lambda passage: passage.heading)
    rows = [
        {"number": number, "heading": heading, "text": p.text, "is_open": p.is_open}
        for number, (heading, own) in enumerate(groups, start=1)
        for p in own
    ]
    return pl.DataFrame(rows, schema=PROTOCOL_SCHEMA, orient="row")


def _write_estimands(study: Study, plan: Plan) -> Iterator[Passage]:
    for estimand in plan.estimands:
        for heading, sentence in write_estimand(study, plan, estimand):
            yield say(heading, sentence)


def _write_data() -> Iterator[Passage]:
    heading = "Data and records"
    yield say(
        heading,
        "Numbers come from a frozen snapshot of the data with a content hash; each carries the "
        "estimand and the record of how it was computed",
    )
    yield leave_open(heading, "data management plan, statistical master file, who checks the code")
