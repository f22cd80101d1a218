"""Material of a report on an invented screen, old or with its newer tables; all of it SYNTHETIC."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from tests.support.results_fixture import make_results, make_screen_tables, make_study
from tests.support.screening_tables import make_new_tables
from tubulus.report.material import Material, make_material
from tubulus.report.settings import ReportSettings
from tubulus.study.definition.study import Study


@cache
def read_invented_study() -> Study:
    """Write the invented study and read it, once for all tests of a process."""
    with TemporaryDirectory() as folder:
        return make_study(Path(folder))


def make_tables(**replaced: pl.DataFrame | None) -> dict[str, pl.DataFrame | None]:
    """Make the newer tables; ``replaced`` overrides one, None leaves it out."""
    old = make_screen_tables()
    return {**make_new_tables(old["interactions"], old["receptor_tests"]), **replaced}


def make_screen_material(
    settings: ReportSettings | None = None, *, screen: dict[str, Any] | None = None, **tables: Any
) -> Material:
    """Make material of the invented screen with some more tables and entries of its manifest."""
    results = make_results(estimates=None, **tables)
    results.manifest["screen"].update(screen or {})  # type: ignore[index]
    return make_material(read_invented_study(), results, settings or ReportSettings())
