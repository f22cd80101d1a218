"""The section on the in-silico screen: surprise first, then shortlist, dossiers and maps.

Exports :func:`make_screen_section`.
"""

from __future__ import annotations

from tubulus.report.sections.screening.section import make_screen_section

__all__ = ["make_screen_section"]
