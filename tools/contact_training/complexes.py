"""Complexes to learn from: two partners each, read from three public collections."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gemmi
import numpy as np

from tubulus.dock.structures.structure import Structure

_LEAST_RESIDUES, _MOST_ATOMS = 25, 6_000
_LEAST_CONTACTS = 20  # residue pairs nearer than 8 angstrom between alpha carbons


@dataclass(frozen=True)
class Complex:
    """Two bound partners; sequences by chain."""

    name: str
    fixed: Structure
    mobile: Structure

    @property
    def sequences(self) -> list[str]:
        """One-letter sequences of all chains."""
        return [*read_sequences(self.fixed), *read_sequences(self.mobile)]


def read_atoms(path: Path, chains: str = "") -> Structure | None:
    """Read heavy atoms of amino acids, first model and first alternate; None if too few."""
    lines = path.read_text().split("ENDMDL")[0].splitlines()
    rows, seen = [], set()
    for line in lines:
        if not line.startswith(("ATOM  ", "HETATM")) or line[16] not in " A1":
            continue
        residue, atom, chain = line[17:20].strip(), line[12:16].strip(), line[21]
        key = (chain, line[22:27], atom)
        element = atom.lstrip("0123456789")[:1]
        if element in "HD" or key in seen or (chains and chain not in chains):
            continue
        if gemmi.find_tabulated_residue(residue).kind != gemmi.ResidueKind.AA:
            continue
        seen.add(key)
        xyz = [float(line[k : k + 8]) for k in (30, 38, 46)]
        rows.append((xyz, element, atom, residue, int(line[22:26]), line[26].strip(), chain))
    if not rows:
        return None
    xyz, element, atom, residue, number, code, chain = zip(*rows, strict=True)
    n = len(rows)
    return Structure(
        name=path.stem,
        positions=np.array(xyz),
        element=np.array(element),
        atom_name=np.array(atom),
        residue_name=np.array(residue),
        residue_number=np.array(number),
        insertion_code=np.array(code),
        chain=np.array(chain),
        b_factor=np.zeros(n),
        occupancy=np.ones(n),
        is_hetero=np.zeros(n, dtype=bool),
    )


def read_sequences(structure: Structure) -> list[str]:
    """Read one-letter sequences of the chains from their residues."""
    first = structure.residue_starts
    letters = np.array(
        [
            gemmi.find_tabulated_residue(r).one_letter_code.upper()
            for r in structure.residue_name[first]
        ]
    )
    return ["".join(letters[structure.chain[first] == c]) for c in structure.chains]


def collect_complexes(folder: Path) -> tuple[list[Complex], Counter[str]]:
    """Collect complexes from `skempi`, `masif` and `dips` under a folder, with counts."""
    found, counts = [], Counter()
    for name, first, second in _list_pairs(folder):
        counts["read"] += 1
        if (
            first is None
            or second is None
            or min(first.n_residues, second.n_residues) < (_LEAST_RESIDUES)
        ):
            counts["shorter than 25 residues"] += 1
        elif first.n_atoms + second.n_atoms > _MOST_ATOMS:
            counts["more than 6,000 heavy atoms"] += 1
        elif _count_contacts(first, second) < _LEAST_CONTACTS:
            counts["fewer than 20 residue contacts"] += 1
        else:
            big, small = sorted((first, second), key=lambda s: -s.n_atoms)
            found.append(Complex(name, big, small))
    return found, counts


def _count_contacts(first: Structure, second: Structure) -> int:
    ca = [s.positions[s.atom_name == "CA"] for s in (first, second)]
    return int((np.linalg.norm(ca[0][:, None] - ca[1][None], axis=-1) < 8.0).sum())


def _list_pairs(folder: Path) -> Iterator[tuple[str, Structure | None, Structure | None]]:
    with (folder / "skempi_pairs.csv").open() as file:
        for row in csv.DictReader(file, delimiter=";"):
            code, first, second = row["pair"].split("_")
            path = folder / "skempi" / f"{code}.pdb"
            if path.exists():
                yield f"skempi:{code}", read_atoms(path, first), read_atoms(path, second)
    masif = sorted((folder / "masif").glob("*.pdb"))
    by_code: dict[str, list[Path]] = {}
    for path in masif:
        by_code.setdefault(path.stem[:4], []).append(path)
    for code, paths in by_code.items():
        if len(paths) == 2:
            yield f"masif:{code}", read_atoms(paths[0]), read_atoms(paths[1])
    for path in sorted((folder / "dips").glob("*_l_b_COMPLEX.pdb")):
        other = path.with_name(path.name.replace("_l_b_", "_r_b_"))
        yield f"dips:{path.name.split('_')[1][:4]}", read_atoms(path), read_atoms(other)
