"""Files that a user can add to a screen: what for, from where, under which terms, checked how.

Nothing is downloaded. Terms are what the source states as far as it was read; they change with
versions, and the user who adds a file reads them where the file comes from.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tubulus.core.errors import InputError, Problem, StudyError
from tubulus.core.identifiers import suggest_name
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.gene_sets.gmt import read_gene_sets
from tubulus.screen.network.files.reading import read_interactions
from tubulus.screen.readers import read_comparator, read_detection, read_receptors

__all__ = ["DATA_KINDS", "DataKind", "find_data_kind"]

_SHOWN = 8


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
        Key of ``[screen]`` that names such a file; empty where it is read from Python alone.
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
    check: Callable[[Path], object] | None = None

    def require_format(self, path: Path) -> None:
        """Check that a file is of this kind.

        Raises
        ------
        InputError
            With every problem that was found.
        """
        if self.check is not None:
            self.check(path)
        else:
            _require_columns(path, self.columns)


def _require_columns(path: Path, columns: tuple[str, ...]) -> None:
    header = _read_header(path)
    found = f"the header names: {', '.join(header[:_SHOWN]) or 'nothing'}"
    known = {name.casefold() for name in header}
    problems = [
        Problem(path.name, 1, column, "column is missing", found)
        for column in columns
        if column.casefold() not in known
    ]
    if problems:
        raise InputError(problems)


def _read_header(path: Path) -> list[str]:
    """Read the names of the first line with content, whatever separates them."""
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as stream:
            lines = (stream.readline(1 << 20) for _ in range(100))
            first = next((line for line in lines if line.strip()), b"").decode("utf-8-sig")
    except (OSError, EOFError, zlib.error) as error:
        remedy = "check the name, or copy it again"
        raise InputError([Problem(path.name, 0, "", "cannot be read", remedy)]) from error
    except UnicodeDecodeError as error:
        remedy = "unpack it, or save it as CSV UTF-8"
        raise InputError([Problem(path.name, 0, "", "is not text", remedy)]) from error
    separator = max("\t;,", key=first.count)
    cells = first.split(separator) if separator in first else first.split()
    return [cell.strip().strip('"').lstrip("#").strip() for cell in cells]


_VESICLES = ("CONTENT TYPE", "ENTREZ GENE ID", "GENE SYMBOL", "SPECIES", "EXPERIMENT ID")

DATA_KINDS: tuple[DataKind, ...] = (
    DataKind(
        "cargo",
        "cargo of your vesicles",
        "the proteins that are screened",
        "your laboratory: a list, or a table of MaxQuant, DIA-NN, FragPipe or Spectronaut",
        "yours",
        setting="cargo_file",
        check=read_cargo_file,
    ),
    DataKind(
        "receptors",
        "receptors by cell type",
        "receptors other than the built-in ones",
        "your own table: symbol, cell_type",
        "as its source says",
        columns=("symbol", "cell_type"),
        setting="receptors_file",
        check=read_receptors,
    ),
    DataKind(
        "detection",
        "detection in other vesicle proteomes",
        "random sets that are found in vesicles as often as the cargo",
        "your own count: symbol, n_lists; adding a comparator makes one",
        "as its source says",
        columns=("symbol", "n_lists"),
        setting="detection_file",
        check=read_detection,
    ),
    DataKind(
        "comparator",
        "comparator panel of vesicle proteomes",
        "the rank of the cargo among whole vesicle proteomes",
        "a folder of your own lists, a download of ExoCarta or Vesiclepedia, or a table of "
        "list_id, symbol",
        "as its source says",
        setting="comparator_file",
        check=read_comparator,
    ),
    DataKind(
        "exocarta",
        "ExoCarta, proteins of exosomes",
        "cargo of one experiment, or a comparator panel of all",
        "exocarta.org, Download: EXOCARTA_PROTEIN_MRNA_DETAILS",
        "free download; no licence was found, ask before you pass it on",
        columns=_VESICLES,
        setting="cargo_file",
    ),
    DataKind(
        "vesiclepedia",
        "Vesiclepedia, molecules of vesicles",
        "cargo of one experiment, or a comparator panel of all",
        "microvesicles.org, Download: VESICLEPEDIA_PROTEIN_MRNA_DETAILS",
        "free download; no licence was found, ask before you pass it on",
        columns=_VESICLES,
        setting="cargo_file",
    ),
    DataKind(
        "hpa-staining",
        "Human Protein Atlas, normal tissue immunohistochemistry",
        "receptor protein by cell type of the testis",
        "proteinatlas.org, Downloadable data: normal_tissue.tsv or normal_ihc_data.tsv",
        "CC BY-SA by its site (version not checked here)",
        columns=("Gene", "Gene name", "Tissue", "Cell type", "Level", "Reliability"),
    ),
    DataKind(
        "hpa-single-cell",
        "Human Protein Atlas, RNA by single-cell type",
        "receptor RNA by cell type of the testis",
        "proteinatlas.org, Downloadable data: rna_single_cell_type.tsv",
        "CC BY-SA by its site (version not checked here)",
        columns=("Gene", "Gene name", "Cell type"),
    ),
    DataKind(
        "string",
        "STRING, physical links of human proteins",
        "physical interaction, and the network downstream",
        "string-db.org, Download: 9606.protein.physical.links",
        "CC BY 4.0 by its site (not checked here)",
        columns=("protein1", "protein2", "combined_score"),
    ),
    DataKind(
        "string-names",
        "STRING, names of human proteins",
        "the names behind the ids of the physical links",
        "string-db.org, Download: 9606.protein.info, same version as the links",
        "CC BY 4.0 by its site (not checked here)",
        columns=("string_protein_id", "preferred_name"),
    ),
    DataKind(
        "biogrid",
        "BioGRID, interactions of human proteins",
        "physical interaction, and the network downstream",
        "downloads.thebiogrid.org: BIOGRID-ORGANISM-Homo_sapiens ... .tab3.txt, unpacked",
        "MIT by its site (not checked here)",
        columns=(
            "Official Symbol Interactor A",
            "Official Symbol Interactor B",
            "Experimental System",
            "Experimental System Type",
        ),
    ),
    DataKind(
        "huri",
        "HuRI, a systematic screen of human protein pairs",
        "physical interaction without the bias of what was studied",
        "interactome-atlas.org, Download: HuRI.tsv",
        "CC BY 4.0 by its site (not checked here)",
        check=read_interactions,
    ),
    DataKind(
        "apid",
        "APID, interactions of human proteins",
        "physical interaction, and the network downstream",
        "apid.dep.usal.es, Download: human interactome",
        "as its site says; not read here, ask before you pass it on",
        check=read_interactions,
    ),
    DataKind(
        "intact",
        "IntAct or MINT, molecular interactions as PSI-MITAB",
        "physical interaction, and the network downstream",
        "ebi.ac.uk/intact, Download: human, PSI-MITAB 2.5 or later",
        "as its site says; not read here",
        columns=("ID(s) interactor A", "ID(s) interactor B", "Interaction type(s)"),
    ),
    DataKind(
        "signor",
        "SIGNOR, signed signalling",
        "the signed, directed network downstream of a receptor",
        "signor.uniroma2.it, Download: all data, human, TSV",
        "as its site says; not read here, ask before you pass it on",
        columns=("ENTITYA", "TYPEA", "IDA", "ENTITYB", "TYPEB", "IDB", "EFFECT"),
    ),
    DataKind(
        "omnipath",
        "OmniPath, signed signalling",
        "the signed, directed network downstream of a receptor",
        "omnipathdb.org: interactions as TSV",
        "each resource in it has its own terms; read them before you pass it on",
        columns=("source", "target", "is_directed", "is_stimulation", "is_inhibition"),
    ),
    DataKind(
        "gene-sets",
        "gene sets of your own",
        "the genes that a receptor may reach downstream",
        "your own GMT file: name, description, genes",
        "as its source says",
        check=read_gene_sets,
    ),
    DataKind(
        "cellphonedb",
        "CellPhoneDB, curated interactions",
        "pairs with a citation each",
        "github.com/ventolab/cellphonedb-data: data/interaction_input.csv",
        "no licence file in that repository (the program: MIT); ask before you pass it on",
        columns=("partner_a", "partner_b", "source", "annotation_strategy"),
    ),
    DataKind(
        "cellphonedb-complexes",
        "CellPhoneDB, subunits of complexes",
        "the rule that every subunit of a complex is needed",
        "github.com/ventolab/cellphonedb-data: data/complex_input.csv",
        "no licence file in that repository (the program: MIT); ask before you pass it on",
        columns=("complex_name", "uniprot_1", "uniprot_2", "receptor"),
    ),
)
"""Every kind of file that ``tubulus data add`` takes."""


def find_data_kind(name: str) -> DataKind:
    """Return a kind by its name.

    Raises
    ------
    StudyError
        If there is no such kind, with the nearest that there is.
    """
    for kind in DATA_KINDS:
        if kind.name == name:
            return kind
    known = suggest_name(name, (kind.name for kind in DATA_KINDS))
    raise StudyError(f"there is no kind of data '{name}'; {known} (see tubulus data list)")
