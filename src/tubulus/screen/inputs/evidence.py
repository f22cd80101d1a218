"""What the layers of evidence rest on: pair tables, lines on receptors, networks, gene sets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.screen.expression.readers import read_expression_csv, read_expression_h5ad
from tubulus.screen.gene_sets import GENE_SETS, GeneSet, load_gene_set, read_gene_sets
from tubulus.screen.knowledge import (
    DEFAULT_LIANA_RESOURCES,
    PairSource,
    derive_pair_knowledge,
    load_builtin_pairs,
    read_cellphonedb_pairs,
    read_liana_pairs,
    read_pair_table,
)
from tubulus.screen.network.edges import Network
from tubulus.screen.network.files import InteractionTable, read_interactions
from tubulus.screen.network.files.opening import read_header
from tubulus.screen.receptor_map import (
    CellSource,
    PresenceRule,
    derive_expression_lines,
    join_lines,
    read_atlas_cell_rna,
    read_atlas_stainings,
    read_atlas_tissue_rna,
)
from tubulus.screen.settings import EvidenceSettings

__all__ = ["EvidenceInputs", "make_builtin_evidence", "read_evidence_inputs"]

Read = TypeVar("Read")
_PLACE = "study.toml"
_PAIR_KEYS = {"liana_file": "liana", "cellphonedb_folder": "cellphonedb", "pairs_file": "table"}
"""Keys of pair tables, and what ``pair_sources`` must hold for each to be read."""


def _load_default_pairs() -> tuple[PairSource, ...]:
    return (load_builtin_pairs(),)


def _load_default_genes() -> GeneSet:
    return load_gene_set("spermatogenesis")


@dataclass(frozen=True, eq=False)
class EvidenceInputs:
    """What the layers of evidence rest on.

    Parameters
    ----------
    pair_sources : tuple of PairSource
        Tables of ligand-receptor pairs; the built-in one where left out.
    genes : GeneSet
        What receptors should reach downstream; the built-in set ``spermatogenesis`` where left
        out.
    lines : polars.DataFrame, optional
        Lines of evidence on receptors.
    bulk : polars.DataFrame, optional
        RNA of whole tissues, as context.
    physical : tuple of InteractionTable
        Physical interactions.
    signalling : InteractionTable, optional
        The network downstream of receptors.
    notes : tuple of str
        What was read, mapped, pooled or left out, in sentences.

    Examples
    --------
    >>> from tubulus.screen import EvidenceInputs, load_gene_set
    >>> evidence = EvidenceInputs(genes=load_gene_set("spermatogenesis"))
    >>> [source.name for source in evidence.pair_sources]
    ['ConnectomeDB2020']
    """

    pair_sources: tuple[PairSource, ...] = field(default_factory=_load_default_pairs)
    genes: GeneSet = field(default_factory=_load_default_genes)
    lines: pl.DataFrame | None = None
    bulk: pl.DataFrame | None = None
    physical: tuple[InteractionTable, ...] = ()
    signalling: InteractionTable | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def knowledge(self) -> pl.DataFrame:
        """What is known of each pair of genes."""
        return derive_pair_knowledge(self.pair_sources)

    @cached_property
    def network(self) -> Network | None:
        """The network downstream of receptors."""
        return None if self.signalling is None else self.signalling.make_network()


def make_builtin_evidence() -> EvidenceInputs:
    """Make the evidence that the package itself holds: its pair table and its gene sets."""
    return EvidenceInputs()


@dataclass(slots=True)
class _Reader:
    """Reads file after file and gathers the problems of all of them."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self, name: str | None, reader: Callable[[Path], Read]) -> Read | None:
        """Read a file of the folder; None where none is named or it cannot be used."""
        if name is None:
            return None
        try:
            return reader(self.folder / name)
        except InputError as error:
            self.problems.extend(error.problems)
            return None

    def refuse(self, key: str, message: str, remedy: str) -> None:
        """Note a problem of the settings."""
        self.problems.append(Problem(_PLACE, 0, f"screen.evidence.{key}", message, remedy))


