"""A snapshot: the records of a study at one moment, frozen under a content hash.

Analyses read snapshots only. Two snapshots with one hash hold the same values under the same
definition of arms, visits, forms and rules, whatever the order of the files and their rows and
whatever the sections of other rooms say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import polars as pl

from tubulus.core.files import compute_text_hash
from tubulus.study.definition.reading import OWN_SECTIONS
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData, make_study_data
from tubulus.study.records.table import RECORD_KEYS

__all__ = ["Snapshot", "make_snapshot"]

_CONTENT = (*RECORD_KEYS, "entered", "entered_unit", "state", "number", "text", "day", "truth")


@dataclass(frozen=True)
class Snapshot:
    """Frozen data of a study.

    Parameters
    ----------
    study : Study
        The definition the records belong to.
    records : polars.DataFrame
        The long table, sorted by its keys.
    data : StudyData
        The same records by participant.
    content_hash : str
        SHA-256 over this room's sections of the definition and the values.
    """

    study: Study
    records: pl.DataFrame
    data: StudyData
    content_hash: str


def make_snapshot(study: Study, records: pl.DataFrame) -> Snapshot:
    """Freeze the records of a study."""
    ordered = records.sort(list(RECORD_KEYS), maintain_order=True)
    content = ordered.select(_CONTENT).write_csv(float_precision=None)
    role = study.find_role("arm")
    only = study.arms[0].id if len(study.arms) == 1 else ""
    data = make_study_data(
        ordered, arm_role=(role[0].id, role[1].id) if role else None, only_arm=only
    )
    return Snapshot(study, ordered, data, compute_text_hash(_write_definition(study), content))


def _write_definition(study: Study) -> str:
    """Write the sections that give the values their meaning; what they were drawn from does not."""
    told = {key: study.source.data.get(key) for key in OWN_SECTIONS if key != "simulation"}
    return json.dumps(told, sort_keys=True, default=str)
