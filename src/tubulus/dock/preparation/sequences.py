"""Sequences of UniProt entries that the user gives, and those of whole chains."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tubulus.core.errors import InputError, Problem
from tubulus.dock.preparation.completeness import drop_incomplete_backbone
from tubulus.dock.preparation.membrane_segments import find_membrane_segments
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.sequences import derive_letters
from tubulus.dock.structures.structure import Structure

__all__ = ["derive_whole_sequences", "read_sequences"]

_HEADER = re.compile(r">(?:sp\||tr\|)?([A-Za-z0-9_.-]+)")
_LETTERS = frozenset("ABCDEFGHIKLMNOPQRSTUVWXYZ")


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


def derive_whole_sequences(uncut: Structure, left: Structure) -> dict[str, str]:
    """Derive the sequences of the chains of which something is left, as they were in the file.

    Parameters
    ----------
    uncut : Structure
        As read.
    left : Structure
        What is docked of it.

    Returns
    -------
    dict of str to str
        One letter a residue with a whole backbone, by chain. A chain of which nothing was cut has
        the sequence that is docked.

    Notes
    -----
    Residues that were cut and lie in a stretch as hydrophobic as a membrane segment are left out:
    signal peptides and membrane segments of strangers share words of four residues by chance.
    """
    whole, _ = drop_incomplete_backbone(uncut)
    whole = whole.select(~whole.is_hetero)
    starts = whole.residue_starts
    names, chains = whole.residue_name[starts], whole.chain[starts]
    kept = set(label_residues(left))
    is_left = np.array([label in kept for label in label_residues(whole)], dtype=bool)
    sequences = {}
    for chain in left.select(~left.is_hetero).chains:
        own = chains == chain
        letters = derive_letters(names[own].tolist())
        told = np.ones(len(letters), dtype=bool)
        for first, last in find_membrane_segments(letters):
            told[first - 1 : last] = is_left[own][first - 1 : last]
        sequences[chain] = "".join(np.array(list(letters))[told].tolist())
    return sequences
