"""Chains homologous to the benchmark, and clusters among what is left.

The rule itself is that of ``tubulus.dock.partners.families``.
"""

from __future__ import annotations

from collections.abc import Sequence

from tubulus.dock.partners.families import is_homologous


def find_homologous(sequences: Sequence[str], references: Sequence[str]) -> set[str]:
    """Find the chains that are homologous to any reference chain."""
    unique = sorted(set(references), key=len)
    return {s for s in set(sequences) if any(is_homologous(s, r) for r in unique)}


def cluster_complexes(pairs: Sequence[tuple[list[str], list[str]]]) -> list[int]:
    """Cluster complexes whose partners are homologous both, in either order; single linkage.

    Returns
    -------
    list of int
        Cluster of each complex, named by the index of its first member.
    """
    known: dict[tuple[str, str], bool] = {}

    def related(first: list[str], second: list[str]) -> bool:
        for a in first:
            for b in second:
                key = (min(a, b), max(a, b))
                if key not in known:
                    known[key] = is_homologous(a, b)
                if known[key]:
                    return True
        return False

    labels = list(range(len(pairs)))
    for i, (a1, b1) in enumerate(pairs):
        for j, (a2, b2) in enumerate(pairs[:i]):
            same = (related(a1, a2) and related(b1, b2)) or (related(a1, b2) and related(b1, a2))
            if same and labels[i] != labels[j]:
                low, high = sorted((labels[i], labels[j]))
                labels = [low if label == high else label for label in labels]
    return labels
