"""A study of two arms with the forms of care, and its records entered as texts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from tubulus.analysis.clinical.row import ClinicalRow
from tubulus.analysis.clinical.tables import derive_clinical_tables
from tubulus.analysis.plan.plan import read_plan
from tubulus.study.definition.reading import read_study
from tubulus.study.derivations.items import derive_items
from tubulus.study.records.reading import read_records
from tubulus.study.snapshot import Snapshot, make_snapshot

__all__ = ["FORMS", "Cells", "derive", "describe", "find"]

Cells = Mapping[str, str]

FORMS = (
    "marrow-harvest",
    "cell-product",
    "injection",
    "hormone-therapy",
    "concomitant-medication",
    "adverse-event",
    "deviation",
    "partner",
    "pregnancy",
    "neonatal",
)

_STUDY = """
schema_version = 1
[study]
id = "clinic"
title = "A clinic"
allocation = "non-randomised"
allocation_basis = "choice"
masking = "open label"
[roles]
arm = "allocation.arm"
[[arms]]
id = "cells"
label = "Cells"
role = "experimental"
{anchor}
[[arms]]
id = "hormones"
label = "Hormones"
role = "comparator"
[[visits]]
id = "baseline"
label = "Baseline"
baseline = true
[[visits]]
id = "month-6"
label = "Month 6"
day = 183
[[laboratories]]
id = "central"
label = "Central laboratory"
[[forms]]
use = "allocation"
[[forms]]
use = "consent"
[[forms]]
use = "semen"
visits = ["baseline", "month-6"]
{forms}
{plan}
"""

_ARMS = {
    "marrow-harvest": "cells",
    "cell-product": "cells",
    "injection": "cells",
    "hormone-therapy": "hormones",
}


def describe(
    folder: Path,
    men: Mapping[str, str],
    *,
    forms: Iterable[str] = FORMS,
    plan: str = "",
    **records: list[Cells],
) -> list[ClinicalRow]:
    """Write a study, read it, and return the rows of its clinical table.

    Parameters
    ----------
    folder : Path
        An empty folder.
    men : mapping of str to str
        Participant to arm; an empty arm for one who came into none.
    forms : iterable of str
        Built-in forms of the study beside allocation and semen.
    plan : str
        Sections of the plan.
    records
        Rows of a form, whose name has ``_`` for ``-``.
    """
    tables = derive(folder, men, forms=forms, plan=plan, **records)
    return [ClinicalRow(**row) for row in tables["clinical"].to_dicts()]


def derive(
    folder: Path,
    men: Mapping[str, str],
    *,
    forms: Iterable[str] = FORMS,
    plan: str = "",
    **records: list[Cells],
) -> Mapping[str, pl.DataFrame]:
    """Return both tables; see :func:`describe`."""
    snapshot = make_clinic_snapshot(folder, men, forms, plan, records)
    return derive_clinical_tables(snapshot, read_plan(snapshot.study), provenance="p1")


def make_clinic_snapshot(
    folder: Path,
    men: Mapping[str, str],
    forms: Iterable[str],
    plan: str,
    records: Mapping[str, list[Cells]],
) -> Snapshot:
    """Write definition and records into a folder and freeze them."""
    names = tuple(forms)
    listed = "".join(
        f'[[forms]]\nuse = "{name}"\n'
        + (f'arms = ["{_ARMS[name]}"]\n' if name in _ARMS else "")
        + ('visits = ["month-6"]\n' if name == "injection" else "")
        for name in names
    )
    harvest = 'anchor = { form = "marrow-harvest", item = "harvested_on" }'
    anchor = harvest if "marrow-harvest" in names else ""
    text = _STUDY.format(forms=listed, plan=plan, anchor=anchor)
    (folder / "data").mkdir(parents=True)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    allocated = [
        {"participant": name, "arm": arm, "allocated_on": "2026-01-05"} for name, arm in men.items()
    ]
    rows = {"allocation": allocated} | {
        name.replace("_", "-"): found for name, found in records.items()
    }
    for name, found in rows.items():
        _write(folder / "data" / f"{name}.csv", found)
    study = read_study(folder)
    return make_snapshot(study, derive_items(study, read_records(study, folder / "data")))


def _write(path: Path, rows: list[Cells]) -> None:
    columns = list(dict.fromkeys(key for row in rows for key in row)) or ["participant", "arm"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def find(rows: Iterable[ClinicalRow], label: str, **keys: object) -> ClinicalRow:
    """Return the one row of a label and of other keys; of all kinds unless a level is named."""
    wanted = {"label": label, "level": "", **keys}
    found = [row for row in rows if all(getattr(row, key) == own for key, own in wanted.items())]
    assert len(found) == 1, found
    return found[0]
