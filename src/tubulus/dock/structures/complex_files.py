"""Both partners of a pose as one file that other programs open, with what the file is."""

from __future__ import annotations

import os
import string
import textwrap
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from tubulus.core.errors import InputError, Problem
from tubulus.core.files import write_text
from tubulus.dock.structures.structure import Structure, join_structures
from tubulus.dock.structures.writing import render_mmcif, render_pdb

__all__ = ["POSE_REMARKS", "render_complex", "write_complex"]

POSE_REMARKS: Final = (
    "Pose computed by rigid docking with Tubulus; no measured structure of a complex.",
    "Docking always gives a best pose. This one shows no binding.",
)
"""What stands at the head of every file of a pose."""

_LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits
_WIDTH = 68
"""Characters of text in a REMARK line, which has 80 columns."""
_MMCIF = (".cif", ".mmcif")
_PDB = (".pdb", ".ent")


def write_complex(
    path: str | os.PathLike[str],
    fixed: Structure,
    placed: Structure,
    *,
    remarks: Collection[str] = (),
) -> Path:
    """Write both partners of a pose as one file.

    Parameters
    ----------
    path : str or path
        File that ends in ``.pdb`` or ``.cif``; one that is there is replaced.
    fixed : Structure
        In the frame in which it was docked.
    placed : Structure
        The mobile partner where the pose has it:
        ``mobile.with_positions(poses.place(mobile.positions, 0))`` for the first of a table.
    remarks : collection of str
        What else is said at the head of the file, such as the statement on the pair. That the
        pose is computed, the files of the partners and their chains are always said.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the ending is another one, or PDB columns do not hold the complex.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in (*_PDB, *_MMCIF):
        message = f"{ending or 'no ending'} is no ending of a structure file"
        raise InputError([Problem(target.name, 0, "", message, "call it .pdb or .cif")])
    joined, lines = _join(fixed, placed, remarks)
    if ending in _MMCIF:
        text = _render_as_mmcif(joined, lines)
    else:
        try:
            text = _render_as_pdb(joined, lines)
        except ValueError as error:
            raise InputError([Problem(target.name, 0, "", str(error), "call it .cif")]) from error
    write_text(target, text)
    return target


def render_complex(
    fixed: Structure, placed: Structure, remarks: Collection[str]
) -> tuple[str, str]:
    """Render both partners of a pose as one file.

    Parameters
    ----------
    fixed : Structure
        In its prepared frame.
    placed : Structure
        The mobile partner where the pose has it.
    remarks : collection of str
        What else is said, as for :func:`write_complex`.

    Returns
    -------
    text, ending : str
        PDB with ``.pdb``, or mmCIF with ``.cif`` where PDB columns do not suffice.
    """
    joined, lines = _join(fixed, placed, remarks)
    try:
        return _render_as_pdb(joined, lines), ".pdb"
    except ValueError:
        return _render_as_mmcif(joined, lines), ".cif"


def _join(
    fixed: Structure, placed: Structure, remarks: Collection[str]
) -> tuple[Structure, list[str]]:
    """Join both partners, each chain under a name of its own; with the head of the file."""
    origins = [
        f"{role} partner from {s.source_name or s.name}, SHA-256 {s.source_hash or 'unknown'}"
        for role, s in (("fixed", fixed), ("mobile", placed))
    ]
    taken: set[str] = set()
    parts, told = [], []
    for role, structure in (("fixed", fixed), ("mobile", placed)):
        part, names = _rename_chains(structure, taken)
        parts.append(part)
        listed = ", ".join(new if new == old else f"{new} ({old})" for old, new in names.items())
        told.append(f"{role} partner {structure.name}: chains {listed}")
    head = [*POSE_REMARKS, *remarks, *origins, *told]
    return join_structures(parts, name=f"{fixed.name}_{placed.name}"), head


def _render_as_pdb(joined: Structure, lines: Collection[str]) -> str:
    text = render_pdb(joined)
    wrapped = [part for line in lines for part in textwrap.wrap(_make_plain(line), _WIDTH)]
    return "".join(f"REMARK   6 {line}\n" for line in wrapped) + text


def _render_as_mmcif(joined: Structure, lines: Collection[str]) -> str:
    comments = "".join(f"# {line}\n" for text in lines for line in text.splitlines())
    return comments + render_mmcif(joined)


def _make_plain(text: str) -> str:
    """Write text in the ASCII that PDB files are made of."""
    return text.encode("ascii", "replace").decode("ascii")


def _rename_chains(structure: Structure, taken: set[str]) -> tuple[Structure, dict[str, str]]:
    """Give each chain a letter that no chain before it has; its own one where that is free."""
    names: dict[str, str] = {}
    for chain in structure.chains:
        free = [letter for letter in _LETTERS if letter not in taken]
        single = len(chain) == 1 and chain not in taken
        # beyond 62 chains PDB has no letters; mmCIF takes any name
        names[chain] = chain if single else (free[0] if free else f"x{len(taken)}")
        taken.add(names[chain])
    renamed = np.array([names[chain] for chain in structure.chain.tolist()])
    return replace(structure, chain=renamed), names
