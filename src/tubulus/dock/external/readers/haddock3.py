"""Results of HADDOCK3: tables of its evaluation, or the list of models of a step."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tubulus.dock.external.files import read_json, read_lines
from tubulus.dock.external.predictions import ExternalPrediction, ExternalScore, PredictedPair
from tubulus.dock.structures.reading.files import refuse
from tubulus.dock.structures.reading.read import ReadingOptions, read_structure
from tubulus.dock.structures.structure import Structure

__all__ = ["read_haddock3"]

Row = Mapping[str, str]

# name of the score, column, unit, whether higher is better
_TERMS: Final = (
    ("haddock_score", "score", "arbitrary units", False),
    ("haddock_vdw", "vdw", "kcal/mol", False),
    ("haddock_elec", "elec", "kcal/mol", False),
    ("haddock_desolv", "desolv", "kcal/mol", False),
    ("haddock_air", "air", "arbitrary units", False),
    ("haddock_bsa", "bsa", "Å²", True),
)
_CLUSTER: Final = "haddock_cluster_score"
_SOURCE: Final = "HADDOCK3: {}, as given"
_ABSENT: Final = ("-", "", "nan", "None")
_AGAIN: Final = "copy it again from the folder of the run"


def read_haddock3(
    folder: str | os.PathLike[str], pair: PredictedPair, *, most_models: int = 10
) -> tuple[ExternalPrediction, ...]:
    """Read the results of a step of HADDOCK3.

    Parameters
    ----------
    folder : str or path
        Folder of the step, with ``capri_ss.tsv`` (and perhaps ``capri_clt.tsv``) as the module
        ``caprieval`` writes them, or with ``io.json`` as every module does.
    pair : PredictedPair
        The pair that was docked.
    most_models : int
        Models that are read, the best by score first.

    Returns
    -------
    tuple of ExternalPrediction
        In the order of rank. The structure is None where its file is not at hand. Distances to a
        reference (``irmsd``, ``fnat``, ``dockq``) are not read: where no reference is given,
        HADDOCK3 takes its own best model for one.

    Raises
    ------
    InputError
        If the folder holds neither file, or one that is cut off.
    """
    folder = Path(folder)
    table, listing = folder / "capri_ss.tsv", folder / "io.json"
    if table.is_file():
        rows, source = _read_table(table, ("model", "score")), table.name
        clusters = _read_clusters(folder / "capri_clt.tsv")
    elif listing.is_file():
        rows, source, clusters = _read_listing(listing), listing.name, {}
    else:
        remedy = "give the folder of a step, for instance 5_caprieval with capri_ss.tsv"
        refuse(folder.name, "there is neither capri_ss.tsv nor io.json", remedy)
    ranked = sorted(rows, key=lambda row: _sort_key(row, source))[:most_models]
    return tuple(
        _make_prediction(row, rank, pair, folder=folder, source=source, clusters=clusters)
        for rank, row in enumerate(ranked, start=1)
    )


def _make_prediction(
    row: Row,
    rank: int,
    pair: PredictedPair,
    *,
    folder: Path,
    source: str,
    clusters: Mapping[str, Row],
) -> ExternalPrediction:
    scores = [_make_score(row, term, source) for term in _TERMS]
    scores.append(_make_cluster_score(row, clusters))
    cluster = row.get("cluster_id", "-")
    return ExternalPrediction(
        "haddock3",
        "",
        pair,
        Path(row["model"]).name,
        rank,
        _find_structure(folder, row["model"]),
        tuple(scores),
        "evaluated",
        "" if cluster in _ABSENT else f"cluster {cluster}",
        source,
    )


def _make_score(row: Row, term: tuple[str, str, str, bool], source: str) -> ExternalScore:
    name, column, unit, higher_is_better = term
    value = _read_number(row.get(column, ""), column, source)
    reason = f"{source} holds no {column} of this model" if value is None else ""
    return ExternalScore(name, value, unit, higher_is_better, _SOURCE.format(column), reason)


def _make_cluster_score(row: Row, clusters: Mapping[str, Row]) -> ExternalScore:
    """Take the mean score of the cluster, which HADDOCK3 ranks clusters by."""
    cluster = clusters.get(row.get("cluster_id", "-"))
    value = None if cluster is None else _read_number(cluster["score"], "score", "capri_clt.tsv")
    source = _SOURCE.format("mean score of the best models of the cluster")
    reason = "" if value is not None else "the model is in no cluster of capri_clt.tsv"
    return ExternalScore(_CLUSTER, value, "arbitrary units", False, source, reason)


def _read_table(path: Path, wanted: tuple[str, ...]) -> list[Row]:
    numbered = [
        (number, line)
        for number, line in enumerate(read_lines(path), start=1)
        if line.strip() and not line.startswith("#")
    ]
    lines = [line for _, line in numbered]
    header = lines[0].split("\t") if lines else []
    absent = [column for column in wanted if column not in header]
    if absent:
        refuse(path.name, f"there is no column {absent[0]}", _AGAIN, field=absent[0])
    for number, line in numbered[1:]:
        if len(line.split("\t")) != len(header):
            refuse(path.name, f"the row has not the {len(header)} columns", _AGAIN, row=number)
    if len(lines) < 2:
        refuse(path.name, "the table holds no model", "let the step of HADDOCK3 finish first")
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _read_clusters(path: Path) -> dict[str, Row]:
    if not path.is_file():
        return {}
    rows = _read_table(path, ("cluster_id", "score"))
    return {row["cluster_id"]: row for row in rows if row["cluster_id"] not in _ABSENT}


def _read_listing(path: Path) -> list[Row]:
    """Read the models of ``io.json``; it describes objects of Python, of which none is made."""
    output = read_json(path).get("output")
    items = output if isinstance(output, list) else []
    entries = [entry for item in items if (entry := _flatten(item))]
    if not entries:
        refuse(path.name, "it lists no model", "give the folder of a step that makes models")
    return entries


def _flatten(item: object) -> Row | None:
    if not isinstance(item, dict) or not isinstance(item.get("file_name"), str):
        return None
    energies = item.get("unw_energies")
    terms = energies if isinstance(energies, dict) else {}
    row = {str(key): str(value) for key, value in terms.items()}
    row |= {"model": item["file_name"], "score": str(item.get("score", "-"))}
    cluster = item.get("clt_id")
    return row | {"cluster_id": "-" if cluster is None else str(cluster)}


def _sort_key(row: Row, source: str) -> tuple[bool, float, str]:
    value = _read_number(row["score"], "score", source)
    return value is None, value or 0.0, row["model"]


def _read_number(text: str, column: str, source: str) -> float | None:
    if text.strip() in _ABSENT or text.strip().lower() == "nan":
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.inf
    if not math.isfinite(value):
        refuse(source, f"{text[:20]} is no number", "expected a decimal point", field=column)
    return value


def _find_structure(folder: Path, model: str) -> Structure | None:
    path = folder / model
    for candidate in (path, path.with_name(f"{path.name}.gz")):
        if candidate.is_file():
            return read_structure(candidate, ReadingOptions(most_atoms=200_000)).structure
    return None
