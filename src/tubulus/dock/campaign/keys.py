"""What the outcome of a pair depends on, as one hash: its atoms, settings, weights and code."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from tubulus.core.code_version import compute_code_version
from tubulus.dock.potential.contact_potential import ContactPotential
from tubulus.dock.ranking.weights import load_ranking_weights
from tubulus.dock.search.grid.batches import load_batch_searcher
from tubulus.dock.search.grid.transforms import UnknownBackEndError
from tubulus.dock.search.settings import SearchSettings
from tubulus.dock.settings.docking import DockSettings

__all__ = ["compute_engine_version", "compute_pair_key", "compute_shared_key"]

_PARTS = (
    "dock/campaign",
    "dock/potential",
    "dock/ranking",
    "dock/search",
    "dock/structures/structure.py",
)
_PACKAGES = ("numba", "numpy", "scipy")


@cache
def compute_engine_version(fourier: str = "scipy") -> str:
    """Compute the version of all that turns two partners into poses.

    Code of the campaign, the potential, the ranking and the search, their shipped weights, and
    the packages that compute for them.

    Parameters
    ----------
    fourier : str
        The Fourier back end of the search settings; its package counts too.
    """
    names = sorted({*_PACKAGES, fourier})
    return " ".join([compute_code_version(*_PARTS), *(f"{n}-{_find_version(n)}" for n in names)])


def _find_version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # told when the search asks for it
        return "absent"


def compute_shared_key(settings: DockSettings, potential: ContactPotential) -> str:
    """Compute what the keys of all pairs of a campaign share, as 64 hexadecimal digits.

    Only settings that change the poses of a pair count: not decoy numbers, not the size of
    chunks, not memory, and none that is without effect beside the others. With PyTorch the device
    counts, ``auto`` as what it means on this machine.
    """
    digest = hashlib.sha256(compute_engine_version(settings.search.fourier).encode())
    told = _list_effective(settings) | {"weights": [potential.overlap, potential.electrostatic]}
    digest.update(json.dumps(told, sort_keys=True).encode())
    digest.update(potential.energies.astype("<f8").tobytes())
    return digest.hexdigest()


def _list_effective(settings: DockSettings) -> dict[str, Any]:
    """List the settings that change poses, without those that others switch off."""
    refined = settings.refinement.poses > 0
    # refined poses are ranked by their energy
    rescored = settings.clusters.rescored and not refined
    search = settings.search.model_dump(mode="json", exclude={"memory_megabytes", "device"})
    return {
        "search": search | {"device": _resolve_device(settings.search)},
        "refinement": settings.refinement.model_dump(mode="json") if refined else {},
        "clusters": settings.clusters.model_dump(mode="json") | {"rescored": rescored},
        "ranking": load_ranking_weights().terms.tolist() if rescored else [],
    }


def _resolve_device(search: SearchSettings) -> str:
    if search.fourier != "torch":
        return "cpu"
    try:
        return load_batch_searcher(search.device).device
    except UnknownBackEndError:  # told when the search asks for it
        return search.device


def compute_pair_key(shared: str, fixed_hash: str, mobile_hash: str) -> str:
    """Compute the key of one pair, 64 hexadecimal digits; the sides cannot be swapped."""
    return hashlib.sha256(f"{shared} {fixed_hash} {mobile_hash}".encode()).hexdigest()
