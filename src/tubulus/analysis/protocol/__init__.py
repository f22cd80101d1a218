"""The statistical section of a protocol, written from the plan: what will be done, in sentences.

What the study file does not say is named as open, never filled with a usual phrase.
Exports :func:`write_protocol`.
"""

from __future__ import annotations

from tubulus.analysis.protocol.document import PROTOCOL_SCHEMA, write_protocol

__all__ = ["PROTOCOL_SCHEMA", "write_protocol"]
