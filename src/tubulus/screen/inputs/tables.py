"""The tables of a screen, from the package and from the files that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.reading import CargoReading, read_cargo_file
from tubulus.screen.inputs.evidence import (
    EvidenceInputs,
    make_builtin_evidence,
    read_evidence_inputs,
)
from tubulus.screen.inputs.keys import find_empty, find_repeated_keys, find_torn_lists
from tubulus.screen.knowledge import load_builtin_pairs, select_screen_pairs
from tubulus.screen.readers import read_comparator, read_detection, read_receptors
from tubulus.screen.receptor_map import build_receptor_map
from tubulus.screen.reference import (
    PAIR_SOURCE,
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
    load_pairs,
)
from tubulus.screen.settings import CARGO_TIERS, GRADES, ScreenSettings

__all__ = ["ScreenInputs", "read_inputs"]

Read = TypeVar("Read")
_KEYS = {
    "cargo": ("symbol",),
    "receptors": ("symbol", "cell_type"),
    "detection": ("symbol",),
    "pairs": ("ligand", "receptor"),
    "genes": ("symbol",),
}


@dataclass(frozen=True, slots=True, eq=False)
class ScreenInputs:
    """Tables of a screen.

    Parameters
    ----------
    cargo, receptors : polars.DataFrame
        As the loaders and readers of this room return them.
    detection, comparator : polars.DataFrame, optional
        Optional evidence of the user.
    pairs, genes : polars.DataFrame
        Reference tables; the shipped ones where left out.
    reading : CargoReading, optional
        What became of the names of the user's cargo.
    evidence : EvidenceInputs
        What the layers of evidence rest on; the built-in tables where left out.

    Raises
    ------
    InputError
        With all problems: no cargo or no receptor, a key that stands in more than one row of a
        table (each row would count), a comparator list of two studies.
    """

    cargo: pl.DataFrame
    receptors: pl.DataFrame
    detection: pl.DataFrame | None = None
    comparator: pl.DataFrame | None = None
    pairs: pl.DataFrame = field(default_factory=load_pairs)
    genes: pl.DataFrame = field(default_factory=load_genes)
    reading: CargoReading | None = None
    evidence: EvidenceInputs = field(default_factory=make_builtin_evidence)

    def __post_init__(self) -> None:
        """Refuse what would change the numbers without a word."""
        problems = find_empty([("cargo", self.cargo), ("receptors", self.receptors)])
        for name, keys in _KEYS.items():
            table = getattr(self, name)
            if table is not None:
                problems += find_repeated_keys(name, table, keys)
        if self.comparator is not None:
            problems += find_torn_lists(self.comparator)
        if problems:
            raise InputError(problems)

    def select_tested_cargo(self, settings: ScreenSettings) -> pl.DataFrame:
        """Select the cargo proteins that count in the tests."""
        if settings.array_in_tests:
            return self.cargo
        return self.cargo.filter(pl.col("tier") != "antibody_array")

    def name_pair_sources(self) -> pl.DataFrame:
        """Add to the pairs the tables that hold them: pair_source, or ``not stated``."""
        known = self.evidence.knowledge.select(
            "ligand",
            "receptor",
            pair_source=pl.col("resources").str.replace(
                load_builtin_pairs().label, PAIR_SOURCE, literal=True
            ),
        )
        named = self.pairs.join(known, on=["ligand", "receptor"], how="left", maintain_order="left")
        return named.with_columns(pl.col("pair_source").fill_null("not stated"))


def read_inputs(settings: ScreenSettings, folder: Path) -> ScreenInputs:
    """Read every table that the settings name, and report the problems of all files at once.

    Parameters
    ----------
    settings : ScreenSettings
        Names of files are relative to the folder.
    folder : Path
        The study folder.

    Raises
    ------
    InputError
        With all problems of all files; also where the settings leave no cargo or no receptor.
    """
    problems: list[Problem] = []
    unknown = settings.unknown_symbols

    def read(name: str | None, reader: Callable[[Path], Read]) -> Read | None:
        if name is None:
            return None
        try:
            return reader(folder / name)
        except InputError as error:
            problems.extend(error.problems)
            return None

    reading = read(settings.cargo_file, partial(_read_cargo, settings=settings))
    own_receptors = read(
        settings.receptors_file, lambda p: read_receptors(p, unknown_symbols=unknown)
    )
    detection = read(settings.detection_file, read_detection)
    comparator = read(settings.comparator_file, read_comparator)
    listed = load_builtin_receptors() if own_receptors is None else own_receptors
    evidence = read(
        ".",
        lambda p: read_evidence_inputs(settings.evidence, p, tuple(listed["symbol"].unique())),
    )
    if problems or evidence is None:
        raise InputError(problems)
    return ScreenInputs(
        cargo=_choose_cargo(reading.cargo if reading else None, settings),
        receptors=_choose_receptors(own_receptors, evidence, settings),
        pairs=_choose_pairs(evidence, settings),
        detection=detection,
        comparator=comparator,
        reading=reading,
        evidence=evidence,
    )


def _read_cargo(path: Path, settings: ScreenSettings) -> CargoReading:
    return read_cargo_file(
        path,
        cargo_format=settings.cargo_format,
        options=CargoOptions(
            experiments=settings.cargo_experiments,
            min_peptides=settings.cargo_min_peptides,
            samples=settings.cargo_samples,
            min_samples=settings.cargo_min_samples,
            species=settings.cargo_species,
            source_cell=settings.cargo_source_cell,
        ),
        unknown_symbols=settings.unknown_symbols,
    )


def _choose_cargo(own: pl.DataFrame | None, settings: ScreenSettings) -> pl.DataFrame:
    """Return the user's proteins before the built-in ones; a protein of both is the user's."""
    tiers = settings.cargo_tiers
    if tiers is None:
        tiers = CARGO_TIERS if own is None else ()
    cargo = load_builtin_cargo(tiers)
    if own is not None:
        listed = own["symbol"].to_list()
        rest = cargo.filter(~pl.col("symbol").is_in(listed))
        # what a file measured is null for the built-in proteins
        cargo = pl.concat([own, rest], how="diagonal")
    if cargo.is_empty():
        remedy = "name at least one tier or give a cargo_file"
        raise _refuse("cargo_tiers", "leaves no cargo to screen", remedy)
    return cargo


def _choose_pairs(evidence: EvidenceInputs, settings: ScreenSettings) -> pl.DataFrame:
    """Return the pairs that are known well enough."""
    tier = settings.evidence.minimum_tier
    pairs = select_screen_pairs(evidence.knowledge, minimum_tier=tier)
    if pairs.is_empty():
        raise _refuse("evidence.minimum_tier", "leaves no pair", "lower it or add a pair table")
    return pairs


def _choose_receptors(
    own: pl.DataFrame | None, evidence: EvidenceInputs, settings: ScreenSettings
) -> pl.DataFrame:
    """Return the receptors of sufficient grade: of the map that is asked for, else built in."""
    if settings.evidence.receptors_from == "evidence":
        return _map_receptors(evidence, settings)
    if own is None:
        return load_builtin_receptors(settings.minimum_grade)
    receptors = _select_grades(own, settings)
    if receptors.is_empty():
        message = f"leaves no receptor of {settings.receptors_file}"
        raise _refuse("minimum_grade", message, "lower the grade or grade the rows")
    return receptors


def _map_receptors(evidence: EvidenceInputs, settings: ScreenSettings) -> pl.DataFrame:
    """Return the map that the lines of evidence make of the receptors of the pair tables."""
    place, key = "evidence.receptors_from", "evidence"
    if settings.receptors_file is not None:
        message = f"stands beside receptors_file = '{settings.receptors_file}'"
        raise _refuse(place, message, "name one source of receptors")
    named = evidence.knowledge["receptor"].unique().sort().to_list()
    lines = evidence.lines
    if lines is None or lines.filter(pl.col("symbol").is_in(named)).is_empty():
        message = f'is "{key}", and no file says anything on a receptor'
        remedy = "add expression_file, stainings_file or cell_rna_file"
        raise _refuse(place, message, remedy)
    receptors = _select_grades(build_receptor_map([lines], receptors=named).receptors, settings)
    if receptors.is_empty():
        raise _refuse("minimum_grade", "leaves no receptor of the map", "lower the grade")
    return receptors


def _select_grades(receptors: pl.DataFrame, settings: ScreenSettings) -> pl.DataFrame:
    kept = ["user", *GRADES[: GRADES.index(settings.minimum_grade) + 1]]
    return receptors.filter(pl.col("grade").is_in(kept))


def _refuse(key: str, message: str, remedy: str) -> InputError:
    return InputError([Problem("study.toml", 0, f"screen.{key}", message, remedy)])
