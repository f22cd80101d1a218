"""Unbound cases, turned at random, and the ranks at which near-native poses stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tubulus.dock.assessment.assess import assess_poses
from tubulus.dock.assessment.reference_complex import ReferenceComplex, build_reference
from tubulus.dock.search.grid.boxes import choose_box
from tubulus.dock.search.partner import Partner, make_partner
from tubulus.dock.search.rotations import compute_rotation_matrices, draw_rotation
from tubulus.dock.structures.reading.read import read_structure
from tubulus.dock.structures.structure import Structure

CASES = Path(__file__).parents[3] / "shared/bm5"
SEED = 20240601
TOPS = (1, 5, 10, 50, 100, 1000)


@dataclass(frozen=True)
class Case:
    """A receptor and a ligand in random orientation, and the bound complex."""

    name: str
    receptor: Structure
    ligand: Structure
    bound_receptor: Structure
    bound_ligand: Structure

    @property
    def roles(self) -> tuple[Structure, Structure]:
        """Fixed and mobile partner: whichever way round needs the smaller box."""
        first, second = make_partner(self.receptor), make_partner(self.ligand)
        plain = choose_box(first, second.radius, 1.2).n_points
        swapped = choose_box(second, first.radius, 1.2).n_points
        return (self.receptor, self.ligand) if plain <= swapped else (self.ligand, self.receptor)

    @property
    def partners(self) -> tuple[Partner, Partner]:
        fixed, mobile = self.roles
        return make_partner(fixed), make_partner(mobile)

    def build_reference(self, fixed: Structure) -> ReferenceComplex:
        if fixed is self.receptor:
            return build_reference(
                self.receptor, self.ligand, self.bound_receptor, self.bound_ligand
            )
        return build_reference(self.ligand, self.receptor, self.bound_ligand, self.bound_receptor)


def list_cases() -> list[str]:
    """List the names of the cases, in the order of the table; empty without ../shared."""
    table = CASES / "cases.tsv"
    if not table.exists():
        return []
    return [line.split("\t")[0] for line in table.read_text().splitlines()[1:]]


def read_case(name: str) -> Case:
    """Read a case; the unbound files lie superimposed, so both partners are turned at random."""
    rng = np.random.default_rng([SEED, *map(ord, name)])
    parts = {
        key: read_structure(CASES / f"pdb/{name}_{key}.pdb.gz").structure
        for key in ("r_u", "l_u", "r_b", "l_b")
    }
    receptor = _place(parts["r_u"], rng, 0.0)
    ligand = _place(parts["l_u"], rng, 50.0)
    return Case(name, receptor, ligand, parts["r_b"], parts["l_b"])


def _place(structure: Structure, rng: np.random.Generator, centre: float) -> Structure:
    turn = compute_rotation_matrices(draw_rotation(rng))
    return structure.move(-structure.compute_centroid()).rotate(turn).move(np.full(3, centre))


def find_first_ranks(
    reference: ReferenceComplex, rotations: np.ndarray, translations: np.ndarray
) -> dict[str, int | None]:
    """Find the first rank, from 1, of a pose that is acceptable, or within 2.5 angstrom."""
    quality = assess_poses(reference, rotations, translations)
    good = {"capri": quality.capri > 0, "irmsd_2.5": quality.interface_rmsd <= 2.5}
    return {key: int(np.argmax(v)) + 1 if v.any() else None for key, v in good.items()}


def count_tops(ranks: Sequence[int | None]) -> list[int]:
    """Count the cases whose first near-native pose is within each of the tops."""
    return [sum(r is not None and r <= top for r in ranks) for top in TOPS]
