"""The ways in from other systems, and the ways out: mapped files in, reporting events out.

The mapping is written in TOML, under ``[[sources]]`` of ``study.toml``; the files stay as they are.
Exports :class:`Source`, :class:`Column`, :func:`collect_sources` and :func:`read_sources`.
"""

from tubulus.exchange.source import Column, Source
from tubulus.exchange.sources import OWN_SECTIONS, collect_sources
from tubulus.exchange.tables import read_sources

__all__ = ["OWN_SECTIONS", "Column", "Source", "collect_sources", "read_sources"]
