"""Poses of a real search of loosened training complexes, and which are near-native."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from contact_training.complexes import Complex, read_sequences
from contact_training.ranking import PoseList
from contact_training.unbound import loosen
from tubulus.dock.assessment.assess import assess_poses
from tubulus.dock.assessment.reference_complex import build_reference
from tubulus.dock.partners.families import is_homologous
from tubulus.dock.ranking.terms import compute_pose_terms, standardise_terms
from tubulus.dock.search.clustering import compute_pose_rmsd
from tubulus.dock.search.grid.boxes import choose_box
from tubulus.dock.search.partner import make_partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import compute_rotation_matrices, draw_rotation
from tubulus.dock.search.rows import dock_pair
from tubulus.dock.search.settings import SearchSettings
from tubulus.dock.structures.structure import Structure

TURNED, BENT_ANGSTROM = 0.4, 1.0
"""Partners are loosened more than for the contact potential: there the search found too much."""

SEARCH = SearchSettings(rotations=1_200, poses=3_600, fine_share=1.0)
RANKED, SEED, LEAST_ATOMS = 2_000, 20_240_601, 1_000

# Heterodimers are what a user docks, and most training complexes are not: theirs come first.
_HETERODIMER_FIRST = 0.6


def order_complexes(complexes: Sequence[Complex]) -> list[Complex]:
    """Order complexes of more than 1,000 atoms by size, heterodimers as if a 0.6 of theirs."""

    def weigh(made: Complex) -> float:
        pairs = [(a, b) for a in read_sequences(made.fixed) for b in read_sequences(made.mobile)]
        alike = any(is_homologous(a, b) for a, b in pairs)
        return _count_atoms(made) * (1.0 if alike else _HETERODIMER_FIRST)

    by_size = sorted(complexes, key=_count_atoms)
    return sorted((x for x in by_size if _count_atoms(x) > LEAST_ATOMS), key=weigh)


def loosen_pair(made: Complex) -> tuple[Structure, Structure]:
    """Loosen both partners of a complex and turn each at random, far apart."""
    rng = np.random.default_rng([SEED, *map(ord, made.name)])
    first = _place(loosen(made.fixed, rng, turned=TURNED, bent=BENT_ANGSTROM), rng, 0.0)
    return first, _place(loosen(made.mobile, rng, turned=TURNED, bent=BENT_ANGSTROM), rng, 50.0)


def make_list(made: Complex, kept: Path) -> PoseList:
    """Dock the loosened and turned partners, or read their poses, and label the best poses."""
    first, second = loosen_pair(made)
    sides = [(first, make_partner(first), made.fixed), (second, make_partner(second), made.mobile)]
    plain, swapped = (
        choose_box(a[1], b[1].radius, SEARCH.spacing_angstrom).n_points
        for a, b in (sides, sides[::-1])
    )
    (fixed, body, bound), (mobile, other, bound_mobile) = sides if plain <= swapped else sides[::-1]
    if not kept.exists():
        table = dock_pair(other, body, SEARCH)
        half = kept.with_suffix(".half.npz")
        np.savez(half, **{k: getattr(table, k) for k in ("rotations", "positions", "scores")})
        half.replace(kept)
    with np.load(kept) as found:
        table = PoseTable("fixed", "mobile", other.centre, *(found[k] for k in found.files))
    table = table.select(np.arange(min(RANKED, len(table))))
    reference = build_reference(fixed, mobile, bound, bound_mobile)
    every = np.arange(len(table))
    return PoseList(
        made.name,
        standardise_terms(compute_pose_terms(table, body, other)),
        assess_poses(reference, *table.compute_transforms()).capri > 0,
        np.array([compute_pose_rmsd(table, other, k, every) for k in every], dtype=np.float32),
    )


def _count_atoms(made: Complex) -> int:
    return made.fixed.n_atoms + made.mobile.n_atoms


def _place(structure: Structure, rng: np.random.Generator, centre: float) -> Structure:
    turn = compute_rotation_matrices(draw_rotation(rng))
    return structure.move(-structure.compute_centroid()).rotate(turn).move(np.full(3, centre))
