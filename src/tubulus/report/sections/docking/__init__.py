"""The section on docking: what it can tell here, calibrated pairs, poses, preparation.

Exports :func:`make_docking_section`.
"""

from __future__ import annotations

from tubulus.report.sections.docking.section import make_docking_section

__all__ = ["make_docking_section"]
