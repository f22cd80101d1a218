"""Fifteen structures and more that cannot be docked, or only with a caution; made, not found."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tubulus.dock.preparation.partners import PartnerRequest
from tubulus.dock.structures.reading.read import ReadingOptions

SEQUENCE = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQ"
OTHER = "GGGGPPPPGGGGPPPPGGGGPPPPGGGGPPPPGGGGPPPPGGGGPPPPGGGGPPPP"
_NAMES = {
    "A": "ALA", "D": "ASP", "E": "GLU", "F": "PHE", "G": "GLY", "H": "HIS", "I": "ILE", "K": "LYS",
    "L": "LEU", "M": "MET", "N": "ASN", "P": "PRO", "Q": "GLN", "R": "ARG", "S": "SER", "T": "THR",
    "V": "VAL", "Y": "TYR",
}  # fmt: skip
_ATOMS = {
    "N": (0.0, 0.0, 0.0), "CA": (1.4, 0.5, 0.0), "C": (2.5, 0.0, 0.0), "O": (2.5, -1.2, 0.0),
    "CB": (1.4, 1.3, 1.2),
}  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """A file that is hostile in one way.

    ``expected`` is a part of the one message; ``is_refused`` tells a refusal from a note.
    """

    name: str
    content: bytes
    expected: str
    suffix: str = ".pdb"
    is_refused: bool = True
    reading: ReadingOptions = field(default_factory=ReadingOptions)
    sequence: str = ""

    def write(self, folder: Path) -> PartnerRequest:
        path = folder / (self.name.replace(" ", "-") + self.suffix)
        path.write_bytes(self.content)
        accessions = ("P00000",) if self.sequence else ()
        return PartnerRequest(path, name=self.name, reading=self.reading, accessions=accessions)


def list_hostile() -> list[Hostile]:
    """List the hostile structures; each is made anew, none needs a file."""
    return [*_list_unusable(), *_list_doubtful()]


def _list_unusable() -> list[Hostile]:
    pdb = format_chain(SEQUENCE)
    lines = pdb.splitlines(keepends=True)
    return [
        Hostile("empty", b"", "the file is empty"),
        Hostile(
            "alpha carbons only",
            _join(line for line in lines if line[12:16].strip() == "CA"),
            "alpha-carbon trace",
        ),
        Hostile("nucleic acid", _join(_list_nucleotides()), "only nucleic acid"),
        Hostile(
            "not a number",
            pdb.replace(f"{lines[7][30:38]}", "     nan", 1).encode(),
            "the coordinate reads",
        ),
        Hostile("truncated mmCIF", _make_mmcif(lines)[:-90], "cannot be parsed as mmcif", ".cif"),
        Hostile("a hundred thousand atoms", _make_large(), "100,000 atoms are more", ".cif"),
        Hostile(
            "two models of different atoms", _join_models(lines, lines[:50]), "hold different atoms"
        ),
        Hostile(
            "wrong chain",
            pdb.encode(),
            "there is no chain b",
            reading=ReadingOptions(chains=("b",)),
        ),
        Hostile("sequence mismatch", pdb.encode(), "the sequence is not that of", sequence=OTHER),
    ]


def _list_doubtful() -> list[Hostile]:
    pdb = format_chain(SEQUENCE)
    lines = pdb.splitlines(keepends=True)
    water = [_format("HETATM", "O", "HOH", f"A{i:>4}", (float(i), 0.0, 0.0)) for i in range(1, 60)]
    haem = [_format("HETATM", f"C{i}", "HEM", "A   1", (i * 1.5, 0.0, 0.0)) for i in range(1, 40)]
    doubled = [line for line in lines for _ in range(2)]
    return [
        Hostile(
            "zero occupancy",
            pdb.replace("  1.00", "  0.00").encode(),
            "of zero occupancy",
            is_refused=False,
        ),
        Hostile(
            "duplicate atoms",
            _join(doubled),
            "whose name stood twice in a residue",
            is_refused=False,
        ),
        Hostile("cofactor only", _join(haem), "holds no amino acid"),
        Hostile("water only", _join(water), "holds no amino acid"),
        Hostile(
            "one residue",
            format_chain("K").encode(),
            "1 residue is fewer than 40",
            is_refused=False,
        ),
        Hostile("binary junk", bytes(range(256)) * 40, "binary"),
        Hostile(
            "a page of a web server", b"<html><body>404</body></html>", "neither PDB nor mmCIF"
        ),
        Hostile(
            "half a packed file", gzip.compress(pdb.encode())[:-200], "ends too early", ".pdb.gz"
        ),
        Hostile(
            "two copies of one chain",
            (pdb + format_chain(SEQUENCE, shift=40.0)).encode(),
            "at different places",
        ),
        Hostile(
            "copies that do not touch",
            (pdb + format_chain(SEQUENCE, chain="B", shift=40.0)).encode(),
            "do not touch",
            is_refused=False,
        ),
    ]


def format_chain(sequence: str, *, chain: str = "A", shift: float = 0.0) -> str:
    """Format a straight chain along x with side chains to the beta carbon."""
    return "".join(
        _format("ATOM", atom, _NAMES[letter], f"{chain}{i:>4}", (x + 3.8 * i, y + shift, z))
        for i, letter in enumerate(sequence, 1)
        for atom, (x, y, z) in _ATOMS.items()
        if not (letter == "G" and atom == "CB")
    )


def _format(record: str, atom: str, residue: str, label: str, place: Sequence[float]) -> str:
    x, y, z = place
    return (
        f"{record:<6}    1  {atom:<3} {residue:>3} {label}    "
        f"{x:8.3f}{y:8.3f}{z:8.3f}  1.00 20.00          {atom[0]:>2}\n"
    )


def _join(lines: Iterable[str]) -> bytes:
    return "".join(lines).encode()


def _list_nucleotides() -> list[str]:
    names = ("P", "OP1", "OP2", "O5'", "C5'", "C4'", "O4'", "C3'", "O3'", "C2'", "C1'", "N9", "C8")
    return [
        _format("ATOM", atom, "DA", f"A{i:>4}", (6.0 * i, 1.3 * k, 0.0))
        for i in range(1, 30)
        for k, atom in enumerate(names)
    ]


_LOOP = (
    "data_X\nloop_\n_atom_site.group_PDB\n_atom_site.id\n_atom_site.type_symbol\n"
    "_atom_site.label_atom_id\n_atom_site.label_alt_id\n_atom_site.label_comp_id\n"
    "_atom_site.label_asym_id\n_atom_site.label_entity_id\n_atom_site.label_seq_id\n"
    "_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\n_atom_site.occupancy\n"
    "_atom_site.B_iso_or_equiv\n_atom_site.auth_seq_id\n_atom_site.auth_asym_id\n"
)


def _make_mmcif(lines: Sequence[str]) -> bytes:
    rows = [
        f"ATOM {i} {x[76:78].strip()} {x[12:16].strip()} . {x[17:20]} A 1 {int(x[22:26])} "
        f"{x[30:38]} {x[38:46]} {x[46:54]} 1.0 20.0 {int(x[22:26])} A\n"
        for i, x in enumerate(lines, 1)
    ]
    return (_LOOP + "".join(rows)).encode()


def _make_large() -> bytes:
    rows = [
        f"ATOM {i} C C{i % 50} . ALA A{i // 5000} 1 {i // 50} {i % 9} 0.0 {i // 50}.0 1 9 "
        f"{i // 50} A{i // 5000}\n"
        for i in range(100_000)
    ]
    return (_LOOP + "".join(rows)).encode()


def _join_models(*models: Sequence[str]) -> bytes:
    return "".join(
        f"MODEL     {i:>4}\n{''.join(lines)}ENDMDL\n" for i, lines in enumerate(models, 1)
    ).encode()
