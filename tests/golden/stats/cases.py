"""Read golden files: lines of origin, then a table."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parent


def read_cases(name: str) -> list[dict[str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def read_column(cases: list[dict[str, str]], name: str) -> list[float]:
    return [float("nan") if case[name] in {"", "NA"} else float(case[name]) for case in cases]
