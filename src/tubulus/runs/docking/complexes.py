"""The best pose of a pair as a complex: placed, named, written as a file."""

from __future__ import annotations

import re
import string
import textwrap
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from tubulus.dock.structures.structure import Structure, join_structures
from tubulus.dock.structures.writing import render_mmcif, render_pdb

__all__ = ["name_pose_file", "render_complex"]

_LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits
_WIDTH = 68
"""Characters of text in a REMARK line, which has 80 columns."""


def name_pose_file(fixed: str, mobile: str, taken: Collection[str], ending: str = ".pdb") -> str:
    """Name the file of a pair below the results of docking; odd characters become ``_``.

    Two pairs whose safe names are alike get different files.
    """
    stem = "--".join(re.sub(r"[^A-Za-z0-9.+-]+", "_", name).strip(".") for name in (fixed, mobile))
    # names of files have a length, and some systems do not tell capitals apart
    stem = f"poses/{stem[:120]}"
    used = {name.rpartition(".")[0].lower() for name in taken}
    found, number = stem, 2
    while found.lower() in used:
        found, number = f"{stem}-{number}", number + 1
    return found + ending


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
        What the file is; the chains of each partner are added.

    Returns
    -------
    text, ending : str
        PDB with ``.pdb``, or mmCIF with ``.cif`` where PDB columns do not suffice.
    """
    taken: set[str] = set()
    parts, told = [], []
    for role, structure in (("fixed", fixed), ("mobile", placed)):
        part, names = _rename_chains(structure, taken)
        parts.append(part)
        listed = ", ".join(new if new == old else f"{new} ({old})" for old, new in names.items())
        told.append(f"{role} partner {structure.name}: chains {listed}")
    joined = join_structures(parts, name=f"{fixed.name}_{placed.name}")
    lines = [*remarks, *told]
    try:
        text, ending = render_pdb(joined), ".pdb"
    except ValueError:
        comments = "".join(f"# {line}\n" for line in lines)
        return comments + render_mmcif(joined), ".cif"
    wrapped = [part for line in lines for part in textwrap.wrap(_make_plain(line), _WIDTH)]
    return "".join(f"REMARK   6 {line}\n" for line in wrapped) + text, ending


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
        names[chain] = chain if single else (free[0] if free else f"{chain}x{len(taken)}")
        taken.add(names[chain])
    renamed = np.array([names[chain] for chain in structure.chain.tolist()])
    return replace(structure, chain=renamed), names
