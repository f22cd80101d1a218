"""Values that are missing: who lacks one, what imputation gives, how much hangs on it.

Exports the part :func:`derive_missing`, and :func:`list_imputed_contrasts` and
:func:`write_missing` for estimators and the methods text.
"""

from __future__ import annotations

from tubulus.analysis.imputation.derive import derive_missing
from tubulus.analysis.imputation.pooled import list_imputed_contrasts
from tubulus.analysis.imputation.words import write_missing

__all__ = ["derive_missing", "list_imputed_contrasts", "write_missing"]
