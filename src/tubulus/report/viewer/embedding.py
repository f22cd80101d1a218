"""A pose as short text inside the page, from which its script makes the atoms again."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection

import numpy as np
import numpy.typing as npt

from tubulus.report.viewer.atoms import PoseAtoms, PoseResidue

__all__ = ["LARGEST_BYTES", "embed_pose"]

Floats = npt.NDArray[np.float64]

LARGEST_BYTES = 60_000
"""Most that the atoms of one pose may add to the page."""

_BACKBONE = frozenset({"N", "CA", "C", "O", "P", "O5'", "C5'", "C4'", "C3'", "O3'"})
_UNIT = 0.01
"""Ångström a step of the embedded whole numbers; a pose beyond their reach gets larger steps."""
_REACH = 32_767


def embed_pose(atoms: PoseAtoms, turned: Floats) -> str:
    """Write what a view needs as JSON: backbone, and side chains of residues that touch.

    A pose for which that is too much gets the trace of its chains instead of the backbone, then
    the trace alone; the text is empty where no choice fits.

    Parameters
    ----------
    atoms : PoseAtoms
        The pose.
    turned : ndarray, shape (n, 3)
        Its positions about the middle of the view, in ångström.

    Notes
    -----
    ``chains`` lists side, name and residues of each chain. A residue is written as the position of
    its kind and its number; ``kinds`` are the residue's name and the names of its atoms; ``xyz``
    holds their positions in units of ``unit`` ångström, as little-endian 16-bit integers in base64.
    """
    for keep, traced in ((_keep_backbone, False), (_keep_trace, True), (_keep_nothing, True)):
        text = _write(atoms, turned, keep, traced=traced)
        if len(text) <= LARGEST_BYTES:
            return text
    return ""


def _keep_backbone(residue: PoseResidue) -> Collection[str]:
    return residue.atoms if residue.touches else _BACKBONE


def _keep_trace(residue: PoseResidue) -> Collection[str]:
    return residue.atoms if residue.touches else _keep_nothing(residue)


def _keep_nothing(residue: PoseResidue) -> Collection[str]:
    return () if residue.trace < 0 else (residue.atoms[residue.trace - residue.start],)


def _write(
    atoms: PoseAtoms,
    turned: Floats,
    keep: Callable[[PoseResidue], Collection[str]],
    *,
    traced: bool,
) -> str:
    kinds: dict[str, int] = {}
    chains: dict[tuple[str, str], list[str]] = {}
    touching: list[int] = []
    chosen: list[int] = []
    n_written = 0
    for residue in atoms.residues:
        kept = keep(residue)
        places = [i for i, atom in enumerate(residue.atoms) if atom in kept]
        if not places:
            continue
        kind = " ".join([residue.name, *(residue.atoms[i] for i in places)])
        code = kinds.setdefault(kind, len(kinds))
        chains.setdefault((residue.side, residue.chain), []).append(f"{code},{residue.number}")
        chosen += [residue.start + i for i in places]
        if residue.touches:
            touching.append(n_written)
        n_written += 1
    unit = max(_UNIT, float(np.abs(turned[chosen]).max()) / _REACH)
    steps = np.rint(turned[chosen] / unit)
    content = {
        "traced": traced,
        "unit": unit,
        "kinds": list(kinds),
        "chains": [
            {"side": side, "chain": chain, "residues": " ".join(written)}
            for (side, chain), written in chains.items()
        ],
        "touching": touching,
        "xyz": base64.b64encode(steps.astype("<i2").tobytes()).decode("ascii"),
    }
    text = json.dumps(content, separators=(",", ":"), allow_nan=False)
    # no text may end the script element around it
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
