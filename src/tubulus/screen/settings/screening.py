"""The ``[screen]`` section of ``study.toml``: what is screened, and under which null."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from tubulus.screen.settings.evidence import EvidenceSettings
from tubulus.screen.settings.integration import IntegrationSettings

__all__ = [
    "CARGO_TIERS",
    "FORMATS",
    "GRADES",
    "CargoFormatName",
    "CargoTier",
    "Grade",
    "ScreenSettings",
]

CargoTier = Literal["named_human_msc", "ms_other_msc", "antibody_array"]
CARGO_TIERS: tuple[CargoTier, ...] = ("named_human_msc", "ms_other_msc", "antibody_array")
CargoFormatName = Literal[
    "auto", "list", "maxquant", "diann_matrix", "diann_report", "fragpipe", "spectronaut",
    "exocarta",
]  # fmt: skip
FORMATS: tuple[CargoFormatName, ...] = get_args(CargoFormatName)
"""Formats of a cargo file; ``exocarta`` is the download of Vesiclepedia as well."""
Grade = Literal["literature", "gene_link", "expression", "conflicting"]
GRADES: tuple[Grade, ...] = ("literature", "gene_link", "expression", "conflicting")
"""Grades of evidence for a receptor on a cell type, from the strongest down.

``conflicting``: another line of evidence does not detect the receptor where this one puts it.
"""

_FILES = ("cargo_file", "receptors_file", "detection_file", "comparator_file")


class ScreenSettings(BaseModel):
    """Settings of a cargo x receptor screen.

    Parameters
    ----------
    cargo_file : str, optional
        Table of the user's cargo, relative to the study folder: a list (CSV, TSV, XLSX) of symbols,
        UniProt accessions, Entrez or Ensembl ids with ``method``, ``source``, ``species`` and
        others where known, a protein table of a search program, or a database download.
    cargo_format : str
        Who wrote ``cargo_file``; ``auto`` tells it from the header.
    cargo_experiments : tuple of str
        Experiments of a download of ExoCarta or Vesiclepedia that are the cargo.
    cargo_min_peptides : int
        Unique peptides that a protein of ``cargo_file`` needs; a file that does not count them is
        refused unless this is 0.
    cargo_samples : tuple of str
        Samples of a protein table of a search program that are the cargo, as the header names them
        after its prefix, or patterns such as ``EV_*``; all where left out. A lysate in the same
        table is not cargo.
    cargo_min_samples : int
        Chosen samples in which a protein needs a quantity above 0, where the table tells samples
        apart; 0 keeps proteins without any.
    cargo_species, cargo_source_cell : str
        What stands beside each protein of ``cargo_file`` whose row does not say its species or the
        cells that shed the vesicles.
    cargo_tiers : tuple of str, optional
        Tiers of the built-in cargo that are screened. Left out: all of them without a
        ``cargo_file``, none with one.
    receptors_file : str, optional
        Table of the user's receptors instead of the built-in one: ``symbol``, ``cell_type`` and,
        where known, ``compartment``, ``grade``, ``state``, ``source``, ``species`` and others.
    minimum_grade : str
        Weakest grade of receptor evidence that is screened; ``expression`` leaves out the rows
        that another line of evidence contradicts.
    contaminants : str
        ``set_aside``: proteins that match the contamination rule make no candidates (their state
        is unknown); ``keep``: they count like any other.
    array_in_tests : bool
        Whether proteins found by antibody array alone count in the tests. An array shows only
        what was spotted on it (cytokines and their receptors), so no random set of genes is a
        fair comparison; by default such proteins make candidates and are not counted.
    unknown_symbols : str
        ``refuse``: a list with names of no human coding gene, or of several, is an error;
        ``leave_out``: they are left out and counted. Tables of search programs and databases
        always leave them out. A file of ten names or more of which fewer than half name human
        genes is refused, with ``leave_out`` fewer than a fifth.
    null : str
        ``matched``: random sets with as many genes of each topology class and study attention;
        ``uniform``: any genes (discouraged: almost every vesicle proteome looks enriched).
    show_uniform : bool
        Whether the panel of surprise shows the uniform null beside the matched one, labelled as
        discouraged; it decides nothing.
    sets : int
        Number of random cargo sets.
    stratum_genes : int
        Genes per stratum of equal class and similar study attention.
    detection_file : str, optional
        ``symbol``, ``n_lists``: in how many other vesicle proteomes a protein was found.
    comparator_file : str, optional
        ``list_id``, ``symbol``: other vesicle proteomes against which the cargo is ranked.
    comparator_min_genes : int
        Genes that a comparator list needs.
    fdr_level : float
        False discovery rate (over receptors) at which the conclusion counts receptors.
    shortlist_size : int
        Pairs on the shortlist, each with a dossier in the report.
    evidence : EvidenceSettings
        Pair tables and files behind the layers of evidence.
    integration : IntegrationSettings
        How the layers are weighed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    cargo_file: str | None = None
    cargo_format: CargoFormatName = "auto"
    cargo_experiments: tuple[str, ...] = ()
    cargo_min_peptides: Annotated[int, Field(ge=0)] = 0
    cargo_samples: tuple[str, ...] = ()
    cargo_min_samples: Annotated[int, Field(ge=0)] = 1
    cargo_species: str = ""
    cargo_source_cell: str = ""
    cargo_tiers: tuple[CargoTier, ...] | None = None
    receptors_file: str | None = None
    minimum_grade: Grade = "conflicting"
    contaminants: Literal["set_aside", "keep"] = "set_aside"
    array_in_tests: bool = False
    unknown_symbols: Literal["refuse", "leave_out"] = "refuse"
    null: Literal["matched", "uniform"] = "matched"
    show_uniform: bool = False
    sets: Annotated[int, Field(ge=99, le=10_000_000)] = 10_000
    stratum_genes: Annotated[int, Field(ge=10, le=1_000)] = 25
    detection_file: str | None = None
    comparator_file: str | None = None
    comparator_min_genes: Annotated[int, Field(ge=10)] = 200
    fdr_level: Annotated[float, Field(gt=0.0, lt=1.0)] = 0.05
    shortlist_size: Annotated[int, Field(ge=1, le=500)] = 25
    evidence: EvidenceSettings = EvidenceSettings()
    integration: IntegrationSettings = IntegrationSettings()

    def list_names(self) -> tuple[tuple[tuple[str | int, ...], str], ...]:
        """List every file and folder that is named: its place within ``[screen]``, and the name."""
        own = tuple(((key,), name) for key in _FILES if (name := getattr(self, key)))
        return (*own, *((("evidence", *key), name) for key, name in self.evidence.list_names()))
