"""What could explain a contrast besides the treatment, where nobody randomised.

Exports the part :func:`derive_confounding`.
"""

from __future__ import annotations

from tubulus.analysis.confounding.part import derive_confounding

__all__ = ["derive_confounding"]
