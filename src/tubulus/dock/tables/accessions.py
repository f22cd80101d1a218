"""The form of UniProt's accession numbers."""

from __future__ import annotations

import re

__all__ = ["is_accession"]

_ACCESSION = re.compile(
    r"(?:[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})(?:-\d+)?",
    re.ASCII,
)


def is_accession(text: str) -> bool:
    """Tell whether a text has the form of an accession, perhaps of an isoform such as P01137-2.

    Notes
    -----
    Capital letters only; the form is that of https://www.uniprot.org/help/accession_numbers.
    """
    return _ACCESSION.fullmatch(text) is not None
