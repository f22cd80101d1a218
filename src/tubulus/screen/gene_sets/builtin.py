"""The gene sets that ship with the package, under a stated policy on evidence."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import polars as pl

__all__ = ["EVIDENCE_POLICIES", "GENE_SETS", "EvidencePolicy", "GeneSet", "load_gene_set"]

EvidencePolicy = Literal["any", "reviewed", "experimental"]
EVIDENCE_POLICIES: tuple[EvidencePolicy, ...] = get_args(EvidencePolicy)
"""Which annotations count, widest first."""

GENE_SETS: dict[str, tuple[str, str]] = {
    "spermatogenesis": ("GO:0007283", "spermatogenesis"),
    "gdnf_signalling": (
        "GO:0035860",
        "glial cell-derived neurotrophic factor receptor signaling pathway",
    ),
    "kit_signalling": ("GO:0038109", "Kit signaling pathway"),
    "retinoic_acid_response": ("GO:0032526", "response to retinoic acid"),
    "fsh_response": ("GO:0032354", "response to follicle-stimulating hormone"),
}
"""Name of each embedded set, with its term and the term's name."""

_SOURCE = "Gene Ontology, release of July 2022, by org.Hs.eg.db 3.16"
# https://geneontology.org/docs/guide-go-evidence-codes: experimental, also high-throughput
_EXPERIMENTAL = frozenset(
    {"EXP", "IDA", "IPI", "IMP", "IGI", "IEP", "HTP", "HDA", "HMP", "HGI", "HEP"}
)
_NOT_REVIEWED = frozenset({"IEA"})


@dataclass(frozen=True, slots=True)
class GeneSet:
    """A named set of genes.

    Parameters
    ----------
    name, title : str
        Short name, and what the set is.
    genes : frozenset of str
        Approved symbols of protein-coding genes.
    source : str
        Where the set comes from, with its version and policy.
    lost : tuple of str
        Names of the file that are no approved gene; nothing is known of them.
    """

    name: str
    title: str
    genes: frozenset[str]
    source: str
    lost: tuple[str, ...] = ()


def load_gene_set(
    name: str, *, evidence: EvidencePolicy = "any", with_regulators: bool = False
) -> GeneSet:
    """Load an embedded gene set.

    Parameters
    ----------
    name : str
        One of ``GENE_SETS``.
    evidence : {"any", "reviewed", "experimental"}
        ``"any"`` takes every annotation, ``"reviewed"`` leaves out those that no curator looked at
        (IEA), ``"experimental"`` keeps those that rest on an experiment with the human gene
        product.
    with_regulators : bool
        Whether genes count that only regulate the process.

    Raises
    ------
    ValueError
        If there is no such set or policy.

    Notes
    -----
    A gene belongs to a term if it is annotated to it or to a descendant over ``is_a`` and
    ``part_of``; regulators come in over the ``regulates`` relations too. Protein-coding genes
    only. Reviewed annotations hold many carried over from other species (IBA, ISS).
    """
    if name not in GENE_SETS:
        raise ValueError(f"there is no gene set {name}; there are {', '.join(GENE_SETS)}")
    if evidence not in EVIDENCE_POLICIES:
        raise ValueError(f"evidence must be one of {', '.join(EVIDENCE_POLICIES)}, not {evidence}")
    term, title = GENE_SETS[name]
    roles = ("member", "regulator") if with_regulators else ("member",)
    genes = frozenset(
        symbol
        for of, symbol, role, codes in _load_rows()
        if of == name and role in roles and _counts(frozenset(codes.split("|")), evidence)
    )
    scope = " with regulators" if with_regulators else ""
    return GeneSet(name, title, genes, f"{term}{scope}, {_SOURCE}; evidence: {evidence}")


def _counts(codes: frozenset[str], evidence: EvidencePolicy) -> bool:
    if evidence == "experimental":
        return bool(codes & _EXPERIMENTAL)
    return evidence == "any" or bool(codes - _NOT_REVIEWED)


@cache
def _load_rows() -> tuple[tuple[str, str, str, str], ...]:
    content = (files("tubulus.screen") / "tables" / "gene_sets.tsv.gz").read_bytes()
    frame = pl.read_csv(gzip.decompress(content), separator="\t", infer_schema=False)
    return tuple(frame.select("set", "symbol", "role", "evidence").iter_rows())
