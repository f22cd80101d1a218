"""Tokens of a predicted model: what the rows of its predicted aligned error stand for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import gemmi
import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.reading.files import read_structure_text, refuse
from tubulus.dock.structures.sequences import AMINO_ACIDS, derive_letters

__all__ = ["TokenTable", "read_tokens"]

Floats = npt.NDArray[np.float64]
_NUCLEOTIDES: Final = frozenset({"A", "C", "G", "U", "DA", "DC", "DG", "DT"})


@dataclass(frozen=True, slots=True, eq=False)
class TokenTable:
    """Amino acids of a model, with the row of the error matrix that stands for each.

    Attributes
    ----------
    token : ndarray of int, shape (n,)
        Row of each amino acid in the matrix.
    chain : ndarray of str, shape (n,)
        Its chain.
    alpha, beta : ndarray, shape (n, 3)
        Positions of the alpha carbon and of the beta carbon (of glycine: the alpha carbon), in
        ångström.
    alpha_confidence, beta_confidence : ndarray, shape (n,)
        pLDDT of these atoms as the model file gives it, 0 to 100. They differ only where the
        program gives pLDDT to atoms (AlphaFold 3).
    n_tokens : int
        Rows that the matrix must have.
    all_chains : tuple of str
        Every chain of the file, those of ligands and nucleic acids too, in its order.
    letters : str
        One letter each amino acid, ``X`` for what is no standard one.

    Notes
    -----
    A standard amino acid or nucleotide is one token. A modified residue, a ligand or an ion has
    one token for each heavy atom (AlphaFold 3, documentation of its output; Boltz does the same);
    a modified amino acid is represented by the token of its alpha carbon.
    """

    token: npt.NDArray[np.intp]
    chain: npt.NDArray[np.str_]
    alpha: Floats
    beta: Floats
    alpha_confidence: Floats
    beta_confidence: Floats
    n_tokens: int
    all_chains: tuple[str, ...]
    letters: str

    @property
    def protein_chains(self) -> tuple[str, ...]:
        """Chains that hold amino acids, in the order of the file."""
        return tuple(dict.fromkeys(self.chain.tolist()))

    @property
    def sequences(self) -> dict[str, str]:
        """Sequence of each chain that holds amino acids, in the order of the file."""
        return {
            chain: "".join(self.letters[i] for i in np.flatnonzero(self.chain == chain))
            for chain in self.protein_chains
        }


def read_tokens(path: Path) -> TokenTable:
    """Read the tokens of a model file in PDB or mmCIF format.

    Raises
    ------
    InputError
        If the file cannot be read or holds no amino acid.
    """
    model = _parse(path)
    rows: list[tuple[int, str, gemmi.Atom, gemmi.Atom]] = []
    names: list[str] = []
    n_tokens = 0
    for chain in model:
        for residue in chain:
            heavy = [atom for atom in residue if not atom.is_hydrogen()]
            alpha = residue.get_ca()
            single = residue.name in AMINO_ACIDS or residue.name in _NUCLEOTIDES
            if alpha is not None:
                place = 0 if single else [atom.name for atom in heavy].index(alpha.name)
                beta = residue.find_atom("CB", "*") or alpha
                rows.append((n_tokens + place, chain.name, alpha, beta))
                names.append(residue.name)
            n_tokens += 1 if single else len(heavy)
    if not rows:
        refuse(path.name, "the model holds no amino acid", "give a model with proteins")
    tokens, chains, alphas, betas = zip(*rows, strict=True)
    confidence = np.array([[a.b_iso, b.b_iso] for a, b in zip(alphas, betas, strict=True)])
    if confidence.max() <= 1.0:
        confidence *= 100.0
    return TokenTable(
        np.asarray(tokens, dtype=np.intp),
        np.asarray(chains),
        np.array([atom.pos.tolist() for atom in alphas]),
        np.array([atom.pos.tolist() for atom in betas]),
        confidence[:, 0],
        confidence[:, 1],
        n_tokens,
        tuple(dict.fromkeys(chain.name for chain in model)),
        derive_letters(names),
    )


def _parse(path: Path) -> gemmi.Model:
    source = read_structure_text(path)
    try:
        if source.format == "pdb":
            parsed = gemmi.read_pdb_string(source.text)
        else:
            block = gemmi.cif.read_string(source.text)[0]
            parsed = gemmi.make_structure_from_block(block)
        return parsed[0]
    except (RuntimeError, ValueError, IndexError):
        refuse(path.name, f"the file cannot be parsed as {source.format}", "copy it again")
