"""Small made bodies: clouds of atoms, and a ball cut along a wavy surface into two partners."""

from __future__ import annotations

import numpy as np

from tubulus.dock.potential.contact_potential import ContactPotential
from tubulus.dock.search.partner import Partner

SIMPLE = ContactPotential(np.full((18, 18), -0.02), 1.5, 0.05)
"""All contacts alike: bodies fit by shape."""


def make_mixed_potential(rank: int) -> ContactPotential:
    weights = np.random.default_rng(3).normal(size=(18, rank))
    return ContactPotential(-0.02 * weights @ weights.T, 1.5, 0.1)


def make_body(name: str, points: np.ndarray, seed: int = 0) -> Partner:
    rng = np.random.default_rng(seed)
    n = len(points)
    return Partner(
        name=name,
        positions=np.asarray(points, dtype=float),
        atom_types=rng.integers(-1, 18, n).astype(np.int8),
        charges=rng.choice([-0.5, 0.0, 0.5], n),
        stiffness=rng.choice([0.6, 1.0], n),
        residues=(np.arange(n) // 5).astype(np.int32),
    )


def make_cloud(name: str, n: int, size: float, seed: int) -> Partner:
    points = np.random.default_rng(seed).normal(size=(n, 3)) * size * np.array([1.5, 1.0, 0.7])
    return make_body(name, points, seed)


def make_halves() -> tuple[Partner, Partner]:
    """Fixed lower and mobile upper part of a ball of atoms, a gap apart."""
    axis = np.arange(-11.2, 11.3, 2.8)
    ball = np.array([(x, y, z) for x in axis for y in axis for z in axis])
    ball = ball[np.linalg.norm(ball, axis=1) < 12.0]
    height = ball[:, 2] - 2.0 * np.sin(ball[:, 0] / 4.0) - 2.0 * np.cos(ball[:, 1] / 4.0)
    upper, lower = ball[height > 0.0], ball[height <= 0.0]
    return make_body("lower", lower), make_body("upper", upper + np.array([0.0, 0.0, 2.0]))
