"""The ``[screen.evidence]`` section of ``study.toml``: pair tables and files behind the layers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["EVIDENCE_FILES", "EVIDENCE_FOLDERS", "EvidenceSettings"]

EVIDENCE_FILES = (
    "pairs_file",
    "pair_complexes_file",
    "liana_file",
    "stainings_file",
    "cell_rna_file",
    "tissue_rna_file",
    "expression_file",
    "physical_files",
    "physical_names_file",
    "signalling_file",
    "gene_sets_file",
)
"""Keys that name files."""
EVIDENCE_FOLDERS = ("cellphonedb_folder",)
"""Keys that name folders of files."""


class EvidenceSettings(BaseModel):
    """Settings of the layers of evidence.

    Every file is the user's own or downloaded by the user; names are relative to the study folder.

    Parameters
    ----------
    pair_sources : tuple of str
        Tables of ligand-receptor pairs: ``builtin`` (ConnectomeDB2020), ``liana`` (the tables of
        an installed ``liana``), ``cellphonedb``, ``table`` (your own).
    minimum_tier : int
        Weakest tier of knowledge that a pair needs: 3 is a reference of its own, 2 two
        independent curations, 1 anything.
    liana_resources : tuple of str, optional
        Tables of LIANA; left out: all but Cellinker (not for commercial use) and the union that
        holds it.
    liana_file : str, optional
        A copy of LIANA's ``omni_resource.csv`` instead of the installed package.
    cellphonedb_folder : str, optional
        Folder with CellPhoneDB's ``interaction_input.csv`` and ``complex_input.csv``.
    pairs_file : str, optional
        Your table of pairs: ``ligand``, ``receptor`` and, where known, ``reference``.
    pair_complexes_file : str, optional
        Subunits of the complexes that ``pairs_file`` names.
    stainings_file : str, optional
        Human Protein Atlas, immunohistochemistry (``normal_tissue.tsv``, ``normal_ihc_data.tsv``).
    cell_rna_file : str, optional
        Human Protein Atlas, ``rna_single_cell_type.tsv``.
    tissue_rna_file : str, optional
        Human Protein Atlas, ``rna_tissue_consensus.tsv``: context, it decides nothing.
    atlas_version : str
        Version of the atlas; its files do not say it.
    expression_file : str, optional
        Your expression matrix with cell labels: CSV, TSV or ``.h5ad``.
    expression_label : str
        Column of the cell labels.
    expression_layer : str, optional
        Layer of an ``.h5ad`` that is read; ``raw`` for its raw part.
    expression_gene : str, optional
        Column of an ``.h5ad`` that names the genes; its index where left out.
    expression_species : str
        Species of the cells; the genes must stand under human symbols.
    expression_disease : str
        State of the donors, for instance ``NOA``.
    presence_share : float
        Share of the cells of a type that must express a receptor.
    presence_min_expressing : int
        Number of cells that must express it.
    receptors_from : str
        ``table``: the built-in receptors, or those of ``receptors_file``; ``evidence``: a map made
        of the stainings, the atlas RNA and the expression matrix.
    physical_files : tuple of str
        Physical interactions: BioGRID, HuRI, IntAct or MINT (MITAB), STRING physical links, or a
        list of two columns.
    physical_names_file : str, optional
        STRING's ``protein.info``, which names its proteins.
    signalling_file : str, optional
        Signed network: SIGNOR, OmniPath or your own ``source``, ``target``, ``sign``; any list of
        two columns will do and is said to be undirected.
    gene_set : str
        What receptors should reach downstream: a built-in set, or one of ``gene_sets_file``.
    gene_sets_file : str, optional
        Gene sets in GMT.
    rewired_graphs : int
        Rewired pair tables behind the test of the pairing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    pair_sources: Annotated[
        tuple[Literal["builtin", "liana", "cellphonedb", "table"], ...], Field(min_length=1)
    ] = ("builtin",)
    minimum_tier: Annotated[int, Field(ge=1, le=3)] = 1
    liana_resources: tuple[str, ...] | None = None
    liana_file: str | None = None
    cellphonedb_folder: str | None = None
    pairs_file: str | None = None
    pair_complexes_file: str | None = None
    stainings_file: str | None = None
    cell_rna_file: str | None = None
    tissue_rna_file: str | None = None
    atlas_version: str = "version not stated"
    expression_file: str | None = None
    expression_label: str = "cell_type"
    expression_layer: str | None = None
    expression_gene: str | None = None
    expression_species: str = "human"
    expression_disease: str = "not stated"
    presence_share: Annotated[float, Field(gt=0.0, lt=1.0)] = 0.1
    presence_min_expressing: Annotated[int, Field(ge=1)] = 3
    receptors_from: Literal["table", "evidence"] = "table"
    physical_files: tuple[str, ...] = ()
    physical_names_file: str | None = None
    signalling_file: str | None = None
    gene_set: str = "spermatogenesis"
    gene_sets_file: str | None = None
    rewired_graphs: Annotated[int, Field(ge=0, le=100_000)] = 1_000

    def list_names(self) -> tuple[tuple[tuple[str | int, ...], str], ...]:
        """List the key of each named file or folder, with its place in a list, and the name."""
        found: list[tuple[tuple[str | int, ...], str]] = []
        for key in (*EVIDENCE_FILES, *EVIDENCE_FOLDERS):
            value = getattr(self, key)
            if isinstance(value, tuple):
                found += [((key, place), name) for place, name in enumerate(value)]
            elif value:
                found.append(((key,), value))
        return tuple(found)
