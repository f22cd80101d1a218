"""The tables of a screen and what its manifest says, each row stamped with its provenance."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import polars as pl

from tubulus.core.provenance import Provenance
from tubulus.screen.gene_sets import GENE_SETS
from tubulus.screen.inputs import ScreenInputs
from tubulus.screen.nulls.comparator import ComparatorRank
from tubulus.screen.results import ScreenResult
from tubulus.screen.settings import EvidenceSettings

__all__ = ["tabulate_screen"]

_READ_AS_PAIRS = frozenset(
    {"pairs_file", "pair_complexes_file", "liana_file", "cellphonedb_folder", "gene_sets_file"}
)
"""Keys whose files the list of data names by what was read from them."""
_OF_THE_ATLAS = frozenset({"stainings_file", "cell_rna_file", "tissue_rna_file"})


def tabulate_screen(
    result: ScreenResult, inputs: ScreenInputs, provenance: Provenance
) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    """Make the tables of a finished screen and the content of its manifest.

    Parameters
    ----------
    result : ScreenResult
        The screen.
    inputs : ScreenInputs
        What it was run on: names and hashes of pair tables go into the manifest.
    provenance : Provenance
        Stamped on every row.
    """
    tables = {
        "interactions": result.interactions,
        "receptor_tests": result.receptor_tests,
        "cell_type_tests": result.cell_type_tests,
        "surprise": result.surprise,
        "excluded": result.excluded,
        "global_test": pl.DataFrame([asdict(result.global_test)]),
        **_list_casebook(result),
    }
    if inputs.reading is not None:
        tables["cargo_mapping"] = inputs.reading.mapping
    if result.comparator is not None:
        tables["comparator_lists"] = _list_comparators(result.comparator)
    stamped = {
        kind: frame.with_columns(pl.lit(provenance.id).alias("provenance"))
        for kind, frame in tables.items()
    }
    return stamped, {"screen": _describe(result, inputs, provenance)}


def _list_casebook(result: ScreenResult) -> dict[str, pl.DataFrame]:
    book = result.casebook
    if book is None:
        return {}
    return {
        "evidence": book.evidence,
        "pair_knowledge": book.pair_knowledge,
        "pair_scores": book.pair_scores,
        "shortlist": book.shortlist,
        "calibration_groups": book.calibration_groups,
        "calibration_ratios": book.calibration_ratios,
    }


def _list_comparators(rank: ComparatorRank) -> pl.DataFrame:
    schema = {"list_id": pl.String, "score": pl.Float64}
    return pl.DataFrame(list(rank.scores), schema=schema, orient="row")


def _describe(result: ScreenResult, inputs: ScreenInputs, provenance: Provenance) -> dict[str, Any]:
    rank = asdict(result.comparator) if result.comparator else None
    if rank is not None:
        del rank["scores"]
    return {
        "conclusion": result.conclusion,
        "missing_evidence": list(result.missing_evidence),
        "counts": dict(result.counts),
        "comparator": rank,
        "cargo_notes": list(inputs.reading.notes) if inputs.reading else [],
        "evidence_notes": list(result.casebook.notes) if result.casebook else [],
        "data": _list_data(inputs, result.settings.evidence, provenance),
        "settings": result.settings.model_dump(mode="json"),
    }


def _list_data(
    inputs: ScreenInputs, settings: EvidenceSettings, provenance: Provenance
) -> list[dict[str, str]]:
    """List the data behind the evidence, with version and hash where they have one."""
    evidence = inputs.evidence
    tables = [
        {"name": source.name, "version": source.version, "sha256": source.sha256}
        for source in evidence.pair_sources
    ]
    networks = (*evidence.physical, *([evidence.signalling] if evidence.signalling else []))
    titles = {table.source.partition(" (")[0]: table.source for table in networks}
    for key, name in settings.list_names():
        if key[0] not in _READ_AS_PAIRS:
            file = name.rpartition("/")[2]
            version = settings.atlas_version if key[0] in _OF_THE_ATLAS else ""
            digest = provenance.inputs.get(name, "")
            title = titles.get(file, file)
            tables.append({"name": title, "version": version, "sha256": digest})
    genes = evidence.genes
    own = "" if genes.name in GENE_SETS else settings.gene_sets_file or ""
    digest = provenance.inputs.get(own, "")
    return [*tables, {"name": genes.title, "version": genes.source, "sha256": digest}]
