"""A small study and a way to write a participant's data as cells, for tests of expressions."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from tubulus.study.definition.reading import read_study
from tubulus.study.definition.study import Study
from tubulus.study.expressions.catalogue import Catalogue, make_catalogue
from tubulus.study.records.participants import Entry, ParticipantData
from tubulus.study.records.values import MISSING, Value, ValueState

STUDY_TOML = """
schema_version = 1

[study]
id = "small"
title = "A small study"
allocation = "non-randomised"
allocation_basis = "choice of the participant"
masking = "open label"
synthetic = true

[roles]
arm = "allocation.arm"

[[arms]]
id = "bm-msc"
label = "BM-MSC"
role = "experimental"

[[arms]]
id = "hormone"
label = "Hormone therapy"
role = "comparator"

[[visits]]
id = "screening"
label = "Screening"
baseline = true

[[visits]]
id = "month-6"
label = "Month 6"

[[forms]]
id = "allocation"
label = "Allocation"
identifying = false
items = [
  { id = "arm", label = "Arm", kind = "code", codes = { bm-msc = "BM-MSC", hormone = "Hormone therapy" } },
  { id = "allocated_on", label = "Allocated on", kind = "date" },
]

[[forms]]
id = "semen"
label = "Semen analysis"
visits = ["screening", "month-6"]
repeats = true
identifying = false
dated_by = "collected_on"
items = [
  { id = "collected_on", label = "Date of collection", kind = "date" },
  { id = "volume", label = "Volume", kind = "number", unit = "mL" },
  { id = "sperm_seen", label = "Sperm seen", kind = "code", codes = { none = "None", single = "Single", counted = "Counted" } },
  { id = "concentration", label = "Sperm concentration", kind = "number", unit = "million/mL", not_quantifiable = true },
  { id = "progressive", label = "Progressive motility", kind = "number", unit = "%" },
  { id = "examiner_knew_arm", label = "Examiner knew the arm", kind = "truth" },
  { id = "remark", label = "Remark", kind = "text" },
]

[[forms]]
id = "hormones"
label = "Hormones"
visits = ["screening"]
identifying = false
items = [
  { id = "collected_at", label = "Time of collection", kind = "time" },
  { id = "fsh", label = "FSH", kind = "number", unit = "IU/L" },
  { id = "testosterone", label = "Testosterone", kind = "number", unit = "nmol/L", analyte = "testosterone" },
  { id = "prolactin", label = "Prolactin", kind = "number", unit = "mIU/L", analyte = "prolactin" },
  { id = "base_excess", label = "A number that may be negative", kind = "number" },
]

[[forms]]
id = "adverse-event"
label = "Adverse events"
repeats = true
identifying = false
items = [
  { id = "serious", label = "Serious", kind = "truth" },
  { id = "grade", label = "Grade", kind = "integer" },
  { id = "began_on", label = "Began on", kind = "date" },
]
"""  # noqa: E501 -- an inline table of TOML stands on one line

Cells = Mapping[str, str]


@cache
def make_small_study() -> Study:
    """Return the small study."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "study.toml").write_text(STUDY_TOML, encoding="utf-8")
        return read_study(Path(folder))


@cache
def make_small_catalogue() -> Catalogue:
    """Return the names of the small study."""
    return make_catalogue(make_small_study())


def make_participant(
    data: Mapping[str, Sequence[Cells]], *, arm: str = "bm-msc", name: str = "P01"
) -> ParticipantData:
    """Return a participant from ``form`` or ``form@visit`` to rows of cells."""
    entries: list[Entry] = []
    for place, rows in data.items():
        form, _, visit = place.partition("@")
        for occurrence, cells in enumerate(rows, start=1):
            values = {item: read_cell(form, item, cell) for item, cell in cells.items()}
            entries.append(Entry(name, form, visit, occurrence, values))
    return ParticipantData(name, arm, tuple(entries))


def read_cell(form: str, item: str, cell: str) -> Value:
    """Return the value of a cell, written as in a CSV file of a study."""
    states = {
        "": MISSING,
        "SNQ": Value(state=ValueState.NOT_QUANTIFIABLE),
        "NA": Value(state=ValueState.NOT_APPLICABLE),
        "?": Value(state=ValueState.UNREADABLE),
    }
    if cell in states:
        return states[cell]
    found = make_small_catalogue().find_item(form, item)
    assert found is not None, f"the small study has no {form}.{item}"
    if found.kind in {"number", "integer"}:
        if cell[0] in "<>":
            state = ValueState.BELOW_LIMIT if cell[0] == "<" else ValueState.ABOVE_LIMIT
            return Value(state=state, number=float(cell[1:]))
        return Value(number=float(cell))
    if found.kind == "date":
        return Value(day=date.fromisoformat(cell))
    if found.kind == "truth":
        return Value(truth={"true": True, "false": False}[cell])
    return Value(text=cell)


def show_value(value: Value) -> str:
    """Return a value in one word, as a table of cases writes it."""
    if value.truth is not None:
        return "true" if value.truth else "false"
    if value.number is not None:
        sign = {ValueState.BELOW_LIMIT: "<", ValueState.ABOVE_LIMIT: ">"}.get(value.state, "")
        return f"{sign}{value.number:.12g}"
    if value.text is not None:
        return value.text
    return value.day.isoformat() if value.day else value.state.value
