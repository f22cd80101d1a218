"""Binding free energy that a complex would have by its contacts and its non-interacting surface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tubulus.dock.assessment.contacts import find_contacts
from tubulus.dock.structures.structure import Structure, join_structures
from tubulus.dock.structures.surface_area import compute_relative_exposure

__all__ = ["AffinityEstimate", "compute_affinity", "estimate_affinity"]

# characters of residues, read in PRODIGY 2.4.0 (aa_properties); histidine, cysteine, tryptophan
# and tyrosine differ between contacts and surface there
_CHARGED: Final = ("ASP", "GLU", "LYS", "ARG")
_POLAR: Final = ("ASN", "GLN", "SER", "THR")
_CHARACTER_IN_CONTACT: Final = (
    dict.fromkeys((*_CHARGED, "HIS"), "C")
    | dict.fromkeys(_POLAR, "P")
    | dict.fromkeys(
        ("ALA", "CYS", "GLY", "PHE", "ILE", "LEU", "MET", "PRO", "TRP", "TYR", "VAL"), "A"
    )
)
_CHARACTER_ON_SURFACE: Final = _CHARACTER_IN_CONTACT | dict.fromkeys(
    ("HIS", "CYS", "TRP", "TYR"), "P"
)
_CONTACT_ANGSTROM: Final = 5.5
_LEAST_EXPOSURE: Final = 0.05
_N_POINTS: Final = 960


@dataclass(frozen=True, slots=True)
class AffinityEstimate:
    """Contact-based estimate of the binding free energy; lower is more favourable.

    Attributes
    ----------
    free_energy : float
        In kcal/mol.
    contacts : dict of str to int
        Residue contacts by character: ``CC`` charged-charged, ``AC`` apolar-charged, ``CP``
        charged-polar, ``PP`` polar-polar, ``AP`` apolar-polar, ``AA`` apolar-apolar.
    apolar_surface, charged_surface : float
        Percentage of apolar and of charged residues among the exposed ones of the complex.
    """

    free_energy: float
    contacts: dict[str, int]
    apolar_surface: float
    charged_surface: float

    @property
    def n_contacts(self) -> int:
        """Number of residue contacts between standard amino acids."""
        return sum(self.contacts.values())


def compute_affinity(
    contacts: dict[str, int], apolar_surface: float, charged_surface: float
) -> float:
    """Compute the free energy in kcal/mol from contacts and surface percentages.

    Notes
    -----
    dG = −0.09459 CC − 0.10007 AC + 0.19577 PP − 0.22671 AP + 0.18681 %apolar
    + 0.13810 %charged − 15.9433 (IC-NIS; Vangone and Bonvin 2015, coefficients of PRODIGY 2.4.0).
    """
    return (
        -0.09459 * contacts["CC"]
        - 0.10007 * contacts["AC"]
        + 0.19577 * contacts["PP"]
        - 0.22671 * contacts["AP"]
        + 0.18681 * apolar_surface
        + 0.13810 * charged_surface
        - 15.9433
    )


def estimate_affinity(fixed: Structure, mobile: Structure) -> AffinityEstimate:
    """Estimate the binding free energy of two partners where they stand.

    Parameters
    ----------
    fixed, mobile : Structure
        Both partners of the complex; atoms flagged ``is_hetero`` are left out.

    Raises
    ------
    ValueError
        If the partners have no contact.

    Notes
    -----
    Contacts are residue pairs with heavy atoms within 5.5 Å; the surface is the residues whose
    exposure in the complex is at least 5 % of that in an extended peptide. Fitted on measured
    complexes: on a pose that is not near the true one the figure means nothing, and it does not
    tell binders from others.
    """
    fixed, mobile = fixed.select(~fixed.is_hetero), mobile.select(~mobile.is_hetero)
    touching = find_contacts(
        fixed.positions,
        fixed.residue_index.astype(np.int64),
        mobile.positions,
        mobile.residue_index.astype(np.int64),
        _CONTACT_ANGSTROM,
    )
    if not touching.any():
        raise ValueError(f"{fixed.name} and {mobile.name} have no residues within 5.5 Å")
    contacts = _count_by_character(touching, _list_names(fixed), _list_names(mobile))
    apolar, charged = _measure_surface(join_structures([fixed, mobile]))
    energy = compute_affinity(contacts, apolar, charged)
    return AffinityEstimate(energy, contacts, apolar, charged)


def _list_names(structure: Structure) -> list[str]:
    names: list[str] = structure.residue_name[structure.residue_starts].tolist()
    return names


def _count_by_character(
    touching: npt.NDArray[np.bool_], fixed: list[str], mobile: list[str]
) -> dict[str, int]:
    counts = dict.fromkeys(("AA", "AC", "AP", "CC", "CP", "PP"), 0)
    for i, j in zip(*np.nonzero(touching), strict=True):
        one, two = _CHARACTER_IN_CONTACT.get(fixed[i]), _CHARACTER_IN_CONTACT.get(mobile[j])
        if one is not None and two is not None:
            counts["".join(sorted(one + two))] += 1
    return counts


def _measure_surface(complex_: Structure) -> tuple[float, float]:
    names = _list_names(complex_)
    exposure = compute_relative_exposure(complex_, n_points=_N_POINTS)
    exposed = [
        _CHARACTER_ON_SURFACE[name]
        for name, share in zip(names, exposure.tolist(), strict=True)
        if share >= _LEAST_EXPOSURE
    ]
    return (
        100.0 * exposed.count("A") / len(exposed),
        100.0 * exposed.count("C") / len(exposed),
    )
