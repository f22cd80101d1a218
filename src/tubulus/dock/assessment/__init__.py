"""How close poses are to a reference complex, and whether they are plausible at all.

Exports superposition, the reference and the assessment of poses by fnat, RMSD, DockQ and CAPRI.
Lengths are in ångström.
"""

from tubulus.dock.assessment.assess import assess_poses
from tubulus.dock.assessment.buried_area import compute_buried_area
from tubulus.dock.assessment.membrane import MembranePlausibility, assess_membrane_side
from tubulus.dock.assessment.plausibility import list_pose_doubts
from tubulus.dock.assessment.quality import (
    CAPRI_CLASSES,
    PoseQuality,
    classify_capri,
    compute_dockq,
)
from tubulus.dock.assessment.reference_complex import ReferenceComplex, build_reference
from tubulus.dock.assessment.superposition import Superposition, compute_rmsd, superimpose

__all__ = [
    "CAPRI_CLASSES",
    "MembranePlausibility",
    "PoseQuality",
    "ReferenceComplex",
    "Superposition",
    "assess_membrane_side",
    "assess_poses",
    "build_reference",
    "classify_capri",
    "compute_buried_area",
    "compute_dockq",
    "compute_rmsd",
    "list_pose_doubts",
    "superimpose",
]
