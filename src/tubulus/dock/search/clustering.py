"""Clusters of poses by ligand RMSD, computed from rotations and positions alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import compute_rotation_matrices

__all__ = ["Clusters", "cluster_poses", "compute_pose_rmsd"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Clusters in the order of their best poses.

    Parameters
    ----------
    centres : ndarray, shape (c,)
        Index of the pose that opens each cluster; the best of its members.
    sizes : ndarray, shape (c,)
        Poses in each cluster, the opening one included.
    labels : ndarray, shape (n,)
        Cluster of each pose; -1 beyond the clusters wanted.
    """

    centres: Integers
    sizes: Integers
    labels: Integers


def compute_pose_rmsd(table: PoseTable, mobile: Partner, pose: int, others: Integers) -> Floats:
    """Compute the RMSD of the mobile atoms between one pose and others, in angstrom.

    Parameters
    ----------
    table : PoseTable
        Poses of this mobile partner.
    mobile : Partner
        Its atoms.
    pose : int
        Index of the one pose.
    others : ndarray of int, shape (m,)
        Indices of the others.

    Notes
    -----
    With M the mean of o o' over atom offsets o from their mean, and d the distance of the two
    positions: RMSD**2 = d**2 + 2 tr(M) - 2 tr(R1' R2 M). No coordinates are moved.
    """
    offsets = mobile.positions - mobile.centre
    spread = offsets.T @ offsets / len(offsets)
    matrices = compute_rotation_matrices(table.rotations[others])
    one = compute_rotation_matrices(table.rotations[pose])
    lever = mobile.centre - table.mobile_centre
    places = table.positions[others] + matrices @ lever
    shift = places - (table.positions[pose] + one @ lever)
    turned = np.einsum("ij,pik,kj->p", one, matrices, spread)
    square = (shift**2).sum(axis=1) + 2.0 * (np.trace(spread) - turned)
    return np.asarray(np.sqrt(np.maximum(square, 0.0)))


def cluster_poses(
    table: PoseTable, mobile: Partner, *, radius: float = 9.0, count: int = 1_000
) -> Clusters:
    """Cluster poses greedily: the best free pose opens a cluster and takes all near it.

    Parameters
    ----------
    table : PoseTable
        Best pose first.
    mobile : Partner
        Its atoms.
    radius : float
        In angstrom.
    count : int
        Clusters wanted at most.
    """
    order = np.argsort(-table.scores, kind="stable")
    labels = np.full(len(table), -1, dtype=np.intp)
    centres: list[int] = []
    for pose in order.tolist():
        if labels[pose] >= 0:
            continue
        if len(centres) == count:
            break
        free = np.flatnonzero(labels < 0)
        near = free[compute_pose_rmsd(table, mobile, pose, free) <= radius]
        labels[near] = len(centres)
        labels[pose] = len(centres)
        centres.append(pose)
    sizes = np.bincount(labels[labels >= 0], minlength=len(centres))
    return Clusters(np.array(centres, dtype=np.intp), sizes, labels)
