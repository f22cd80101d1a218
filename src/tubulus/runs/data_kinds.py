"""Files that a user can add to a screen: what for, from where, under which terms, checked how.

Nothing is downloaded. Terms are what the source states as far as it was read; read them there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tubulus.core.errors import InputError, Problem, StudyError
from tubulus.core.identifiers import suggest_name
from tubulus.runs.data_headers import require_columns, require_matrix
from tubulus.runs.data_networks import require_own_pairs, require_signs, require_systematic
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.gene_sets.gmt import read_gene_sets
from tubulus.screen.knowledge.cellphonedb import read_cellphonedb_pairs
from tubulus.screen.knowledge.pair_tables import read_pair_table
from tubulus.screen.network.files.reading import read_interactions
from tubulus.screen.readers import read_comparator, read_detection, read_receptors

__all__ = ["DATA_KINDS", "DataKind", "find_data_kind"]


@dataclass(frozen=True, slots=True)
class DataKind:
    """A kind of file that can be added.

    Parameters
    ----------
    name : str
        What the command line calls it.
    title : str
        What it is.
    purpose : str
        What it is good for.
    place : str
        Where to get it.
    licence : str
        Terms as far as known, and whether they were read.
    columns : tuple of str
        Columns that the header must name; empty where any of several formats will do.
    setting : str
        Key of the study file that names such a file, from its section on.
    pair_source : str
        What ``pair_sources`` must name for the file to be read; empty where nothing.
    check : callable, optional
        Reads the whole file and raises where it cannot be used.
    """

    name: str
    title: str
    purpose: str
    place: str
    licence: str
    columns: tuple[str, ...] = ()
    setting: str = ""
    pair_source: str = ""
    check: Callable[[Path], object] | None = None

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of tables."""
        return self.setting.endswith("_folder")

    @property
    def is_list(self) -> bool:
        """Whether its key names a list of files."""
        return self.setting.endswith("_files")

    def require_format(self, path: Path) -> None:
        """Check that a file is of this kind.

        Raises
        ------
        InputError
            With every problem that was found.
        """
        if path.is_dir() != self.is_folder:
            wanted = "a folder of tables" if self.is_folder else "a file"
            remedy = f"name {'the folder' if self.is_folder else 'one file of it'}"
            raise InputError([Problem(path.name, 0, "", f"is not {wanted}", remedy)])
        if self.check is not None:
            self.check(path)
        else:
            require_columns(path, self.columns)


_VESICLES = ("CONTENT TYPE", "ENTREZ GENE ID", "GENE SYMBOL", "SPECIES", "EXPERIMENT ID")

