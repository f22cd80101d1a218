"""Small made predictions of two peptides that lie side by side, written as other programs do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from tests.support.dock import make_peptide
from tubulus.dock.structures.structure import Structure, join_structures
from tubulus.dock.structures.writing import render_mmcif, render_pdb

FIXED = "ACDEFGHIKLMNPQRSTVWYACDEFGHIKLMNPQRSTVWYACDEF"
MOBILE = "MKTAYIAKQRGISFVKSHFSRQLEERLGLIEVQAMK"
N_RESIDUES = len(FIXED) + len(MOBILE)


def make_complex(
    *,
    apart: float = 5.0,
    by_atom: bool = False,
    lowest: float = 62.0,
    sequences: tuple[str, str] = (FIXED, MOBILE),
) -> Structure:
    """Make chains A and B, ``apart`` ångström from each other, with pLDDT that waves."""
    fixed, mobile = sequences
    chains = [
        make_peptide(fixed, chain="A"),
        make_peptide(mobile, chain="B", origin=(9.0, 1.0, apart)),
    ]
    joined = join_structures(chains, name="made")
    place = np.arange(joined.n_atoms) if by_atom else joined.residue_index
    plddt = np.round(lowest + 15.0 * (1.0 + np.sin(place * 0.7)), 2)
    return join_structures(
        [
            make_peptide(fixed, chain="A", b_factor=plddt[joined.chain == "A"]),
            make_peptide(
                mobile,
                chain="B",
                origin=(9.0, 1.0, apart),
                b_factor=plddt[joined.chain == "B"],
            ),
        ],
        name="made",
    )


def make_errors() -> np.ndarray[Any, np.dtype[np.float64]]:
    """Make a matrix of errors in ångström that is not symmetric, small near the middle."""
    row, column = np.meshgrid(np.arange(N_RESIDUES), np.arange(N_RESIDUES), indexing="ij")
    middle = np.abs(row - 24) / 6.0 + np.abs(column - 62) / 9.0
    other = np.abs(row - 62) / 9.0 + np.abs(column - 24) / 5.0
    return np.round(0.8 + np.minimum(np.minimum(middle, other) * 2.0, 30.0), 2)


def write_colabfold(
    folder: Path, *, job: str = "TGFBR2_TGFB3", rank: int = 1, **changes: Any
) -> Path:
    """Write a model of ColabFold; ``changes`` replace keys of its scores. Return the scores."""
    folder.mkdir(exist_ok=True, parents=True)
    model = changes.pop("structure", None) or make_complex()
    name = f"rank_{rank:03d}_alphafold2_multimer_v3_model_{rank}_seed_000"
    scores: dict[str, Any] = {
        "plddt": model.b_factor[model.residue_starts].tolist(),
        "max_pae": 31.75,
        "pae": make_errors().tolist(),
        "ptm": 0.7,
        "iptm": round(0.65 - 0.05 * rank, 2),
    }
    scores |= changes
    (folder / f"{job}_unrelaxed_{name}.pdb").write_text(render_pdb(model), encoding="ascii")
    path = folder / f"{job}_scores_{name}.json"
    path.write_text(json.dumps(scores), encoding="utf-8")
    return path


def write_alphafold3(folder: Path, *, name: str = "fold_made", number: int = 0) -> Path:
    """Write a model as the server of AlphaFold 3 does. Return its summary."""
    folder.mkdir(exist_ok=True, parents=True)
    model = make_complex(by_atom=True)
    chains = ["A"] * len(FIXED) + ["B"] * len(MOBILE)
    full = {
        "atom_plddts": model.b_factor.tolist(),
        "pae": make_errors().tolist(),
        "token_chain_ids": chains,
    }
    summary = {
        "iptm": 0.61,
        "ptm": 0.68,
        "ranking_score": round(0.62 - 0.1 * number, 2),
        "chain_pair_iptm": [[0.8, 0.61], [0.61, 0.7]],
    }
    (folder / f"{name}_model_{number}.cif").write_text(render_mmcif(model), encoding="ascii")
    (folder / f"{name}_full_data_{number}.json").write_text(json.dumps(full), encoding="utf-8")
    path = folder / f"{name}_summary_confidences_{number}.json"
    path.write_text(json.dumps(summary), encoding="utf-8")
    return path


def write_boltz(folder: Path, *, job: str = "made", number: int = 0, errors: bool = True) -> Path:
    """Write a model of Boltz. Return its summary."""
    folder.mkdir(exist_ok=True, parents=True)
    model, name = make_complex(), f"{job}_model_{number}"
    summary = {
        "confidence_score": round(0.8 - 0.1 * number, 2),
        "ptm": 0.7,
        "iptm": 0.6,
        "pair_chains_iptm": {"0": {"0": 0.8, "1": 0.58}, "1": {"0": 0.6, "1": 0.7}},
    }
    (folder / f"{name}.cif").write_text(render_mmcif(model), encoding="ascii")
    plddt = model.b_factor[model.residue_starts] / 100.0
    np.savez(folder / f"plddt_{name}.npz", plddt=plddt.astype(np.float32))
    if errors:
        np.savez(folder / f"pae_{name}.npz", pae=make_errors().astype(np.float32))
    path = folder / f"confidence_{name}.json"
    path.write_text(json.dumps(summary), encoding="utf-8")
    return path
