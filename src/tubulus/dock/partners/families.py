"""Homology families of partners: declared, else derived from their sequences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations
from typing import Final

import gemmi
import numpy as np

from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.structures.sequences import derive_sequence

__all__ = [
    "IDENTITY",
    "LEAST_CHAIN",
    "LEAST_WORDS",
    "LIKE_LENGTH",
    "WORDS",
    "complete_families",
    "compute_identity",
    "compute_word_share",
    "derive_families",
    "is_homologous",
]

IDENTITY: Final = 0.35
"""Identical residues over the shorter chain, from which chains of like length are homologous.

At 0.30, where families begin, the best of 725 chains of Docking Benchmark 5 is chance: half of all
training chains of the contact potential pass it, while 95 % of single alignments stay below 0.26.
"""
LIKE_LENGTH: Final = 0.6
"""Least ratio of lengths for that rule: a long chain offers a short one chance matches."""
WORDS: Final = 0.05
"""Share of the shorter chain's 4-mers from which chains of any length are homologous.

About 47 % identity somewhere; chance gives 0.005 against 500 residues.
"""
LEAST_WORDS: Final = 3
"""Least number of shared 4-mers for that rule."""
LEAST_CHAIN: Final = 20
"""Least number of known residues of a chain that tells relatives; a peptide tells nothing."""
_WORD: Final = 4
_SCORING: Final = gemmi.AlignmentScoring("b")


@cache
def is_homologous(first: str, second: str) -> bool:
    """Tell whether two chains share 4-mers, or align with enough identity.

    Notes
    -----
    The rule that keeps the training complexes of the contact potential apart from Docking
    Benchmark 5: at least 3 shared words of 4 residues that are more than 5 % of the shorter
    chain's, or at least 35 % identical residues over the shorter chain where it has at least 60 %
    of the longer one's length. Relatives that share a fold and little sequence, such as most
    four-helix cytokines, are not found. Whether two chains are one protein is another question,
    with a stricter rule: :func:`~tubulus.dock.structures.sequences.is_same_protein`.
    """
    if first == second:
        return True
    shared, share = compute_word_share(first, second)
    if shared >= LEAST_WORDS and share > WORDS:
        return True
    return compute_identity(first, second) >= IDENTITY


def compute_word_share(first: str, second: str) -> tuple[int, float]:
    """Count 4-mers that both chains have, and their share of the shorter chain's."""
    one, two = _collect_words(first), _collect_words(second)
    shared = len(one & two)
    return shared, shared / max(min(len(one), len(two)), 1)


def compute_identity(first: str, second: str) -> float:
    """Compute identical residues over the shorter chain; 0 where lengths are not alike.

    Notes
    -----
    Of a global alignment with BLOSUM62.
    """
    short, long = sorted((len(first), len(second)))
    if short == 0 or short < LIKE_LENGTH * long:
        return 0.0
    codes = [gemmi.expand_one_letter_sequence(s, gemmi.ResidueKind.AA) for s in (first, second)]
    found = gemmi.align_string_sequences(codes[0], codes[1], [], _SCORING)
    return float(found.match_count / short)


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
        bear the declared name, or the first of their names, told apart where that is a declared
        family of others.

    Notes
    -----
    Partners are relatives if any chain of one is homologous to any chain of the other; a family
    is what hangs together by relatives. A declared family is never joined with another one.
    Unknown residues and chains of fewer than 20 known ones tell nothing.
    """
    declared = {name: family for name, family in (known or {}).items() if family}
    found: dict[str, str] = {}
    for names in _gather_relatives(sequences):
        family = next((declared[name] for name in names if name in declared), names[0])
        if family not in map(declared.get, names):
            while family in declared.values():
                family += " (derived)"
        found.update({name: declared.get(name, family) for name in names})
    return found


def _gather_relatives(sequences: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Gather the names that hang together by homologous chains; each chain is compared once."""
    owners: dict[str, list[str]] = {}
    for name in sorted(sequences):
        for chain in {letters.replace("X", "") for letters in sequences[name]}:
            if len(chain) >= LEAST_CHAIN:
                owners.setdefault(chain, []).append(name)
    groups = {name: [name] for name in sorted(sequences)}

    def join(one: str, other: str) -> None:
        if groups[one] is not groups[other]:
            groups[one] += groups[other]
            groups.update(dict.fromkeys(groups[other], groups[one]))

    for names in owners.values():
        for name in names[1:]:
            join(names[0], name)
    for first, second in combinations(sorted(owners), 2):
        one, other = owners[first][0], owners[second][0]
        if groups[one] is not groups[other] and is_homologous(first, second):
            join(one, other)
    return [sorted(group) for group in {id(group): group for group in groups.values()}.values()]


def complete_families(
    declared: Mapping[str, str], partners: Iterable[PreparedPartner]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give relatives one family where the table of partners names none.

    Parameters
    ----------
    declared : mapping of str to str
        Family by name of partner, as far as the table has one; these stay as they are.
    partners : iterable of PreparedPartner
        Both sides. A name that stands on both is one partner with all its chains. What is docked
        of a chain is compared, and the whole chain of its file too: two parts of relatives may
        share nothing.

    Returns
    -------
    families : dict of str to str
        Declared families, and those of partners that have relatives among the others.
    notes : tuple of str
        One sentence on the families that were derived; none where there are none.
    """
    known = {name: family for name, family in declared.items() if family}
    derived = derive_families(_collect_sequences(partners), known)
    members: dict[str, list[str]] = {}
    for name in sorted(derived):
        members.setdefault(derived[name], []).append(name)
    groups = {
        family: names
        for family, names in members.items()
        if len(names) > 1 and not known.keys() >= set(names)
    }
    found = dict.fromkeys(name for names in groups.values() for name in names)
    families = known | {name: derived[name] for name in found}
    if not groups:
        return families, ()
    listed = "; ".join(f"{', '.join(names)} ({family})" for family, names in groups.items())
    note = (
        "Partners of one family stand in for each other in no null. Derived from sequences, where "
        f"the table of partners leaves the family blank: {listed}."
    )
    return families, (note,)


def _collect_sequences(partners: Iterable[PreparedPartner]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for partner in partners:
        structure = partner.structure
        chains = np.unique(structure.chain[~structure.is_hetero]).tolist()
        letters = {derive_sequence(structure, chain) for chain in chains}
        letters |= {*partner.whole_sequences.values()}
        found.setdefault(structure.name, set()).update(letters)
    return {name: tuple(sorted(letters)) for name, letters in found.items()}


@cache
def _collect_words(sequence: str) -> frozenset[str]:
    return frozenset(sequence[k : k + _WORD] for k in range(len(sequence) - _WORD + 1))
