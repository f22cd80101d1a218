"""Sets of genes that a receptor may reach downstream: spermatogenesis, and signals to it.

Exports the embedded sets (Gene Ontology) and the reader of a user's own sets (GMT).
A set knows its source, its evidence and what of it was lost.
"""

from tubulus.screen.gene_sets.builtin import (
    EVIDENCE_POLICIES,
    GENE_SETS,
    EvidencePolicy,
    GeneSet,
    load_gene_set,
)
from tubulus.screen.gene_sets.gmt import read_gene_sets

__all__ = [
    "EVIDENCE_POLICIES",
    "GENE_SETS",
    "EvidencePolicy",
    "GeneSet",
    "load_gene_set",
    "read_gene_sets",
]
