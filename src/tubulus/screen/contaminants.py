"""The rule by which a cargo protein is suspected to come from hands, medium or serum.

The rule is ours and deliberately short: families that vesicle preparations carry along whatever
the cell. A match says that the origin cannot be told, not that the cell does not make the protein.
"""

from __future__ import annotations

import re

__all__ = ["CONTAMINANT_RULES", "find_contaminant_rule"]

CONTAMINANT_RULES: tuple[tuple[str, str], ...] = (
    ("keratin (skin, hair, dust)", r"KRT\d+[A-Z]?|KRTAP\d.*|HRNR|FLG2?|CASP14|DSP|JUP|DSG1"),
    ("immunoglobulin (serum)", r"IG[HKL]|IGH[ADEGM]\d?P?|IG[HKL]V.+|IG[HKL]C\d?|JCHAIN"),
    ("haemoglobin (blood)", r"HB[ABDEGMQZ]\d?"),
    (
        "abundant plasma protein (serum of the medium)",
        r"ALB|AFM|AHSG|A2M|APOA[124]|C3|FG[ABG]|HPR?|HPX|ITIH[1-4]|SERPINA1|TF|GC|TTR",
    ),
    ("sweat, tears, saliva or phagocyte granules", r"DCD|LACRT|LCN1|LTF|LYZ|MPO|PIP|PRR4"),
)
"""Name of each rule and the pattern that a whole symbol matches."""

_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in CONTAMINANT_RULES)


def find_contaminant_rule(symbol: str) -> str | None:
    """Return the name of the contamination rule that a symbol matches, or None."""
    return next((name for name, pattern in _PATTERNS if pattern.fullmatch(symbol)), None)
