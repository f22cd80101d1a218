"""Distance dependence of the three pair terms, one definition for grid and atom pairs."""

from __future__ import annotations

from tubulus.core.kernels import compile_kernel

__all__ = [
    "CONTACT_END",
    "ELECTROSTATIC_END",
    "OVERLAP_END",
    "compute_contact",
    "compute_electrostatic",
    "compute_overlap",
]

OVERLAP_END = 3.6
"""Distance, in angstrom, at which two heavy atoms cease to overlap."""

CONTACT_START, CONTACT_END = 4.5, 7.5
"""A pair is a whole contact up to the first distance and none beyond the second, in angstrom.

The slope is as wide as the coarse grid can hold: 3 angstrom against its 2.4."""

ELECTROSTATIC_END = 12.0
"""Distance, in angstrom, beyond which charges do not see each other (dielectric 80 there)."""

_COULOMB = 332.06  # kcal/mol times angstrom for two elementary charges
_CLOSEST = 3.0  # angstrom; charges nearer than that count as there


@compile_kernel()
def compute_overlap(distance: float) -> float:
    """Compute the overlap of two stiff atoms: (1 - (d / end)**2)**2, 1 at full, 0 from the end."""
    if distance >= OVERLAP_END:
        return 0.0
    rest = 1.0 - (distance / OVERLAP_END) ** 2
    return rest * rest


@compile_kernel()
def compute_contact(distance: float) -> float:
    """Compute the share of a contact, 1 to 0, by the cubic step 1 - 3 u**2 + 2 u**3."""
    if distance <= CONTACT_START:
        return 1.0
    if distance >= CONTACT_END:
        return 0.0
    u = (distance - CONTACT_START) / (CONTACT_END - CONTACT_START)
    return 1.0 - u * u * (3.0 - 2.0 * u)


@compile_kernel()
def compute_electrostatic(distance: float) -> float:
    """Compute the energy of two unit charges in kcal/mol.

    Notes
    -----
    Coulomb with the dielectric of Gabb et al. (1997): 4 up to 6 angstrom, 38 d - 224 to 8, 80
    beyond; shifted by a linear ramp over the last 2 angstrom to end at zero.
    """
    d = max(distance, _CLOSEST)
    if d >= ELECTROSTATIC_END:
        return 0.0
    dielectric = 4.0 if d <= 6.0 else (38.0 * d - 224.0 if d < 8.0 else 80.0)
    ramp = min(1.0, (ELECTROSTATIC_END - d) / 2.0)
    return _COULOMB / (dielectric * d) * ramp
