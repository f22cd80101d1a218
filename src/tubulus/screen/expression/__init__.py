"""Ligand-receptor scores from expression with cell labels, and their permutation null.

Exports the data, its readers and summary, the scores, the simulated null and that by moments.
A matrix and names in, frozen results out; randomness comes from a generator passed in.
"""

from tubulus.screen.expression.label_summary import (
    LabelSummary,
    compute_share_limit,
    compute_tau,
    summarise_labels,
)
from tubulus.screen.expression.matrix import (
    ExpressionData,
    build_expression,
    compute_label_means,
)
from tubulus.screen.expression.moments import MomentNull, compute_moment_null
from tubulus.screen.expression.normalisation import Normalisation, find_normalisation
from tubulus.screen.expression.permutation import LabelNull, simulate_label_null
from tubulus.screen.expression.readers import read_expression_csv, read_expression_h5ad
from tubulus.screen.expression.scores import ExpressionScores, score_expression

__all__ = [
    "ExpressionData",
    "ExpressionScores",
    "LabelNull",
    "LabelSummary",
    "MomentNull",
    "Normalisation",
    "build_expression",
    "compute_label_means",
    "compute_moment_null",
    "compute_share_limit",
    "compute_tau",
    "find_normalisation",
    "read_expression_csv",
    "read_expression_h5ad",
    "score_expression",
    "simulate_label_null",
    "summarise_labels",
]
