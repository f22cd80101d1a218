"""A source of structures without a network, and files as the sources write them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.error import HTTPError

from tests.support.dock import make_peptide
from tubulus.dock.structures.structure import Structure, join_structures
from tubulus.dock.structures.writing import render_mmcif

LIGAND = "ALDTNYCFRNLEENCCVRPLYIDFRQDLGWKWVHEPKGYYANFCSGPCPYLRSADTTHSTVLGLYNTLNPEAS"
RECEPTOR = "QLCKFCDVRFSTCDNQKSCMSNCSITSICEKPQEVCVAVWRKNDENITLETVCHDPKLPYHDFILEDAASPKC"
"""Begin as chains of 1KTZ do (TGFB3 and TGFBR2); coordinates are made."""
MODEL = "https://alphafold.ebi.ac.uk/files/AF-P10600-F1-model_v6.cif"
ASKED = "https://alphafold.ebi.ac.uk/api/prediction/P10600"
ENTRY = "https://files.rcsb.org/download/1ktz.cif.gz"

_LINKS = """_entry.id 1KTZ
loop_
_struct_ref_seq.align_id
_struct_ref_seq.pdbx_strand_id
_struct_ref_seq.pdbx_db_accession
_struct_ref_seq.pdbx_auth_seq_align_beg
_struct_ref_seq.pdbx_auth_seq_align_end
_struct_ref_seq.db_align_beg
1 A P10600 1 73 301
2 B P37173 1 73 24
#
"""


def make_complex() -> Structure:
    """Make two straight chains side by side."""
    other = make_peptide(RECEPTOR, chain="B", origin=(0.0, 9.0, 0.0))
    return join_structures([make_peptide(LIGAND), other])


def render_entry() -> bytes:
    """Render an entry with the links to UniProt that the Protein Data Bank writes, packed."""
    return gzip.compress((render_mmcif(make_complex()) + _LINKS).encode(), mtime=0)


@dataclass
class FakeSource:
    """Answers addresses from memory; keeps which were asked."""

    answers: dict[str, bytes] = field(
        default_factory=lambda: {
            ENTRY: render_entry(),
            ASKED: json.dumps([{"entryId": "AF-P10600-F1", "cifUrl": MODEL}]).encode(),
            MODEL: render_mmcif(make_peptide(LIGAND)).encode(),
        }
    )
    promised: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @contextmanager
    def open(self, address: str) -> Iterator[FakeResponse]:
        """Open an address as an ``Opener`` does."""
        self.asked.append(address)
        if address not in self.answers:
            raise HTTPError(address, 404, "Not Found", None, None)  # type: ignore[arg-type]
        content = self.answers[address]
        length = self.promised.get(address, len(content))
        yield FakeResponse(content, {"Content-Length": str(length)})


@dataclass
class FakeResponse:
    """Bytes and headers."""

    content: bytes
    headers: dict[str, str]

    def read(self, size: int = -1, /) -> bytes:
        """Return the first bytes; the tests read once."""
        return self.content[:size] if size >= 0 else self.content
