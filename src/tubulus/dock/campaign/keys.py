"""What the outcome of a pair depends on, as one hash: its atoms, settings, weights and code."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version

from tubulus.core.code_version import compute_code_version
from tubulus.dock.potential.contact_potential import ContactPotential
from tubulus.dock.ranking.weights import load_ranking_weights
from tubulus.dock.settings.docking import DockSettings

__all__ = ["compute_engine_version", "compute_pair_key", "compute_shared_key"]

_PARTS = ("dock/campaign", "dock/potential", "dock/ranking", "dock/search")
_PACKAGES = ("numba", "numpy", "scipy")


@cache
def compute_engine_version() -> str:
    """Compute the version of all that turns two partners into poses.

    Code of the campaign, the potential, the ranking and the search, and the packages that
    compute for them.
    """
    packages = [f"{name}-{version(name)}" for name in _PACKAGES]
    return " ".join([compute_code_version(*_PARTS), *packages])


def compute_shared_key(settings: DockSettings, potential: ContactPotential) -> str:
    """Compute what the keys of all pairs of a campaign share, as 64 hexadecimal digits.

    Only settings that change the poses of a pair count: not decoy numbers, not the size of
    chunks, not memory.
    """
    digest = hashlib.sha256(compute_engine_version().encode())
    told = {
        "search": settings.search.model_dump(mode="json", exclude={"memory_megabytes"}),
        "refinement": settings.refinement.model_dump(mode="json"),
        "clusters": settings.clusters.model_dump(mode="json"),
        "weights": [potential.overlap, potential.electrostatic],
        "ranking": load_ranking_weights().terms.tolist(),
    }
    digest.update(json.dumps(told, sort_keys=True).encode())
    digest.update(potential.energies.astype("<f8").tobytes())
    return digest.hexdigest()


def compute_pair_key(shared: str, fixed_hash: str, mobile_hash: str) -> str:
    """Compute the key of one pair, 64 hexadecimal digits; the sides cannot be swapped."""
    return hashlib.sha256(f"{shared} {fixed_hash} {mobile_hash}".encode()).hexdigest()
