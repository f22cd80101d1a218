"""Where a result comes from: versions, platform, inputs and settings under one identifier."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from tubulus import __version__
from tubulus.core.files import compute_text_hash

__all__ = ["DEPENDENCIES", "Provenance", "make_provenance", "read_versions"]

DEPENDENCIES = ("numpy", "scipy", "polars", "pyarrow", "pydantic")
"""Packages whose version can change a number."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What produced a set of results.

    Parameters
    ----------
    id : str
        First 16 hexadecimal digits of the hash over everything below except the platform.
    step : str
        Which piece of work it was, for instance ``analysis``.
    inputs : mapping of str to str
        Name of each input and the SHA-256 of its content.
    settings : mapping
        Resolved settings, as plain data.
    seed : int
        Seed of the run.
    versions : mapping of str to str
        Tubulus and the packages that can change a number.
    platform : str
        Operating system, machine and Python, for information.
    """

    id: str
    step: str
    inputs: Mapping[str, str]
    settings: Mapping[str, Any]
    seed: int
    versions: Mapping[str, str] = field(default_factory=dict)
    platform: str = ""

    def as_plain_data(self) -> dict[str, Any]:
        """Return the record as data that JSON can hold."""
        return asdict(self)


def read_versions() -> dict[str, str]:
    """Return the versions of Tubulus and of the packages that can change a number."""
    versions = {"tubulus": __version__}
    for name in DEPENDENCIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    return versions


def make_provenance(
    step: str,
    *,
    inputs: Mapping[str, str],
    settings: Mapping[str, Any],
    seed: int,
) -> Provenance:
    """Make the provenance record of a piece of work; equal work has an equal identifier."""
    versions = read_versions()
    content = json.dumps(
        [step, dict(inputs), dict(settings), seed, versions], sort_keys=True, default=str
    )
    return Provenance(
        id=compute_text_hash(content)[:16],
        step=step,
        inputs=dict(inputs),
        settings=dict(settings),
        seed=seed,
        versions=versions,
        platform=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
    )
