"""Sequences of UniProt entries that the user gives, and which residue of a chain is which."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import gemmi
import numpy as np
import numpy.typing as npt

from tubulus.core.errors import InputError, Problem

__all__ = ["SequenceMatch", "match_sequence", "read_sequences"]

LEAST_IDENTITY: Final = 0.9
"""Share of identical residues over the overlap from which a chain is taken for the entry."""
LEAST_OVERLAP: Final = 0.7
"""Share of a chain's residues that must overlap with the entry."""

_HEADER = re.compile(r">(?:sp\||tr\|)?([A-Za-z0-9_.-]+)")
_LETTERS = frozenset("ABCDEFGHIKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True, eq=False)
class SequenceMatch:
    """How a chain lies on a sequence.

    Attributes
    ----------
    positions : ndarray of int64, shape (residues of the chain,)
        Position in the sequence, counted from 1; 0 for residues that lie on none.
    identity : float
        Share of identical residues over the overlap.
    overlap : float
        Share of the chain's residues that lie on the sequence.
    differences : tuple of str
        Residues that differ, such as ``K45A`` (sequence, position, chain).
    """

    positions: npt.NDArray[np.int64]
    identity: float
    overlap: float
    differences: tuple[str, ...]

    @property
    def is_the_same(self) -> bool:
        """Whether the chain may be taken for the entry."""
        return self.identity >= LEAST_IDENTITY and self.overlap >= LEAST_OVERLAP


def read_sequences(path: str | os.PathLike[str]) -> dict[str, str]:
    """Read protein sequences from a FASTA file, by accession.

    Headers are ``>sp|P01137|TGFB1_HUMAN ...`` as UniProt writes them, or ``>P01137``; small
    letters of an accession are capital ones.

    Raises
    ------
    InputError
        With every line that cannot be read.
    """
    path = Path(path)
    sequences: dict[str, str] = {}
    problems: list[Problem] = []
    accession = ""
    if not path.is_file():
        raise InputError([Problem(path.name, 0, "", "there is no such file", "give a FASTA file")])
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    for row, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line.startswith(">"):
            accession, problem = _read_header(path.name, row, line, sequences)
            problems += problem
            sequences.setdefault(accession, "")
        elif line and not accession:
            words = "a sequence stands before the first header"
            problems.append(Problem(path.name, row, "", words, "expected a line such as >P01137"))
            accession = "?"
        elif foreign := sorted(set(line.upper().rstrip("*")) - _LETTERS):
            words = f"{foreign[0]!r} is no amino acid"
            problems.append(Problem(path.name, row, "", words, "expected one-letter codes"))
        elif line:
            sequences[accession] = sequences.get(accession, "") + line.upper().rstrip("*")
    problems += [
        Problem(path.name, 0, name, "the sequence is empty", "paste the sequence below the header")
        for name, sequence in sequences.items()
        if not sequence
    ]
    if problems or not sequences:
        nothing = Problem(path.name, 0, "", "the file holds no sequence", "give a FASTA file")
        raise InputError(problems or [nothing])
    return sequences


def _read_header(
    name: str, row: int, line: str, known: Mapping[str, str]
) -> tuple[str, list[Problem]]:
    found = _HEADER.match(line)
    if found is None:
        return "?", [Problem(name, row, "", "the header has no accession", "expected >P01137")]
    accession = found.group(1).upper()
    if accession in known:
        words = f"{accession} stands twice"
        return accession, [Problem(name, row, accession, words, "keep one of them")]
    return accession, []


def match_sequence(letters: str, sequence: str) -> SequenceMatch:
    """Lay a chain, as its atoms show it, on a sequence.

    Parameters
    ----------
    letters : str
        One letter a residue of the chain; ``X`` matches nothing.
    sequence : str
        Sequence of the entry.

    Notes
    -----
    Alignment by match 2, mismatch −1 and 6 for each gap however long, so that unresolved loops
    and ends cost little.
    """
    scoring = gemmi.AlignmentScoring()
    scoring.match, scoring.mismatch, scoring.gapo, scoring.gape = 2, -1, -6, 0
    alignment = gemmi.align_string_sequences(list(letters), list(sequence), [], scoring)
    ours, theirs = alignment.add_gaps(letters, 1), alignment.add_gaps(sequence, 2)
    positions = np.zeros(len(letters), dtype=np.int64)
    residue = position = identical = 0
    differences = []
    for one, two in zip(ours, theirs, strict=True):
        residue, position = residue + (one != "-"), position + (two != "-")
        if "-" in (one, two):
            continue
        positions[residue - 1] = position
        identical += one == two
        if one != two:
            differences.append(f"{two}{position}{one}")
    overlap = int(np.count_nonzero(positions))
    return SequenceMatch(
        positions,
        identical / overlap if overlap else 0.0,
        overlap / len(letters) if letters else 0.0,
        tuple(differences),
    )
