"""What was seen and done while a structure was read and prepared, in words and in kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["NOTE_KINDS", "Note", "NoteKind"]

NoteKind = Literal[
    "alternate_location",
    "assembly",
    "chain_break",
    "chains_apart",
    "cofactor_dropped",
    "cofactor_kept",
    "confidence_cut",
    "confidence_edge",
    "duplicate_atom",
    "ectodomain",
    "element_inferred",
    "glycan",
    "hydrogen_dropped",
    "looks_predicted",
    "mature_chain",
    "membrane",
    "missing_backbone",
    "missing_side_chain",
    "model_chosen",
    "modified_residue",
    "not_evaluable",
    "nucleic_acid_dropped",
    "origin",
    "predicted",
    "region_unknown",
    "selected",
    "sequence_checked",
    "sequence_unchecked",
    "sequon",
    "unresolved",
    "water_dropped",
    "zero_occupancy",
]
NOTE_KINDS: tuple[NoteKind, ...] = get_args(NoteKind)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was seen or done.

    Parameters
    ----------
    kind : NoteKind
        What it is about.
    text : str
        A sentence for a reader.
    count : int
        Atoms or residues concerned, as the sentence says; 0 where there is nothing to count.
    residues : tuple of str
        Residues concerned, such as ``A:ASN42``; may be empty.
    """

    kind: NoteKind
    text: str
    count: int = 0
    residues: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the sentence with the residues that it is about, at most eight of them."""
        if not self.residues:
            return self.text
        shown = ", ".join(self.residues[:8])
        more = f" and {len(self.residues) - 8} more" if len(self.residues) > 8 else ""
        return f"{self.text}: {shown}{more}"
