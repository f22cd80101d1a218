"""Which development cases are crossed, by a rule that looks at no docking result."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from docking.cases import CASES, Case, list_cases, read_case

from tubulus.dock.calibration.score_table import LEAST_RESIDUES, Partners
from tubulus.dock.search.grid.boxes import choose_box
from tubulus.dock.search.partner import Partner, make_partner
from tubulus.dock.structures.sequences import derive_sequence
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.surface_area import compute_residue_area

sys.path.append(str(Path(__file__).parents[2] / "tools"))
from contact_training.homology import is_homologous

SPACING = 1.2
ANTIBODY = ("AA", "AB", "AS")

# Cases that share a protein, a family, or a protein that meets those of another case: of each
# group one case is taken. The names are those of the benchmark's table; homology of sequences is
# looked at besides.
GROUPS = {
    "a serine protease and its inhibitor": ("1ACB", "1CGI", "1D6R", "1PPE", "3SGQ"),
    "a GTPase of the Ras superfamily": ("1HE8", "1Z0K", "2H7V", "2NZ8", "2OT3"),
    "ubiquitin": ("1S1Q", "2OOB"),
    "actin, or a protein that meets it": ("1RKE", "1Y64", "2BTF", "3AAA", "3DAW"),
    "XRCC1": ("3K75", "3PC8"),
    "the glucose phosphotransferase system": ("1GLA", "3BP8"),
}


@dataclass(frozen=True)
class Side:
    """Partners of one side, in the order of the cases."""

    structures: tuple[Structure, ...]
    bodies: tuple[Partner, ...]
    partners: Partners


@dataclass(frozen=True)
class Crossing:
    """Cases that are crossed: the true pairs stand on the diagonal."""

    names: tuple[str, ...]
    fixed: Side
    mobile: Side
    left_out: dict[str, str]


def choose_crossing(count: int) -> Crossing:
    """Choose the cheapest cases that share nothing.

    The partner with more heavy atoms is the fixed one. Cases are taken in the order of the grid
    points of their own box, unless they hold an antibody, a partner with fewer than 40 residues
    (not evaluable in a campaign), a protein of a group of which one case is taken already, or a
    chain homologous to one of a case taken already.
    """
    ranked = sorted((_place(read_case(name)) for name in list_cases()), key=lambda c: c[:2])
    categories = _read_categories()
    taken: list[tuple[str, Structure, Structure]] = []
    left_out: dict[str, str] = {}
    for _, name, fixed, mobile in ranked:
        reason = _find_reason(name, (fixed, mobile), categories[name], taken)
        if len(taken) < count and not reason:
            taken.append((name, fixed, mobile))
        else:
            left_out[name] = reason or "its box is larger than those of the cases taken"
    return Crossing(
        names=tuple(name for name, _, _ in taken),
        fixed=lay_out([(f"{name}-fixed", fixed) for name, fixed, _ in taken]),
        mobile=lay_out([(f"{name}-mobile", mobile) for name, _, mobile in taken]),
        left_out=left_out,
    )


def _place(case: Case) -> tuple[int, str, Structure, Structure]:
    bodies = make_partner(case.receptor), make_partner(case.ligand)
    plain = len(bodies[0].positions) >= len(bodies[1].positions)
    fixed, mobile = bodies if plain else bodies[::-1]
    structures = (case.receptor, case.ligand) if plain else (case.ligand, case.receptor)
    points = choose_box(fixed, mobile.radius, SPACING).n_points
    return points, case.name, *structures


def _read_categories() -> dict[str, str]:
    lines = [line.split("\t") for line in (CASES / "cases.tsv").read_text().splitlines()]
    place = lines[0].index("category")
    return {line[0]: line[place] for line in lines[1:]}


def _find_reason(
    name: str,
    pair: tuple[Structure, Structure],
    category: str,
    taken: list[tuple[str, Structure, Structure]],
) -> str:
    if category in ANTIBODY:
        return "antibody"
    if min(count_residues(part) for part in pair) < LEAST_RESIDUES:
        return f"a partner with fewer than {LEAST_RESIDUES} residues"
    for group, members in GROUPS.items():
        others = [other for other, _, _ in taken if other in members]
        if name in members and others:
            return f"{group}, as in {others[0]}"
    chains = [chain for part in pair for chain in list_sequences(part)]
    for other, *parts in taken:
        theirs = [chain for part in parts for chain in list_sequences(part)]
        if any(is_homologous(one, two) for one in chains for two in theirs):
            return f"a chain homologous to one of {other}"
    return ""


def count_residues(structure: Structure) -> int:
    """Count the residues of the protein."""
    return structure.select(~structure.is_hetero).n_residues


def list_sequences(structure: Structure) -> list[str]:
    """List the sequences of the chains; too short ones say nothing of homology."""
    chains = sorted(set(structure.chain.tolist()))
    sequences = [derive_sequence(structure, chain) for chain in chains]
    return [sequence for sequence in sequences if len(sequence) >= 8]


def lay_out(named: list[tuple[str, Structure]]) -> Side:
    """Lay out named structures as one side of a crossing."""
    heavy = [s.select(~np.isin(s.element, ("H", "D"))) for _, s in named]
    partners = Partners(
        names=tuple(name for name, _ in named),
        n_residues=np.array([count_residues(s) for _, s in named], dtype=np.float64),
        exposed_area=np.array([compute_residue_area(s).sum() for s in heavy]),
        families=("",) * len(named),
        reasons=("",) * len(named),
    )
    structures = tuple(s for _, s in named)
    return Side(structures, tuple(make_partner(s) for s in structures), partners)
