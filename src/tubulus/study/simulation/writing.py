"""Write simulated tables into a study's data folder, labelled as synthetic."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tubulus import __version__
from tubulus.core.errors import InputError, Problem
from tubulus.core.files import compute_text_hash, write_text
from tubulus.study.definition.study import Study
from tubulus.study.records.reading import DATA_FOLDER
from tubulus.study.simulation.settings import SimulationSettings

__all__ = ["LABEL_FILE", "write_simulated_data"]

LABEL_FILE = "SYNTHETIC.txt"
"""File beside the tables which says that they are simulated, and from what."""

_INCOMPLETE = "INCOMPLETE: the tables were not all written; simulate again.\n"


def write_simulated_data(
    study: Study, settings: SimulationSettings, tables: Mapping[str, pl.DataFrame], seed: int
) -> tuple[Path, ...]:
    """Write the tables and their label; return the files.

    Parameters
    ----------
    study : Study
        Where to write: ``data`` in its folder.
    settings : SimulationSettings
        What the tables were drawn from.
    tables : mapping of str to DataFrame
        The tables of :func:`tubulus.study.simulation.generate.simulate_study`.
    seed : int
        The seed of the run.

    Raises
    ------
    InputError
        If the study is not declared synthetic, or its data folder holds tables without the
        label: simulated and collected data are never mixed, and collected data never replaced.
    """
    folder = study.folder / DATA_FOLDER
    _require_place(study, folder)
    label = _write_label(study, settings, seed)
    written = [folder / LABEL_FILE]
    # the label comes first, so that an interrupted run leaves no table without it
    write_text(written[0], label + _INCOMPLETE)
    for form, table in tables.items():
        path = folder / f"{form}.csv"
        write_text(path, _write_csv(table))
        written.append(path)
    write_text(written[0], label)
    return tuple(written)


def _require_place(study: Study, folder: Path) -> None:
    if not study.identity.synthetic:
        message = "simulated data belong only into a study that says it is synthetic"
        remedy = "write synthetic = true and a synthetic_note under [study]"
        raise InputError([study.source.make_problem(("study", "synthetic"), message, remedy)])
    present = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    if present and not (folder / LABEL_FILE).is_file():
        message = f"the folder holds tables without {LABEL_FILE}, so they may be collected data"
        remedy = "move them away before simulating"
        raise InputError([Problem(DATA_FOLDER, 0, "", message, remedy)])


def _write_label(study: Study, settings: SimulationSettings, seed: int) -> str:
    content = json.dumps(settings.model_dump(mode="json"), sort_keys=True)
    condition = settings.condition.label if settings.condition else "none"
    return "\n".join(
        [
            "SYNTHETIC DATA - no person is described here.",
            study.identity.synthetic_note,
            "",
            f"study: {study.identity.id}",
            f"seed: {seed}",
            f"condition: {condition}",
            f"settings: sha256 {compute_text_hash(content)}",
            f"tubulus: {__version__}",
            "",
        ]
    )


def _write_csv(table: pl.DataFrame) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.iter_rows())
    return buffer.getvalue()
