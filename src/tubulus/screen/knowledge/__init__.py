"""What is known of ligand-receptor pairs: tables of others in one shape, tiers and complexes.

Exports the readers, the built-in table, and what is known of each pair of genes.
Counting tables is no counting of evidence: ``lineages`` says which tables repeat another.
"""

from tubulus.screen.knowledge.builtin import load_builtin_complexes, load_builtin_pairs
from tubulus.screen.knowledge.cellphonedb import read_cellphonedb_pairs
from tubulus.screen.knowledge.containment import compute_containment
from tubulus.screen.knowledge.liana import (
    DEFAULT_LIANA_RESOURCES,
    LIANA_RESOURCES,
    find_liana_table,
    read_liana_pairs,
)
from tubulus.screen.knowledge.lineages import LINEAGES, list_lineages, make_lineage_table
from tubulus.screen.knowledge.pair_source import PairSource
from tubulus.screen.knowledge.pair_tables import read_pair_table
from tubulus.screen.knowledge.tiers import (
    PAIR_KNOWLEDGE_SCHEMA,
    TIERS,
    derive_pair_knowledge,
    select_screen_pairs,
)

__all__ = [
    "DEFAULT_LIANA_RESOURCES",
    "LIANA_RESOURCES",
    "LINEAGES",
    "PAIR_KNOWLEDGE_SCHEMA",
    "TIERS",
    "PairSource",
    "compute_containment",
    "derive_pair_knowledge",
    "find_liana_table",
    "list_lineages",
    "load_builtin_complexes",
    "load_builtin_pairs",
    "make_lineage_table",
    "read_cellphonedb_pairs",
    "read_liana_pairs",
    "read_pair_table",
    "select_screen_pairs",
]
