"""Small studies and records for tests, entered as texts the way a site enters them."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.definition.reading import read_study
from tubulus.study.definition.study import Study
from tubulus.study.records.parsing import parse_entry
from tubulus.study.records.participants import Entry, StudyData, make_study_data
from tubulus.study.records.table import Record, make_record_frame

__all__ = ["TRIAL", "Book", "make_study", "make_trial"]

TRIAL = """
schema_version = 1
[study]
id = "small"
title = "A small trial"
allocation = "non-randomised"
allocation_basis = "choice"
masking = "open label"
[roles]
arm = "allocation.arm"
birth = "demographics.birth_date"
[[arms]]
id = "cells"
label = "Cells"
role = "experimental"
operated = true
anchor = { form = "injection", item = "given_on" }
[[arms]]
id = "hormones"
label = "Hormones"
role = "comparator"
moves = ["fsh", "lh", "testosterone"]
anchor = { form = "hormone-therapy", item = "started_on" }
[[visits]]
id = "baseline"
label = "Baseline"
baseline = true
[[visits]]
id = "month-6"
label = "Month 6"
day = 183
window = [150, 220]
[[laboratories]]
id = "central"
label = "Central laboratory"
[laboratories.assays.testosterone]
unit = "nmol/L"
low = 8.0
high = 30.0
[laboratories.assays.prolactin]
unit = "ng/mL"
activity_factor = 21.2
[laboratories.assays.fsh]
unit = "mIU/mL"
high = 12.0
"""

_FORMS = {
    "screening-log": "",
    "consent": "",
    "allocation": "",
    "demographics": "",
    "marrow-harvest": 'arms = ["cells"]',
    "cell-product": 'arms = ["cells"]',
    "injection": 'arms = ["cells"]',
    "hormone-therapy": 'arms = ["hormones"]',
    "semen": 'visits = ["baseline", "month-6"]',
    "hormones": 'visits = ["baseline", "month-6"]',
    "adverse-event": "",
    "disposition": "",
    "partner": "",
    "pregnancy": "",
    "neonatal": "",
}


@cache
def make_study(text: str) -> Study:
    """Read a study from the text of its file."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "study.toml").write_text(text, encoding="utf-8")
        return read_study(Path(folder))


def make_trial(*, without: tuple[str, ...] = (), more: str = "") -> Study:
    """Make the small trial with its built-in forms, less some of them, and with more text."""
    forms = "".join(
        f'[[forms]]\nuse = "{name}"\n{keys}\n'
        for name, keys in _FORMS.items()
        if name not in without
    )
    return make_study(TRIAL + forms + more)


@dataclass
class Book:
    """The records of a trial while a test writes them."""

    study: Study = field(default_factory=make_trial)
    rows: list[Record] = field(default_factory=list)

    def write(self, participant: str, form: str, visit: str = "", **cells: str) -> Book:
        """Write one filled form; ``<item>_unit`` gives a unit."""
        known = self.study.find_form(form)
        assert known is not None, form
        before = {
            r.occurrence
            for r in self.rows
            if (r.participant, r.form, r.visit) == (participant, form, visit)
        }
        laboratory = self.study.find_laboratory(cells.get("laboratory", ""))
        for name, text in cells.items():
            if name.endswith("_unit") and known.find_item(name) is None:
                continue
            item = known.find_item(name)
            assert item is not None, f"{form}.{name}"
            assay = laboratory.assays.get(item.analyte or item.id) if laboratory else None
            reading = parse_entry(item, text, cells.get(f"{name}_unit", ""), assay)
            value = reading.value
            self.rows.append(
                Record(
                    participant=participant,
                    visit=visit,
                    form=form,
                    occurrence=len(before) + 1,
                    item=name,
                    entered=text,
                    entered_unit=reading.entered_unit,
                    state=value.state.value,
                    number=value.number,
                    text=value.text,
                    day=value.day,
                    truth=value.truth,
                    unit=item.unit,
                    source_file=f"data/{form}.csv",
                    source_row=len(before) + 2,
                    source_field=name,
                    problem=reading.problem,
                )
            )
        return self

    def enrol(self, participant: str, arm: str = "cells", day: str = "2026-01-10") -> Book:
        """Write consent, demographics and allocation of one participant."""
        self.write(participant, "demographics", birth_date="1990-05-05", age="35")
        self.write(
            participant,
            "consent",
            document="main",
            version="1.0",
            signed_on="2026-01-05",
            scope_procedure="yes",
            scope_data="yes",
            withdrawn="no",
        )
        return self.write(participant, "allocation", arm=arm, allocated_on=day)

    @property
    def records(self) -> pl.DataFrame:
        """The long table."""
        return make_record_frame(self.rows)

    @property
    def data(self) -> StudyData:
        """The records by participant."""
        role = self.study.find_role("arm")
        return make_study_data(
            self.records, arm_role=(role[0].id, role[1].id) if role else None, only_arm="only"
        )

    @property
    def entries(self) -> list[Entry]:
        """Every entry in the order of participants."""
        return [entry for participant in self.data for entry in participant.entries]

    def run(self, check: Check) -> list[Finding]:
        """Run one check."""
        return check.function(self.study, self.records, self.data)

    def find(self, check: Check) -> list[tuple[str, str, str]]:
        """Run one check; return severity, participant and item of each finding."""
        return [(f.severity, f.participant, f.item) for f in self.run(check)]
