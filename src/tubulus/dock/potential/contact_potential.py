"""The contact potential that Tubulus ships, and its split into a few channels."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from tubulus.dock.potential.atom_types import ATOM_TYPES, UNTYPED

__all__ = ["ContactPotential", "load_contact_potential", "split_into_channels"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ContactPotential:
    """Weights of all terms of the search's score; lower energy is better.

    Parameters
    ----------
    energies : ndarray, shape (18, 18)
        Energy of a whole contact between two atom types; symmetric. Its unit is that of the
        score: a difference of 1 multiplies the odds of being near-native by e in training.
    overlap : float
        Energy of a whole overlap of two stiff atoms; positive.
    electrostatic : float
        Energy for each kcal/mol of the electrostatic term.
    """

    energies: Floats
    overlap: float
    electrostatic: float

    def __post_init__(self) -> None:
        n_types = len(ATOM_TYPES)
        if self.energies.shape != (n_types, n_types):
            raise ValueError(f"contact energies must have the shape ({n_types}, {n_types})")
        if not np.allclose(self.energies, self.energies.T):
            raise ValueError("contact energies must be symmetric")


@lru_cache(maxsize=1)
def load_contact_potential() -> ContactPotential:
    """Load the shipped potential; `contact_potential.json` tells its sources and its fit."""
    text = files("tubulus.dock.potential").joinpath("contact_potential.json").read_text("utf-8")
    table = json.loads(text)
    return ContactPotential(
        energies=np.array(table["energies"]),
        overlap=float(table["overlap"]),
        electrostatic=float(table["electrostatic"]),
    )


def split_into_channels(energies: Floats, count: int) -> tuple[Floats, Floats]:
    """Split contact energies into products of one weight a type on each side.

    Parameters
    ----------
    energies : ndarray, shape (t, t)
        Symmetric.
    count : int
        Channels to keep, 1 to t: those of the largest eigenvalues by size.

    Returns
    -------
    fixed, mobile : ndarray, shape (t + 1, count)
        ``fixed @ mobile.T`` is the nearest matrix of that rank (Frobenius). The last row is of
        untyped atoms and zero, so that the type -1 indexes it.
    """
    values, vectors = np.linalg.eigh(energies)
    kept = np.argsort(-np.abs(values), kind="stable")[:count]
    blank = np.zeros((-UNTYPED, count))
    mobile = vectors[:, kept]
    return np.vstack([mobile * values[kept], blank]), np.vstack([mobile, blank])
