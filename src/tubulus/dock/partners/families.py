"""Homology families of partners by their sequences."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import gemmi

__all__ = ["IDENTITY", "LIKE_LENGTH", "WORDS", "derive_families", "is_homologous"]

IDENTITY: Final = 0.35
"""Identical residues over the shorter chain, from which chains of like length are homologous."""
LIKE_LENGTH: Final = 0.6
"""Least ratio of lengths for that rule: a long chain offers a short one chance matches."""
WORDS: Final = 0.05
"""Share of the shorter chain's 4-mers from which chains of any length are homologous."""
_LEAST_WORDS: Final = 3
_WORD: Final = 4
_SCORING: Final = gemmi.AlignmentScoring("b")


def is_homologous(first: str, second: str) -> bool:
    """Tell whether two chains share 4-mers, or align with enough identity.

    Notes
    -----
    The rule that keeps the training complexes of the contact potential apart from Docking
    Benchmark 5: at least 3 shared words of 4 residues that are more than 5 % of the shorter
    chain's, or at least 35 % identical residues over the shorter chain (global alignment,
    BLOSUM62) where it has at least 60 % of the longer one's length. Relatives that share a fold
    and little sequence, such as most four-helix cytokines, are not found.
    """
    if first == second:
        return True
    one, two = _collect_words(first), _collect_words(second)
    shared = len(one & two)
    if shared >= _LEAST_WORDS and shared > WORDS * min(len(one), len(two)):
        return True
    short, long = sorted((len(first), len(second)))
    if short == 0 or short < LIKE_LENGTH * long:
        return False
    codes = [gemmi.expand_one_letter_sequence(s, gemmi.ResidueKind.AA) for s in (first, second)]
    found = gemmi.align_string_sequences(codes[0], codes[1], [], _SCORING)
    return bool(found.match_count >= IDENTITY * short)


def derive_families(
    sequences: Mapping[str, tuple[str, ...]], known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Derive homology families, so that relatives stand in for each other in no null.

    Parameters
    ----------
    sequences : mapping of str to tuple of str
        Sequences of the different chains of each partner, by name.
    known : mapping of str to str, optional
        Families that somebody declared; they stay, and relatives join them.

    Returns
    -------
    dict of str to str
        Family of each partner. A partner without relatives is a family of its own name; others
        bear the declared name, or the first of their names.

    Notes
    -----
    Partners are relatives if any chain of one is homologous to any chain of the other; a family
    is what hangs together by relatives. A declared family is never joined with another one.
    """
    declared = {name: family for name, family in (known or {}).items() if family}
    groups: list[set[str]] = []
    for name in sorted(sequences):
        near = [group for group in groups if any(_are_related(sequences, name, x) for x in group)]
        groups = [group for group in groups if group not in near]
        groups.append({name}.union(*near))
    found: dict[str, str] = {}
    for group in groups:
        names = sorted(group)
        family = next((declared[name] for name in names if name in declared), names[0])
        found.update({name: declared.get(name, family) for name in names})
    return found


def _are_related(sequences: Mapping[str, tuple[str, ...]], one: str, two: str) -> bool:
    return any(is_homologous(a, b) for a in sequences[one] for b in sequences[two])


@cache
def _collect_words(sequence: str) -> frozenset[str]:
    return frozenset(sequence[k : k + _WORD] for k in range(len(sequence) - _WORD + 1))
