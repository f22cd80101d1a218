"""Every method of the room under the name that results carry."""

from __future__ import annotations

from types import MappingProxyType

from tubulus.stats import (
    ancova,
    correlation,
    describe,
    multiplicity,
    paired,
    regression_to_mean,
    smd,
    two_part,
)
from tubulus.stats.proportions import (
    boschloo,
    clopper_pearson,
    fisher,
    jeffreys,
    mantel_haenszel,
    mid_p,
    miettinen_nurminen,
    newcombe,
    wilson,
)

__all__ = ["METHODS"]

METHODS = MappingProxyType(
    {
        method.name: method
        for method in (
            clopper_pearson.METHOD,
            wilson.METHOD,
            jeffreys.METHOD,
            mid_p.METHOD,
            newcombe.METHOD,
            miettinen_nurminen.METHOD,
            mantel_haenszel.METHOD,
            fisher.METHOD,
            boschloo.METHOD,
            ancova.METHOD,
            smd.METHOD,
            describe.METHOD,
            correlation.PEARSON,
            correlation.SPEARMAN,
            paired.METHOD,
            two_part.METHOD,
            regression_to_mean.METHOD,
            multiplicity.HOLM,
            multiplicity.BENJAMINI_HOCHBERG,
        )
    }
)
"""Name of a method to its record: what it gives, its limits, its source."""
