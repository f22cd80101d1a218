"""A small trial in a folder, as a site would leave it: the two-arm template and a few tables."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tubulus.runs.new import make_study

__all__ = ["Bench", "make_small_trial"]

MEN = 12
START = date(2025, 3, 3)

TEXTS = {
    "<title of the study>": "A small trial",
    "<how a man came into an arm: his choice, cost, a medical reason>": "his choice",
    "<range printed on the laboratory's reports>": "range printed on the reports",
}
"""Placeholders of the template, to what this trial says."""

Row = dict[str, str]


@dataclass(frozen=True)
class Bench:
    """A study folder that a test bends out of shape."""

    folder: Path

    @property
    def toml(self) -> Path:
        """The definition."""
        return self.folder / "study.toml"

    def edit(self, old: str, new: str, file: str = "study.toml") -> Bench:
        """Replace the first place of a text that must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def append(self, text: str, file: str = "study.toml") -> Bench:
        """Add text at the end of a file."""
        with (self.folder / file).open("a", encoding="utf-8") as stream:
            stream.write(text)
        return self

    def set_cell(self, form: str, line: int, column: str, text: str) -> Bench:
        """Write into a cell of a data file; line 1 is the header."""
        path = self.folder / "data" / f"{form}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        if column not in rows[0]:
            rows = [[*row, column if i == 0 else ""] for i, row in enumerate(rows)]
        rows[line - 1][rows[0].index(column)] = text
        self._write(form, rows)
        return self

    def repeat_row(self, form: str, line: int) -> Bench:
        """Add a copy of a row at the end."""
        path = self.folder / "data" / f"{form}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        self._write(form, [*rows, rows[line - 1]])
        return self

    def write_table(self, form: str, rows: list[Row]) -> None:
        """Write the rows of a form."""
        self._write(form, [list(rows[0]), *(list(row.values()) for row in rows)])

    def _write(self, form: str, rows: list[list[str]]) -> None:
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(rows)
        (self.folder / "data" / f"{form}.csv").write_text(stream.getvalue(), encoding="utf-8")

    def list_files(self) -> dict[str, bytes]:
        """Return every file below the folder with its bytes."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }


def make_small_trial(folder: Path, *, data: bool = True) -> Bench:
    """Make the trial: six men in each arm, two ejaculates at each visit, nothing amiss."""
    make_study(folder, "two-arm")
    bench = Bench(folder)
    bench.edit("[screen]", "[screen]\nsets = 199")
    for placeholder, text in TEXTS.items():
        bench.edit(placeholder, text)
    if data:
        write_data(bench)
    return bench


def write_data(bench: Bench) -> None:
    """Write the data files of the trial."""
    men = [(f"P{n:02d}", "cells" if n % 2 else "control", n) for n in range(1, MEN + 1)]
    makers = {
        "consent": _consent,
        "allocation": _allocation,
        "demographics": _demographics,
        "history": _history,
        "hormones": _hormones,
        "semen": _semen,
        "marrow-harvest": _harvest,
        "cell-product": _product,
        "injection": _injection,
        "disposition": _disposition,
    }
    for form, make in makers.items():
        bench.write_table(form, [row for man in men for row in make(*man)])
    bench.write_table("adverse-event", [_adverse_event()])


def _day(n: int, days: int) -> str:
    return (START + timedelta(days=n + days)).isoformat()


def _consent(name: str, arm: str, n: int) -> list[Row]:
    return [
        {
            "participant": name,
            "document": "main",
            "version": "1.0",
            "signed_on": _day(n, 0),
            "scope_procedure": "yes",
            "scope_data": "yes",
            "withdrawn": "no",
        }
    ]


def _allocation(name: str, arm: str, n: int) -> list[Row]:
    return [{"participant": name, "arm": arm, "allocated_on": _day(n, 14), "basis": "choice"}]


def _demographics(name: str, arm: str, n: int) -> list[Row]:
    return [{"participant": name, "birth_date": f"{1985 + n % 5}-02-11", "age": str(40 - n % 5)}]


def _history(name: str, arm: str, n: int) -> list[Row]:
    secondary = n % 3 == 0
    return [
        {
            "participant": name,
            "infertility_type": "secondary" if secondary else "primary",
            "infertility_duration": str(2 + n % 4),
            "earlier_pregnancies": "1" if secondary else "",
        }
    ]


def _hormones(name: str, arm: str, n: int) -> list[Row]:
    return [
        {
            "participant": name,
            "visit": visit,
            "collected_on": _day(n, days),
            "collected_at": "08:30",
            "laboratory": "central",
            "fsh": f"{14 + 3 * (n % 5) + shift + n / 10:.1f}",
            "lh": f"{6 + n % 4 + shift:.1f}",
            "testosterone": f"{9 + n % 6:.1f}",
        }
        for visit, days, shift in (("baseline", 7, 0.0), ("month-6", 203, 1.5 * (n % 3)))
    ]


def _semen(name: str, arm: str, n: int) -> list[Row]:
    found = n in {3, 9, 6}
    return [
        {
            "participant": name,
            "visit": visit,
            "collected_on": _day(n, days + 3 * number),
            "sample_number": str(number),
            "laboratory": "central",
            "abstinence_d": "3",
            "examination_method": "sediment",
            "centrifugation_g": "3000",
            "centrifugation_min": "15",
            "examiner_knew_arm": "no",
            "examiner_knew_visit": "no",
            "volume": f"{2 + n % 3}.5",
            "sperm_seen": "single" if found and visit == "month-6" else "none",
            "concentration": "SNQ" if found and visit == "month-6" else "0",
            "total": "SNQ" if found and visit == "month-6" else "0",
        }
        for visit, days in (("baseline", 3), ("month-6", 197))
        for number in (1, 2)
    ]


def _harvest(name: str, arm: str, n: int) -> list[Row]:
    row = {
        "participant": name,
        "harvest_id": f"H{n:02d}",
        "donor": name,
        "harvested_on": _day(n, 20),
        "marrow_volume": "60",
    }
    return [row] if arm == "cells" else []


def _product(name: str, arm: str, n: int) -> list[Row]:
    row = {
        "participant": name,
        "lot": f"L{n:02d}",
        "donor": name,
        "harvest_id": f"H{n:02d}",
        "culture_started_on": _day(n, 21),
        "produced_on": _day(n, 41),
        "passage": "3",
        "viable_cells": "50",
        "viability": "92",
        "sterility": "negative",
        "released": "yes",
        "released_on": _day(n, 42),
        "expires_at": _day(n, 49),
    }
    return [row] if arm == "cells" else []


def _injection(name: str, arm: str, n: int) -> list[Row]:
    row = {
        "participant": name,
        "given_on": _day(n, 45),
        "lot": f"L{n:02d}",
        "recipient": name,
        "recipient_checked": "yes",
        "side": "left",
        "injected_volume": "1",
        "dose": "20",
        "microtese": "yes",
        "sperm_retrieved": "no",
        "histology": "sertoli-only",
    }
    return [row] if arm == "cells" else []


def _disposition(name: str, arm: str, n: int) -> list[Row]:
    return [
        {"participant": name, "status": "completed", "ended_on": _day(n, 205), "treated": "yes"}
    ]


def _adverse_event() -> Row:
    return {
        "participant": "P02",
        "term": "Common cold",
        "category": "other",
        "started_on": _day(2, 60),
        "ctcae_grade": "1",
        "serious": "no",
        "relation": "unrelated",
        "outcome": "recovered",
        "ended_on": _day(2, 66),
    }