def read_evidence_inputs(
    settings: EvidenceSettings, folder: Path, receptors: tuple[str, ...]
) -> EvidenceInputs:
    """Read every file that the evidence rests on.

    Parameters
    ----------
    settings : EvidenceSettings
        Names of files are relative to the folder.
    folder : Path
        The study folder.
    receptors : tuple of str
        Receptors of the map in use; lines on other receptors are read where a pair table in use
        names them.

    Raises
    ------
    InputError
        With all problems of all files.
    """
    reader = _Reader(folder)
    _refuse_unread(settings, reader)
    sources = _read_pair_sources(settings, reader)
    named = {name for source in sources for name in source.pairs["receptor"].to_list()}
    wanted = tuple(sorted(named | set(receptors)))
    lines = _read_lines(settings, reader, wanted)
    bulk = reader.read(
        settings.tissue_rna_file, lambda p: read_atlas_tissue_rna(p, version=settings.atlas_version)
    )
    physical = [
        reader.read(name, _open_physical(settings, folder)) for name in settings.physical_files
    ]
    signalling = reader.read(settings.signalling_file, _open_signalling)
    genes = _choose_genes(settings, reader)
    if reader.problems:
        raise InputError(reader.problems)
    tables = [table for table in (*physical, signalling) if table is not None]
    reader.notes += [sentence for table in tables for sentence in table.describe()]
    return EvidenceInputs(
        pair_sources=sources,
        genes=genes or _load_default_genes(),
        lines=lines,
        bulk=bulk,
        physical=tuple(table for table in physical if table is not None),
        signalling=signalling,
        notes=tuple(reader.notes),
    )


def _refuse_unread(settings: EvidenceSettings, reader: _Reader) -> None:
    """Refuse files that are named and that nothing would read."""
    needs = [
        (key, source in settings.pair_sources, f'pair_sources lacks "{source}"',
         f'add "{source}" to pair_sources')
        for key, source in _PAIR_KEYS.items()
    ]  # fmt: skip
    needs += [
        ("pair_complexes_file", settings.pairs_file is not None, "no pairs_file is named",
         "name a pairs_file"),
        ("physical_names_file", bool(settings.physical_files), "no physical_files are named",
         "name STRING's physical_files"),
    ]  # fmt: skip
    for key, is_read, why, remedy in needs:
        if getattr(settings, key) is not None and not is_read:
            message = f"is named, and nothing reads it: {why}"
            reader.refuse(key, message, f"{remedy}, or remove the key")


def _read_pair_sources(settings: EvidenceSettings, reader: _Reader) -> tuple[PairSource, ...]:
    """Read the pair tables in the order in which they are named."""
    found: list[PairSource | None] = []
    for kind in dict.fromkeys(settings.pair_sources):
        if kind == "builtin":
            found.append(load_builtin_pairs())
        elif kind == "liana":
            found.append(_read_liana(settings, reader))
        elif kind == "cellphonedb":
            if settings.cellphonedb_folder is None:
                message = "is needed by pair_sources"
                reader.refuse("cellphonedb_folder", message, "name the folder of its tables")
            found.append(reader.read(settings.cellphonedb_folder, read_cellphonedb_pairs))
        else:
            if settings.pairs_file is None:
                reader.refuse("pairs_file", "is needed by pair_sources", "name your table of pairs")
            found.append(reader.read(settings.pairs_file, _open_pairs(settings, reader.folder)))
    sources = tuple(source for source in found if source is not None)
    reader.notes += [sentence for source in sources for sentence in source.describe()]
    return sources


def _read_liana(settings: EvidenceSettings, reader: _Reader) -> PairSource | None:
    resources = settings.liana_resources or DEFAULT_LIANA_RESOURCES
    if settings.liana_file is not None:
        return reader.read(
            settings.liana_file, lambda path: read_liana_pairs(path, resources=resources)
        )
    try:
        return read_liana_pairs(resources=resources)
    except InputError as error:
        reader.problems.extend(error.problems)
        return None


