"""Random generators that depend on the run's seed and on a label, never on the order of work.

A label names the piece of work (``screen/chunk-3``). Two workers that take the same piece draw
the same numbers, whichever of them is first and however many there are.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.random import Generator

__all__ = ["make_generator"]


def make_generator(seed: int, *label: str) -> Generator:
    """Make the generator of one piece of work.

    Parameters
    ----------
    seed : int
        Seed of the run, 0 or greater.
    *label : str
        Name of the piece of work, from the general to the particular.

    Notes
    -----
    PCG64 seeded by ``SeedSequence([seed, h])`` with ``h`` the first 128 bits of the SHA-256 of
    the label. numpy keeps the streams of a named bit generator stable (NEP 19).
    """
    words = hashlib.sha256("\x1f".join(label).encode("utf-8")).digest()[:16]
    entropy = [seed, *(int.from_bytes(words[i : i + 4], "big") for i in range(0, 16, 4))]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))
