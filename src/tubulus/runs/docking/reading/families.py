"""Homology families of a campaign, which the engine derives."""

from __future__ import annotations

from tubulus.dock.partners.families import complete_families

__all__ = ["complete_families"]