DATA_KINDS: tuple[DataKind, ...] = (
    DataKind(
        "cargo",
        "cargo of your vesicles",
        "the proteins that are screened",
        "your laboratory: a list, or a table of MaxQuant, DIA-NN, FragPipe or Spectronaut",
        "yours",
        setting="screen.cargo_file",
        check=read_cargo_file,
    ),
    DataKind(
        "receptors",
        "receptors by cell type",
        "receptors other than the built-in ones",
        "your own table: symbol, cell_type",
        "as its source says",
        columns=("symbol", "cell_type"),
        setting="screen.receptors_file",
        check=read_receptors,
    ),
    DataKind(
        "detection",
        "detection in other vesicle proteomes",
        "random sets that are found in vesicles as often as the cargo",
        "your own count: symbol, n_lists; adding a comparator makes one",
        "as its source says",
        columns=("symbol", "n_lists"),
        setting="screen.detection_file",
        check=read_detection,
    ),
    DataKind(
        "comparator",
        "comparator panel of vesicle proteomes",
        "the rank of the cargo among whole vesicle proteomes",
        "a folder of your own lists, a download of ExoCarta or Vesiclepedia, or a table of "
        "list_id, symbol",
        "as its source says",
        setting="screen.comparator_file",
        check=read_comparator,
    ),
    DataKind(
        "exocarta",
        "ExoCarta, proteins of exosomes",
        "cargo of one experiment, or a comparator panel of all",
        "exocarta.org, Download: EXOCARTA_PROTEIN_MRNA_DETAILS",
        "free download; no licence was found, ask before you pass it on",
        columns=_VESICLES,
        setting="screen.cargo_file",
    ),
    DataKind(
        "vesiclepedia",
        "Vesiclepedia, molecules of vesicles",
        "cargo of one experiment, or a comparator panel of all",
        "microvesicles.org, Download: VESICLEPEDIA_PROTEIN_MRNA_DETAILS",
        "free download; no licence was found, ask before you pass it on",
        columns=_VESICLES,
        setting="screen.cargo_file",
    ),
    DataKind(
        "hpa-staining",
        "Human Protein Atlas, normal tissue immunohistochemistry",
        "receptor protein by cell type of the testis",
        "proteinatlas.org, Downloadable data: normal_tissue.tsv or normal_ihc_data.tsv",
        "CC BY-SA by its site (version not checked here)",
        columns=("Gene", "Gene name", "Tissue", "Cell type", "Level", "Reliability"),
        setting="screen.evidence.stainings_file",
    ),
    DataKind(
        "hpa-single-cell",
        "Human Protein Atlas, RNA by single-cell type",
        "receptor RNA by cell type of the testis",
        "proteinatlas.org, Downloadable data: rna_single_cell_type.tsv",
        "CC BY-SA by its site (version not checked here)",
        columns=("Gene", "Gene name", "Cell type"),
        setting="screen.evidence.cell_rna_file",
    ),
    DataKind(
        "hpa-tissue",
        "Human Protein Atlas, RNA of whole tissues",
        "receptor RNA of the whole testis, as context that decides nothing",
        "proteinatlas.org, Downloadable data: rna_tissue_consensus.tsv",
        "CC BY-SA by its site (version not checked here)",
        columns=("Gene", "Gene name", "Tissue"),
        setting="screen.evidence.tissue_rna_file",
    ),
    DataKind(
        "string",
        "STRING, physical links of human proteins",
        "physical interaction, and the network downstream",
        "string-db.org, Download: 9606.protein.physical.links",
        "CC BY 4.0 by its site (not checked here)",
        columns=("protein1", "protein2", "combined_score"),
        setting="screen.evidence.physical_files",
    ),
    DataKind(
        "string-names",
        "STRING, names of human proteins",
        "the names behind the ids of the physical links",
        "string-db.org, Download: 9606.protein.info, same version as the links",
        "CC BY 4.0 by its site (not checked here)",
        columns=("string_protein_id", "preferred_name"),
        setting="screen.evidence.physical_names_file",
    ),
    DataKind(
        "biogrid",
        "BioGRID, interactions of human proteins",
        "physical interaction, and the network downstream",
        "downloads.thebiogrid.org: BIOGRID-ORGANISM-Homo_sapiens ... .tab3, as text or as a zip of "
        "that one table",
        "MIT by its site (not checked here)",
        columns=(
            "Official Symbol Interactor A",
            "Official Symbol Interactor B",
            "Experimental System",
            "Experimental System Type",
        ),
        setting="screen.evidence.physical_files",
    ),
    DataKind(
        "huri",
        "HuRI, a systematic screen of human protein pairs",
        "physical interaction without the bias of what was studied",
        "interactome-atlas.org, Download: HuRI.tsv",
        "CC BY 4.0 by its site (not checked here)",
        check=require_systematic,
        setting="screen.evidence.physical_files",
    ),
    DataKind(
        "apid",
        "APID, interactions of human proteins",
        "physical interaction, and the network downstream",
        "apid.dep.usal.es, Download: human interactome",
        "as its site says; not read here, ask before you pass it on",
        check=read_interactions,
        setting="screen.evidence.physical_files",
    ),
    DataKind(
        "intact",
        "IntAct or MINT, molecular interactions as PSI-MITAB",
        "physical interaction, and the network downstream",
        "ebi.ac.uk/intact, Download: human, PSI-MITAB 2.5 or later",
        "as its site says; not read here",
        columns=("ID(s) interactor A", "ID(s) interactor B", "Interaction type(s)"),
        setting="screen.evidence.physical_files",
    ),
    DataKind(
        "physical",
        "physical interactions of your own",
        "physical interaction that you measured or gathered",
        "your own list: two columns of genes",
        "as its source says",
        check=require_own_pairs,
        setting="screen.evidence.physical_files",
    ),
    DataKind(
        "signor",
        "SIGNOR, signed signalling",
        "the signed, directed network downstream of a receptor",
        "signor.uniroma2.it, Download: all data, human, TSV",
        "as its site says; not read here, ask before you pass it on",
        columns=("ENTITYA", "TYPEA", "IDA", "ENTITYB", "TYPEB", "IDB", "EFFECT"),
        setting="screen.evidence.signalling_file",
    ),
    DataKind(
        "omnipath",
        "OmniPath, signed signalling",
        "the signed, directed network downstream of a receptor",
        "omnipathdb.org: interactions as TSV",
        "each resource in it has its own terms; read them before you pass it on",
        columns=("source", "target", "is_directed", "is_stimulation", "is_inhibition"),
        setting="screen.evidence.signalling_file",
    ),
    DataKind(
        "signalling",
        "signed signalling of your own",
        "the signed, directed network downstream of a receptor",
        "your own list: source, target, sign (1 or -1)",
        "as its source says",
        check=require_signs,
        setting="screen.evidence.signalling_file",
    ),
    DataKind(
        "gene-sets",
        "gene sets of your own",
        "the genes that a receptor may reach downstream",
        "your own GMT file: name, description, genes",
        "as its source says",
        check=read_gene_sets,
        setting="screen.evidence.gene_sets_file",
    ),
    DataKind(
        "expression",
        "expression with cell labels",
        "receptor RNA by cell type of your own cells, and what they do not express",
        "your laboratory or a public study: CSV or TSV with one row a cell, or .h5ad",
        "yours, or as its source says",
        setting="screen.evidence.expression_file",
        check=require_matrix,
    ),
    DataKind(
        "pairs",
        "ligand-receptor pairs of your own",
        "pairs with a reference each, beside or instead of the built-in ones",
        "your table: ligand, receptor, reference; exports of CellTalkDB and CellChatDB",
        "yours; theirs GPL-3",
        setting="screen.evidence.pairs_file",
        pair_source="table",
        check=partial(read_pair_table, unknown_symbols="leave_out"),
    ),
    DataKind(
        "pair-complexes",
        "subunits of the complexes in your pairs",
        "the rule that every subunit of a complex is needed",
        "your table: name, subunit_1, subunit_2, ...",
        "yours",
        columns=("subunit_1",),
        setting="screen.evidence.pair_complexes_file",
    ),
    DataKind(
        "liana",
        "LIANA, tables of ligand-receptor pairs",
        "pairs that independent curations share; not needed where liana is installed",
        "resource/omni_resource.csv of the package liana",
        "package BSD-3, each table its own; Cellinker not for commercial use",
        columns=("source", "target", "source_genesymbol", "target_genesymbol", "resource"),
        setting="screen.evidence.liana_file",
        pair_source="liana",
    ),
    DataKind(
        "cellphonedb",
        "CellPhoneDB, curated interactions and complexes",
        "pairs with a citation each, and the rule that every subunit of a complex is needed",
        "github.com/ventolab/cellphonedb-data: the folder data, with interaction_input.csv and "
        "complex_input.csv, and gene_input.csv and protein_input.csv where they are there",
        "no licence file in that repository (the program: MIT); ask before you pass it on",
        setting="screen.evidence.cellphonedb_folder",
        pair_source="cellphonedb",
        check=read_cellphonedb_pairs,
    ),
)
"""Every kind of file that ``tubulus data add`` takes."""


def find_data_kind(name: str) -> DataKind:
    """Return a kind by its name.

    Raises
    ------
    StudyError
        If there is no such kind, with the nearest that there is, or with all.
    """
    known = {kind.name: kind for kind in DATA_KINDS}
    if name in known:
        return known[name]
    remedy = suggest_name(name, [*known, "structures", "decoys"])
    if not remedy.startswith("did you mean"):
        remedy = f"expected one of: {', '.join(sorted(known))}"
    raise StudyError(f"there is no kind of data '{name}'; {remedy} (see tubulus data list)")
