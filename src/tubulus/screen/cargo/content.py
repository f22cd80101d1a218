"""Refuse a list of proteins that holds names which only a list of transcripts brings.

Vesicle databases keep mRNA and protein under one roof, and lists taken from them mix the two. Two
signs give a mixture away: a column that says so, and genes that transcript lists hold as often as
any other gene while proteomes as good as never show them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy import special

from tubulus.screen.identifiers.table import IdentifierTable

__all__ = [
    "CONTENT_COLUMNS",
    "SHARE_ALLOWED",
    "TRANSCRIPT_RULES",
    "ContentCheck",
    "check_content",
    "describe_mixed_types",
    "is_protein_type",
]

CONTENT_COLUMNS = ("content type", "content_type", "content.type", "contenttype", "molecule type")
"""Names of a column that says what kind of molecule a row is."""

TRANSCRIPT_RULES: tuple[tuple[str, str], ...] = (
    (
        "olfactory, taste and other sensory receptors",
        r"OR\d+[A-Z]+\d+[A-Z]*|TAAR\d|TAS[12]R\d+|VN[12]R\d+",
    ),
    # not DAZAP1, DAZL, CDYL or TSPYL, their autosomal relatives, which proteomes do show
    (
        "Y-linked genes of the testis",
        r"BPY2[BC]?|CDY\d[AB]?|DAZ[1-4]|HSFY[12]|PRY2?|RBMY1\w+|TSPY\d+|VCY1?B?|XKRY2?",
    ),
    ("multicopy genes of germ line and embryo", r"(?:PRAMEF|USP17L|DUX)\w+|TBC1D3[B-Z]?"),
)
"""Families of coding genes that proteomes as good as never show, and the pattern of a symbol."""

SHARE_ALLOWED = 0.0015
"""Share of such names that a list of proteins is allowed: what 6 % of identifications at random
would bring, since 0.027 of the coding genes are such. In the 32 distinct human protein lists of
ExoCarta v5 with at least 200 genes the share is 0.0004 (``validation/cargo_content.py``)."""

LEVEL = 5e-3
"""A list is refused if a list of proteins would hold as many such names less often than this."""

_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in TRANSCRIPT_RULES)
# pseudogenes and segments of immunoglobulins are left out: tables of proteins do list them
_TRANSCRIPTS = ("ncRNA", "rRNA", "scRNA", "snRNA", "snoRNA", "tRNA")
_NON_CODING = "non-coding RNA"


@dataclass(frozen=True, slots=True)
class ContentCheck:
    """How many names of a list speak for transcripts.

    Parameters
    ----------
    n_names : int
        Names of the list that name a gene.
    found : tuple of (str, tuple of str)
        Each kind of sign and the names that show it.
    p : float
        Probability of at least as many in a list of proteins (binomial, at the share allowed).
    """

    n_names: int
    found: tuple[tuple[str, tuple[str, ...]], ...]
    p: float

    @property
    def n_signs(self) -> int:
        """How many names speak for transcripts."""
        return sum(len(names) for _, names in self.found)

    @property
    def is_refused(self) -> bool:
        """Whether the list holds more of them than a list of proteins would."""
        return self.p < LEVEL

    def describe(self) -> str:
        """Say which names were found, how many and what a list of proteins would hold."""
        parts = [f"{len(names)} {kind} ({', '.join(names[:3])})" for kind, names in self.found]
        expected = SHARE_ALLOWED * self.n_names
        return (
            f"{self.n_signs} of {self.n_names} names are of genes that proteomes as good as never "
            f"show: {', '.join(parts)}; a list of proteins would hold {expected:.1f} at most on "
            f"average (p = {self.p:.1g})"
        )


def check_content(names: Iterable[str], table: IdentifierTable) -> ContentCheck:
    """Check whether a list holds names that only lists of transcripts bring.

    Parameters
    ----------
    names : iterable of str
        Approved symbols, or the names of the list where they have none; each counts once.
    table : IdentifierTable
        Tells which symbols are non-coding.

    Notes
    -----
    With n names of genes, k of them signs and q the share that a list of proteins is
    allowed, the list is refused if P(X >= k) < 0.005 for X ~ Binomial(n, q).
    """
    known = [name for name in dict.fromkeys(names) if table.find_type(name) is not None]
    found: dict[str, list[str]] = {}
    for name in known:
        kind = _find_sign(name, table)
        if kind:
            found.setdefault(kind, []).append(name)
    signs = sum(map(len, found.values()))
    others = len(known) - signs
    p = float(special.betainc(signs, others + 1, SHARE_ALLOWED)) if signs else 1.0
    return ContentCheck(len(known), tuple((k, tuple(v)) for k, v in found.items()), p)


def _find_sign(name: str, table: IdentifierTable) -> str | None:
    if table.other_types.get(name) in _TRANSCRIPTS:
        return _NON_CODING
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(name)), None)


def is_protein_type(text: str) -> bool:
    """Tell whether a content type means protein, in any case and number."""
    return text.strip().casefold().rstrip("s") == "protein"


def describe_mixed_types(types: Sequence[str]) -> str | None:
    """Say what a column of content types holds besides proteins; None where it is nothing."""
    others = sorted({text.strip() for text in types if text.strip() and not is_protein_type(text)})
    if not others:
        return None
    rows = sum(bool(text.strip()) and not is_protein_type(text) for text in types)
    proteins = sum(map(is_protein_type, types))
    return f"holds {proteins} rows of proteins and {rows} of {', '.join(others[:5])}"
