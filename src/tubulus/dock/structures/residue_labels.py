"""Names of residues for messages."""

from __future__ import annotations

from tubulus.dock.structures.structure import Structure

__all__ = ["label_residues"]


def label_residues(structure: Structure) -> list[str]:
    """Name each residue by chain, type, number and insertion code, such as ``A:ASN42``."""
    starts = structure.residue_starts
    columns = zip(
        structure.chain[starts].tolist(),
        structure.residue_name[starts].tolist(),
        structure.residue_number[starts].tolist(),
        structure.insertion_code[starts].tolist(),
        strict=True,
    )
    return [f"{chain}:{name}{number}{code}" for chain, name, number, code in columns]
