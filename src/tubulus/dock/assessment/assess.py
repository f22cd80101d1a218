"""Assessment of many poses against a reference complex."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.dock.assessment.contacts import count_contacts
from tubulus.dock.assessment.quality import PoseQuality, classify_capri, compute_dockq
from tubulus.dock.assessment.reference_complex import ReferenceComplex
from tubulus.dock.assessment.superposition import compute_superposed_rmsd, superimpose

__all__ = ["assess_poses"]

Floats = npt.NDArray[np.float64]


def assess_poses(
    reference: ReferenceComplex, rotations: Floats, translations: Floats
) -> PoseQuality:
    """Compute how close poses are to the reference complex.

    Parameters
    ----------
    reference : ReferenceComplex
        From ``build_reference`` with the partners that were docked.
    rotations : ndarray, shape (p, 3, 3)
        Proper rotations.
    translations : ndarray, shape (p, 3)
        In ångström; a position x of the mobile partner goes to ``rotation @ x + translation``.

    Returns
    -------
    PoseQuality
        One element a pose.

    Notes
    -----
    Deviations come from sums over the atoms that do not depend on the pose, so that a pose costs
    no loop over atoms; only contacts do.
    """
    counts = count_contacts(
        reference.fixed.positions,
        reference.fixed.residue,
        reference.mobile.positions,
        reference.mobile.residue,
        native=reference.contacts,
        rotations=rotations,
        translations=translations,
    )
    fnat = counts.shared / reference.n_contacts
    interface_rmsd = _compute_interface_rmsd(reference, rotations, translations)
    ligand_rmsd = _compute_ligand_rmsd(reference, rotations, translations)
    return PoseQuality(
        fnat,
        (counts.total - counts.shared) / np.maximum(counts.total, 1),
        interface_rmsd,
        ligand_rmsd,
        compute_dockq(fnat, interface_rmsd, ligand_rmsd),
        classify_capri(fnat, interface_rmsd, ligand_rmsd),
        counts.total,
        counts.residue_clashes,
        counts.atom_clashes,
        reference.n_contacts,
    )


def _compute_interface_rmsd(
    reference: ReferenceComplex, rotations: Floats, translations: Floats
) -> Floats:
    """Superimpose the interface of each pose upon that of the reference.

    With the fixed atoms x, the placed atoms R z + t and reference atoms y about their mean, the
    covariance is sum x yᵀ + R sum z yᵀ + t (sum y)ᵀ.
    """
    fixed, mobile = reference.fixed, reference.mobile
    x = fixed.backbone[reference.interface_fixed]
    z = mobile.backbone[reference.interface_mobile]
    y_fixed = fixed.reference_backbone[reference.interface_fixed]
    y_mobile = mobile.reference_backbone[reference.interface_mobile]
    n_atoms = len(x) + len(z)
    # all about one origin near the interface, so that sums lose no digits
    origin = (y_fixed.sum(axis=0) + y_mobile.sum(axis=0)) / n_atoms
    y_fixed, y_mobile = y_fixed - origin, y_mobile - origin
    pivot = x.mean(axis=0)
    x = x - pivot
    z_mean = z.mean(axis=0)
    z = z - z_mean
    shift = rotations @ z_mean + translations - pivot
    covariance = x.T @ y_fixed + rotations @ (z.T @ y_mobile)
    covariance = covariance + shift[:, :, None] * y_mobile.sum(axis=0)
    mean = len(z) * shift / n_atoms
    spread = (x**2).sum() + (z**2).sum() + len(z) * (shift**2).sum(axis=1)
    spread = spread - n_atoms * (mean**2).sum(axis=1)
    spread = spread + (y_fixed**2).sum() + (y_mobile**2).sum()
    return compute_superposed_rmsd(covariance, spread, n_atoms)


def _compute_ligand_rmsd(
    reference: ReferenceComplex, rotations: Floats, translations: Floats
) -> Floats:
    """Compare the smaller partner where the pose and where the reference has it.

    If the mobile partner is the larger one, the inverse pose places the fixed partner.
    """
    larger, smaller = reference.fixed, reference.mobile
    if not reference.superposes_fixed:
        larger, smaller = smaller, larger
        rotations = np.swapaxes(rotations, 1, 2)
        translations = -(rotations @ translations[:, :, None])[:, :, 0]
    target = superimpose(larger.reference_backbone, larger.backbone)
    y = target.place(smaller.reference_backbone)
    x_mean, y_mean = smaller.backbone.mean(axis=0), y.mean(axis=0)
    x, y = smaller.backbone - x_mean, y - y_mean
    shift = rotations @ x_mean + translations - y_mean
    overlap = np.einsum("pij,ji->p", rotations, x.T @ y)
    squared = ((x**2).sum() + (y**2).sum() - 2.0 * overlap) / len(x) + (shift**2).sum(axis=1)
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)))
