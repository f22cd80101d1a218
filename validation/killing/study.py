"""A study folder that asks for a campaign of small made partners."""

from __future__ import annotations

from pathlib import Path

import numpy as np

N_RESIDUES = 24
"""Of the smallest partner; the others have a few more."""

_STUDY = """schema_version = 1

[study]
id = "killed-campaign"
title = "Made partners, docked on a cluster that is killed"

[dock]
pairs_file = "insilico/pairs.csv"
pairs_per_chunk = {pairs_per_chunk}
shown_pairs = 3

[dock.search]
rotations = {rotations}
spacing_angstrom = 1.6
poses = 200

[dock.clusters]
kept = 3

[dock.preparation]
least_residues = 20

[dock.decoys]
fixed = {fixed}
mobile = {mobile}

[dock.calibration]
least_decoys = 2
"""
# about an alpha carbon; near enough for a rule that reads names
_BACKBONE = {"N": (-1.2, 0.6, 0.3), "CA": (0.0, 0.0, 0.0), "C": (1.2, 0.7, 0.2), "CB": (0.1, -1, 1)}
_RESIDUES = ("ALA", "LEU", "LYS", "GLU", "SER", "VAL")


def make_study(
    folder: Path, *, fixed: int, mobile: int, rotations: int, pairs_per_chunk: int, seed: int
) -> int:
    """Make the study and return its number of pairs: all of ``fixed`` with all of ``mobile``."""
    place = folder / "insilico" / "structures"
    place.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    sides = {
        "receptor": [f"F{i:02d}" for i in range(fixed)],
        "ligand": [f"M{i:02d}" for i in range(mobile)],
    }
    # made sequences of few residue types look like relatives; they are not
    rows = ["partner,role,file,family"]
    for role, names in sides.items():
        for number, name in enumerate(names):
            text = make_partner_file(rng, N_RESIDUES + number)
            (place / f"{name}.pdb").write_text(text, "utf-8")
            rows.append(f"{name},{role},structures/{name}.pdb,{name}")
    (folder / "insilico" / "partners.csv").write_text("\n".join(rows) + "\n", "utf-8")
    asked = [f"{f},{m}" for f, m in zip(sides["receptor"], sides["ligand"], strict=False)]
    pairs = "\n".join(["fixed,mobile", *asked]) + "\n"
    (folder / "insilico" / "pairs.csv").write_text(pairs, "utf-8")
    study = _STUDY.format(
        pairs_per_chunk=pairs_per_chunk, rotations=rotations, fixed=fixed, mobile=mobile
    )
    (folder / "study.toml").write_text(study, "utf-8")
    return fixed * mobile


def make_partner_file(rng: np.random.Generator, n_residues: int) -> str:
    """Make a compact body whose residues lie on a crowded lattice, as a PDB file.

    It has two chains, so that no end of one tells where a membrane would be.
    """
    side = int(np.ceil(n_residues ** (1 / 3)))
    lattice = np.argwhere(np.ones((side, side, side)))[:n_residues] * 3.8
    alpha = lattice + rng.normal(scale=0.4, size=lattice.shape)
    lines = []
    for number, position in enumerate(alpha, start=1):
        residue = _RESIDUES[rng.integers(len(_RESIDUES))]
        chain = "AB"[2 * number > n_residues]
        for atom, offset in _BACKBONE.items():
            x, y, z = position + offset
            lines.append(
                f"ATOM  {len(lines) + 1:>5}  {atom:<3} {residue} {chain}{number:>4}    "
                f"{x:8.3f}{y:8.3f}{z:8.3f}  1.00 20.00          {atom[0]:>2}"
            )
    return "\n".join([*lines, "END", ""])
