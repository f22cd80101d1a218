"""Structures, poses, scores, calibration and campaigns of rigid docking. Knows no trial.

Partners are fixed and mobile; every length is in ångström, every angle in degrees.
Exports the structure that all steps share.
"""

from tubulus.dock.structures.structure import Structure

__all__ = ["Structure"]
