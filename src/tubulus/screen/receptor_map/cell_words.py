"""Words for the cells of the testis: those of atlases and of single-cell papers, under one name.

The table is ours. A word that it does not know stays as it is, with its side of the blood-testis
barrier unresolved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "BARRIER_SOURCE",
    "CELL_TYPES",
    "PARTS",
    "RARE",
    "TESTIS_ONLY",
    "TUBULE",
    "WITHIN_TUBULE",
    "CellWord",
    "resolve_cell_type",
]

BARRIER_SOURCE = (
    "Mruk and Cheng, Tight junctions in the testis: new perspectives (Phil Trans R Soc B 365:1621);"
    " leptotene: Further Observations on the Blood-Testis Barrier in Monkeys"
)
"""What says on which side of the barrier germ cells stand."""

TUBULE = "tubule cells, type unresolved"

CELL_TYPES: dict[str, tuple[str, tuple[str, ...]]] = {
    "undifferentiated spermatogonia": (
        "basal",
        (
            "spermatogonial stem cells", "ssc", "undiff spermatogonia", "undiff spg",
            "undifferentiated spg", "spermatogonial stem cell", "state 0 spermatogonia",
        ),
    ),
    "differentiating spermatogonia": (
        "basal",
        (
            "diff spermatogonia", "diff spg", "differentiating spg", "differentiated spermatogonia",
            "differentiating spermatogonium",
        ),
    ),
    "spermatogonia": ("basal", ("spermatogonia cells", "spermatogonium", "spg")),
    "preleptotene spermatocytes": ("basal", ("preleptotene", "preleptotene spermatocyte")),
    "leptotene spermatocytes": ("basal", ("leptotene", "leptotene spermatocyte")),
    "zygotene spermatocytes": ("unresolved", ("zygotene", "zygotene spermatocyte")),
    "pachytene spermatocytes": ("adluminal", ("pachytene", "pachytene spermatocyte")),
    "spermatocytes": (
        "adluminal",
        ("spermatocyte", "primary spermatocytes", "late primary spermatocytes", "spc"),
    ),
    "early spermatids": (
        "adluminal",
        ("round or early spermatids", "round spermatids", "round spermatid", "early spermatid"),
    ),
    "late spermatids": (
        "adluminal",
        (
            "elongated or late spermatids", "elongated spermatids", "elongating spermatids",
            "elongated spermatid", "elongating spermatid", "late spermatid",
        ),
    ),
    "spermatids": ("adluminal", ("spermatid",)),
    "sperm": ("adluminal", ("spermatozoa", "spermatozoon")),
    "germ cells, stage unresolved": (
        "unresolved",
        ("germ cells", "germ cell", "male germ cell", "male germ cells"),
    ),
    TUBULE: ("unresolved", ("cells in seminiferous ducts", "tubule cells")),
    "Sertoli cells": ("unresolved", ("sertoli cells", "sertoli cell", "sertoli")),
    "peritubular myoid cells": (
        "basal",
        (
            "peritubular cells", "peritubular cell", "peritubular myoid cell", "myoid cells",
            "myoid", "peritubular", "ptm", "ptmc",
        ),
    ),
    "Leydig cells": ("interstitial", ("leydig cells", "leydig cell", "leydig")),
    "macrophages": ("interstitial", ("macrophage", "testicular macrophages")),
    "endothelial cells": ("interstitial", ("endothelial cell", "endothelium", "endothelial")),
    "mural cells": ("interstitial", ("mural cell", "pericytes", "pericyte")),
    "lymphocytes": ("interstitial", ("lymphocyte", "t cells", "t cell", "b cells", "nk cells")),
}  # fmt: skip
"""Cell type of the built-in receptor map, its side of the barrier, and other words for it."""

PARTS: dict[str, tuple[str, ...]] = {
    "spermatogonia": ("undifferentiated spermatogonia", "differentiating spermatogonia"),
    "spermatocytes": ("preleptotene spermatocytes", "pachytene spermatocytes"),
    "spermatids": ("early spermatids", "late spermatids"),
    "germ cells, stage unresolved": ("spermatogonia", "spermatocytes", "spermatids"),
    TUBULE: ("spermatogonia", "spermatocytes", "spermatids", "Sertoli cells"),
}
"""Names that stand for several cell types, and the parts that all must be seen to deny them.

Parts may have parts themselves."""

RARE = frozenset({"undifferentiated spermatogonia", "differentiating spermatogonia"})
"""Cells too few to be missed in a score or a mean of a wider group of cells."""

WITHIN_TUBULE = frozenset(
    {
        "Sertoli cells", "spermatogonia", "preleptotene spermatocytes", "leptotene spermatocytes",
        "zygotene spermatocytes", "pachytene spermatocytes", "spermatocytes", "early spermatids",
        "late spermatids", "spermatids", "germ cells, stage unresolved", TUBULE,
    }
)  # fmt: skip
"""Cells that a score of the whole seminiferous tubule speaks of; its wall and sperm are not."""

TESTIS_ONLY = frozenset(
    {
        "undifferentiated spermatogonia", "differentiating spermatogonia", "spermatogonia",
        "spermatocytes", "early spermatids", "late spermatids", "spermatids", "Sertoli cells",
        "peritubular myoid cells", "Leydig cells",
    }
)  # fmt: skip
"""Cells that an atlas of the whole body can only have from testis; macrophages are of any organ."""

_JOINTS = re.compile(r"[\s_.\-/]+")
_CLUSTER = re.compile(r" (?:cluster )?\d+$")
_NOTES = {
    "Sertoli cells": "a Sertoli cell spans the barrier",
    "spermatocytes": "taken as adluminal; preleptotene and leptotene spermatocytes are still basal",
    TUBULE: "several cell types together",
    "germ cells, stage unresolved": "several cell types together",
    "zygotene spermatocytes": "they cross the barrier about this stage",
}


@dataclass(frozen=True, slots=True)
class CellWord:
    """A word for cells under the name that this project uses.

    Parameters
    ----------
    given : str
        The word.
    cell_type : str
        The name; the word itself where it is not known.
    compartment : str
        Side of the blood-testis barrier: basal, adluminal, interstitial or unresolved.
    note : str
        What to know about it; may be empty.
    is_known : bool
        Whether the table knows the word.
    """

    given: str
    cell_type: str
    compartment: str
    note: str
    is_known: bool


def _simplify(word: str) -> str:
    return _JOINTS.sub(" ", word).strip().casefold()


_KNOWN = {
    _simplify(word): (name, compartment)
    for name, (compartment, words) in CELL_TYPES.items()
    for word in (name, *words)
}


def resolve_cell_type(word: str) -> CellWord:
    """Resolve a word for cells; capitals, joints (``_ - . /``) and cluster numbers do not matter.

    Examples
    --------
    >>> resolve_cell_type("round or early spermatids").cell_type
    'early spermatids'
    >>> resolve_cell_type("Mystery cells").compartment
    'unresolved'
    """
    plain = _simplify(word)
    found = _KNOWN.get(plain) or _KNOWN.get(_CLUSTER.sub("", plain))
    if found is None:
        note = f"{word!r} is no cell type that the map knows, so its side is unresolved"
        return CellWord(word, word.strip(), "unresolved", note, is_known=False)
    name, compartment = found
    return CellWord(word, name, compartment, _NOTES.get(name, ""), is_known=True)
