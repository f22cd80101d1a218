"""Contact energies from counts in near-native and wrong poses, and the weights of all terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from contact_training.decoys import Lesson
from tubulus.dock.potential.contact_potential import ContactPotential

PSEUDO_COUNT = 0.6 / 171
"""Share added to each pair of types, per complex, so that rare pairs stay near zero."""

_REFERENCE = 200  # best wrong poses of a complex whose contacts are the reference
_PAIRS = np.triu_indices(18)


@dataclass(frozen=True)
class Weights:
    """Weight of the statistical energy, of any contact, of overlap and of electrostatics."""

    statistical: float
    any_contact: float
    overlap: float
    electrostatic: float


@dataclass(frozen=True)
class Quality:
    """Mean log share of near-native poses; shares of complexes with one first, and in ten."""

    log_share: float
    first: float
    in_ten: float


def compute_contact_energies(lessons: Sequence[Lesson]) -> np.ndarray:
    """Compute -ln of near-native over reference contact shares, shape (171,).

    Notes
    -----
    The best wrong poses of a search are the reference state (the idea of the DARS potentials of
    the Vajda group). Each complex counts alike.
    """
    near, wrong = np.zeros(171), np.zeros(171)
    for lesson in lessons:
        a = lesson.features[lesson.is_near, :171].mean(axis=0)
        b = lesson.features[~lesson.is_near, :171][:_REFERENCE].mean(axis=0)
        near += a / a.sum()
        wrong += b / b.sum()
    blur = PSEUDO_COUNT * len(lessons)
    return -np.log((near + blur) / (wrong + blur))


def fit_weights(lessons: Sequence[Lesson], energies: np.ndarray) -> Weights:
    """Maximise the mean log share of near-native poses over four weights."""
    terms = [_reduce(lesson, energies) for lesson in lessons]
    spread = np.sqrt(np.mean([x.var(axis=0) for x in terms], axis=0))
    scaled = [x / spread for x in terms]
    near = [lesson.is_near for lesson in lessons]

    def compute_loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        loss, slope = 0.0, np.zeros(4)
        for x, is_near in zip(scaled, near, strict=True):
            s = -(x @ w)
            every, good = logsumexp(s), logsumexp(s[is_near])
            loss += every - good
            slope -= x.T @ (np.exp(s - every) - np.where(is_near, np.exp(s - good), 0.0))
        return loss / len(scaled), slope / len(scaled)

    found = minimize(compute_loss, np.zeros(4), jac=True, method="L-BFGS-B")
    return Weights(*(found.x / spread).tolist())


def measure(lessons: Sequence[Lesson], energies: np.ndarray, weights: Weights) -> Quality:
    """Measure how well the weighted sum finds the near-native poses."""
    w = np.array([weights.statistical, weights.any_contact, weights.overlap, weights.electrostatic])
    shares, ranks = [], []
    for lesson in lessons:
        s = -(_reduce(lesson, energies) @ w)
        shares.append(logsumexp(s[lesson.is_near]) - logsumexp(s))
        ranks.append(int((s > s[lesson.is_near].max()).sum()))
    r = np.array(ranks)
    return Quality(float(np.mean(shares)), float(np.mean(r < 1)), float(np.mean(r < 10)))


def cross_validate(lessons: Sequence[Lesson], folds: int = 5) -> Quality:
    """Measure on complexes left out of both the counts and the weights."""
    fold = np.random.default_rng(0).permutation(len(lessons)) % folds
    found = []
    for k in range(folds):
        kept = [x for x, f in zip(lessons, fold, strict=True) if f != k]
        left = [x for x, f in zip(lessons, fold, strict=True) if f == k]
        energies = compute_contact_energies(kept)
        q = measure(left, energies, fit_weights(kept, energies))
        found.append((q.log_share, q.first, q.in_ten))
    return Quality(*np.mean(found, axis=0).tolist())


def make_potential(energies: np.ndarray, weights: Weights) -> ContactPotential:
    """Put energies and weights into the form that the search takes."""
    square = np.zeros((18, 18))
    square[_PAIRS] = weights.statistical * energies + weights.any_contact
    square = np.where(np.tri(18, k=-1, dtype=bool), square.T, square)
    return ContactPotential(square, weights.overlap, weights.electrostatic)


def _reduce(lesson: Lesson, energies: np.ndarray) -> np.ndarray:
    x = lesson.features.astype(float)
    contacts = x[:, :171]
    return np.column_stack([contacts @ energies, contacts.sum(axis=1), x[:, 171:]])
