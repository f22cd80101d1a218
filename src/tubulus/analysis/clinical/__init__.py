"""What was done and what happened, per arm, from the standard forms: no comparison, no test.

Exports :func:`derive_clinical_tables`, which gives the tables ``clinical`` and ``responses``.
"""

from tubulus.analysis.clinical.row import CLINICAL_SCHEMA, ClinicalRow
from tubulus.analysis.clinical.tables import derive_clinical_tables

__all__ = ["CLINICAL_SCHEMA", "ClinicalRow", "derive_clinical_tables"]
