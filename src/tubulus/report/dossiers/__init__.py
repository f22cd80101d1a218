"""One dossier a shortlisted pair: evidence layer by layer, scores, cells, cargo and citations.

Rows are selected, ordered and put into words here; no number is made.
Exports :class:`Dossier`, :func:`list_dossiers` and :func:`list_shortlist`.
"""

from __future__ import annotations

from tubulus.report.dossiers.dossier import Dossier, list_dossiers
from tubulus.report.dossiers.shortlist import list_shortlist

__all__ = ["Dossier", "list_dossiers", "list_shortlist"]
