"""Readers for the results of AlphaFold 3, Boltz, ColabFold, HADDOCK3 and LightDock.

Each returns :class:`~tubulus.dock.external.predictions.ExternalPrediction`; files that are cut
off, of other shapes, or of another model are refused with what to do.
"""

from tubulus.dock.external.readers.haddock3 import read_haddock3
from tubulus.dock.external.readers.lightdock import read_lightdock

__all__ = ["read_haddock3", "read_lightdock"]
