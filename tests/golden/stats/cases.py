"""Read golden files: lines of origin, then a table.

Numbers that the validation of the methods shows lie in the package, all others beside the tests.
"""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parent
PACKAGE = FOLDER.parents[2] / "src" / "tubulus" / "stats" / "reference" / "numbers"


def find_table(name: str) -> Path:
    return next(folder / name for folder in (FOLDER, PACKAGE) if (folder / name).is_file())


def read_cases(name: str) -> list[dict[str, str]]:
    lines = find_table(name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def read_column(cases: list[dict[str, str]], name: str) -> list[float]:
    return [float("nan") if case[name] in {"", "NA"} else float(case[name]) for case in cases]