def _open_pairs(settings: EvidenceSettings, folder: Path) -> Callable[[Path], PairSource]:
    complexes = settings.pair_complexes_file
    return lambda path: read_pair_table(path, complexes=folder / complexes if complexes else None)


def _open_physical(settings: EvidenceSettings, folder: Path) -> Callable[[Path], InteractionTable]:
    names = settings.physical_names_file

    def read(path: Path) -> InteractionTable:
        _refuse_pairs(path, "which is knowledge, no measurement")
        table = read_interactions(path, names=folder / names if names else None)
        if table.evidence == "signalling":
            message = "is a signalling network, which is no physical evidence"
            problem = Problem(path.name, 0, "", message, "name it under signalling_file")
            raise InputError([problem])
        return table

    return read


def _open_signalling(path: Path) -> InteractionTable:
    """Read the network downstream; a list without signs is taken for an undirected one."""
    _refuse_pairs(path, "which ends at the receptor; nothing downstream of it is there")
    return read_interactions(path)


def _refuse_pairs(path: Path, why: str) -> None:
    if {"ligand", "receptor"} <= {cell.casefold() for cell in read_header(path)[0]}:
        message = f"is a table of ligand-receptor pairs, {why}"
        raise InputError([Problem(path.name, 1, "", message, "name it under pairs_file")])


def _read_lines(
    settings: EvidenceSettings, reader: _Reader, wanted: tuple[str, ...]
) -> pl.DataFrame | None:
    """Read the lines of evidence on receptors; the own matrix speaks first."""
    version, tables = settings.atlas_version, []
    own = reader.read(settings.expression_file, lambda path: _read_matrix(path, settings, wanted))
    if own is not None:
        tables.append(own[0])
        reader.notes += own[1]
    for name, read in (
        (settings.stainings_file, read_atlas_stainings),
        (settings.cell_rna_file, read_atlas_cell_rna),
    ):
        found = reader.read(name, lambda path, read=read: read(path, genes=wanted, version=version))  # type: ignore[misc]
        if found is not None:
            tables.append(found.lines)
            reader.notes += found.notes
    return join_lines(tables) if tables else None


def _read_matrix(
    path: Path, settings: EvidenceSettings, wanted: tuple[str, ...]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Read the expression matrix and what it says about the receptors."""
    label = settings.expression_label
    if path.suffix == ".h5ad":
        layer, gene = settings.expression_layer, settings.expression_gene
        data = read_expression_h5ad(path, label=label, layer=layer, gene=gene)
    else:
        data = read_expression_csv(path, label=label)
    origin = CellSource(path.name, settings.expression_species, settings.expression_disease)
    rule = PresenceRule(settings.presence_share, settings.presence_min_expressing)
    try:
        reading = derive_expression_lines(data, origin, receptors=wanted, rule=rule)
    except InputError as error:
        # the matrix does not know its file
        raise InputError(replace(problem, file=path.name) for problem in error.problems) from error
    return reading.lines, reading.notes


def _choose_genes(settings: EvidenceSettings, reader: _Reader) -> GeneSet | None:
    """Choose the gene set by its name, from the user's file before the built-in ones."""
    own = reader.read(settings.gene_sets_file, read_gene_sets) or ()
    for each in own:
        if each.name == settings.gene_set:
            return each
    named = [each.name for each in own]
    if settings.gene_set in GENE_SETS:
        if own:
            listed = ", ".join(named)
            reader.notes.append(
                f"The genes downstream are the built-in set {settings.gene_set}; gene_set names "
                f"none of {settings.gene_sets_file}: {listed}."
            )
        return load_gene_set(settings.gene_set)
    known = [*named, *GENE_SETS]
    message = f"there is no gene set '{settings.gene_set}'"
    reader.refuse("gene_set", message, suggest_name(settings.gene_set, known))
    return None
