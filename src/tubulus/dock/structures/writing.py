"""Structures as text: PDB where its columns suffice, mmCIF for every structure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tubulus.dock.structures.structure import Structure

__all__ = ["render_mmcif", "render_pdb"]

_MMCIF_COLUMNS = (
    "group_PDB",
    "id",
    "type_symbol",
    "label_atom_id",
    "label_alt_id",
    "label_comp_id",
    "label_asym_id",
    "label_seq_id",
    "pdbx_PDB_ins_code",
    "Cartn_x",
    "Cartn_y",
    "Cartn_z",
    "occupancy",
    "B_iso_or_equiv",
    "auth_seq_id",
    "auth_asym_id",
)

_PDB_WIDTH = 78


def render_pdb(structure: Structure) -> str:
    """Render a structure in PDB format, coordinates to 0.001 Å.

    Raises
    ------
    ValueError
        If names, numbers, counts or coordinates do not fit the columns; ``render_mmcif`` takes all.
    """
    if structure.n_atoms > 99_999 or any(len(chain) != 1 for chain in structure.chains):
        raise ValueError(
            f"{structure.name}: PDB columns hold one letter a chain and 99,999 atoms; write mmCIF"
        )
    lines = []
    previous = ""
    for row in _list_rows(structure):
        record, serial, element, atom, residue, chain, number, code, x, y, z, occupancy, b = row
        if previous not in ("", chain):
            lines.append("TER")
        previous = chain
        name = f" {atom:<3}" if len(element) == 1 and len(atom) < 4 else f"{atom:<4}"
        line = (
            f"{record:<6}{serial:>5} {name} {residue:>3} {chain}{number:>4}{code or ' '}   "
            f"{x:8.3f}{y:8.3f}{z:8.3f}{occupancy:6.2f}{b:6.2f}          {element:>2}"
        )
        # what is too wide for its columns shifts all that follow
        if len(line) != _PDB_WIDTH:
            raise ValueError(
                f"{structure.name}: atom {atom} of residue {residue} {chain}{number} does not fit "
                "PDB columns; write mmCIF"
            )
        lines.append(line)
    return "\n".join([*lines, "END", ""])


def render_mmcif(structure: Structure) -> str:
    """Render a structure in mmCIF format, coordinates to 0.001 Å."""
    name = re.sub(r"[^A-Za-z0-9]", "_", structure.name) or "structure"
    header = [f"data_{name}"]
    header += ["loop_", *(f"_atom_site.{column}" for column in _MMCIF_COLUMNS)]
    lines = [
        f"{record} {serial} {element} {_quote(atom)} . {residue} {chain} {number} {code or '?'} "
        f"{x:.3f} {y:.3f} {z:.3f} {occupancy:.2f} {b:.2f} {number} {chain}"
        for (
            record, serial, element, atom, residue, chain, number, code, x, y, z, occupancy, b,
        ) in _list_rows(structure)
    ]  # fmt: skip
    return "\n".join([*header, *lines, "#", ""])


def _quote(name: str) -> str:
    return f'"{name}"' if "'" in name else name


def _list_rows(
    structure: Structure,
) -> Iterator[tuple[str, int, str, str, str, str, int, str, float, float, float, float, float]]:
    columns = zip(
        structure.is_hetero.tolist(),
        structure.element.tolist(),
        structure.atom_name.tolist(),
        structure.residue_name.tolist(),
        structure.chain.tolist(),
        structure.residue_number.tolist(),
        structure.insertion_code.tolist(),
        structure.positions.tolist(),
        structure.occupancy.tolist(),
        structure.b_factor.tolist(),
        strict=True,
    )
    for serial, (hetero, element, atom, residue, chain, number, code, xyz, q, b) in enumerate(
        columns, start=1
    ):
        record = "HETATM" if hetero else "ATOM"
        x, y, z = xyz
        yield record, serial, element, atom, residue, chain, number, code, x, y, z, q, b
