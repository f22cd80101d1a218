"""The way out to CDISC's Analysis Results Standard, version 1: one JSON file a reporting event.

The plan becomes its metadata, the results fill it; a number is written as it was computed.
Exports :func:`make_reporting_event`.
"""

from __future__ import annotations

from tubulus.exchange.ars.reporting_event import make_reporting_event

__all__ = ["make_reporting_event"]
