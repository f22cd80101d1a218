"""What was fixed before the first participant: when harms stop the study, and what it can show.

Exports the parts :func:`derive_monitoring` and :func:`derive_power`.
"""

from __future__ import annotations

from tubulus.analysis.designs.monitoring import derive_monitoring
from tubulus.analysis.designs.power import derive_power

__all__ = ["derive_monitoring", "derive_power"]
