"""The view that a pose is first seen from: partners beside each other, the interface on edge."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.report.viewer.atoms import PoseAtoms

__all__ = ["turn_to_view"]

Floats = npt.NDArray[np.float64]


def turn_to_view(atoms: PoseAtoms) -> Floats:
    """Turn a pose so that its fixed partner stands at the left and its mobile one at the right.

    Returns
    -------
    ndarray, shape (n, 3)
        Positions in ångström about the middle of what is drawn: x to the right, y up, z towards
        the reader. The longest extent across x stands upright.
    """
    trace = atoms.trace
    sides = np.array([r.side == "fixed" for r in atoms.residues if r.trace >= 0])
    across = _normalise(trace[~sides].mean(axis=0) - trace[sides].mean(axis=0))
    rest = trace - trace.mean(axis=0)
    rest = rest - np.outer(rest @ across, across)
    _, _, axes = np.linalg.svd(rest, full_matrices=True)
    # atoms on one line spread in no direction across it
    flat = axes - np.outer(axes @ across, across)
    up = _normalise(flat[np.argmax(np.linalg.norm(flat, axis=1) > 0.1)])
    # the sign of an axis is arbitrary; this one does not depend on the library
    up = up * np.sign(up[np.argmax(np.abs(up))])
    turn = np.array([across, up, np.cross(across, up)])
    turned = atoms.positions @ turn.T
    seen = trace @ turn.T
    return np.asarray(turned - (seen.min(axis=0) + seen.max(axis=0)) / 2)


def _normalise(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return vector / length if length > 1e-9 else np.array([1.0, 0.0, 0.0])
