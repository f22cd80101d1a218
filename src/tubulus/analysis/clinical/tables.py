"""The tables of this folder, for the analysis to put beside its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from tubulus.analysis.clinical.clinic import make_clinic
from tubulus.analysis.clinical.deviations import list_deviations
from tubulus.analysis.clinical.events import list_events
from tubulus.analysis.clinical.intervals import list_intervals
from tubulus.analysis.clinical.pregnancy import list_pregnancies
from tubulus.analysis.clinical.responses import collect_responses, list_definitions
from tubulus.analysis.clinical.row import make_clinical_frame
from tubulus.analysis.clinical.surgery import list_surgery
from tubulus.analysis.clinical.treatment import list_treatment
from tubulus.analysis.plan.contents import Plan
from tubulus.study.snapshot import Snapshot

__all__ = ["derive_clinical_tables"]

_PARTS = (
    list_treatment,
    list_intervals,
    list_events,
    list_surgery,
    list_pregnancies,
    list_deviations,
)


def derive_clinical_tables(
    snapshot: Snapshot, plan: Plan, *, provenance: str
) -> Mapping[str, pl.DataFrame]:
    """Derive the tables ``clinical`` and ``responses``.

    Parameters
    ----------
    snapshot : Snapshot
        Frozen data.
    plan : Plan
        Says who is described, and the level of limits.
    provenance : str
        Identifier of the provenance record; stamped on every row.

    Returns
    -------
    mapping of str to polars.DataFrame
        ``clinical`` of :data:`tubulus.analysis.clinical.row.CLINICAL_SCHEMA`, ``responses`` of
        :data:`tubulus.analysis.clinical.responses.RESPONSE_SCHEMA`. A part whose form the study
        lacks has no rows.
    """
    clinic = make_clinic(snapshot, plan)
    rows = [row for part in _PARTS for row in part(clinic)]
    rows.extend(list_definitions(snapshot, plan))
    return {
        "clinical": make_clinical_frame(replace(row, provenance=provenance) for row in rows),
        "responses": collect_responses(snapshot, plan),
    }
