"""Complexes of LightDock from its poses: the mobile partner turned and moved to where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from tubulus.dock.structures.reading.read import ReadingOptions, read_structure
from tubulus.dock.structures.structure import Structure, join_structures

__all__ = ["CentredPartners", "place_mobile_partner", "read_centred_partners"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CentredPartners:
    """Both partners as LightDock centred them, the mobile one with chains of its own.

    Attributes
    ----------
    fixed, mobile : Structure
        Chains of the mobile partner that the fixed one has as well are renamed, ``A`` to ``A2``.
    """

    fixed: Structure
    mobile: Structure


def read_centred_partners(folder: Path, setup: Mapping[str, Any]) -> CentredPartners | None:
    """Read the partners of a run from the files that its set-up wrote.

    Returns
    -------
    CentredPartners or None
        None where the files are not at hand, or the partners bend (normal modes).
    """
    names = [setup.get("receptor_pdb"), setup.get("ligand_pdb")]
    paths = [folder / f"lightdock_{Path(str(name)).name}" for name in names]
    if setup.get("use_anm") or not all(path.is_file() for path in paths):
        return None
    options = ReadingOptions(is_predicted=False)
    fixed, mobile = (read_structure(path, options).structure for path in paths)
    own = [f"{chain}2" if chain in fixed.chains else chain for chain in mobile.chain.tolist()]
    return CentredPartners(fixed, replace(mobile, chain=np.asarray(own)))


def place_mobile_partner(
    partners: CentredPartners, quaternion: Floats, translation: Floats, name: str
) -> Structure:
    """Place the mobile partner by a pose, beside the fixed one.

    Parameters
    ----------
    partners : CentredPartners
        Both partners about the origin.
    quaternion : ndarray, shape (4,)
        Rotation about the origin; the real part first, of any length.
    translation : ndarray, shape (3,)
        In ångström, after the rotation.
    name : str
        Name of the complex.
    """
    rotation = Rotation.from_quat(quaternion, scalar_first=True).as_matrix()
    placed = partners.mobile.rotate(rotation).move(translation)
    return join_structures([partners.fixed, placed], name=name)
