"""What is shown of the best pairs: poses assessed, interface listed, best pose written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.spatial import cKDTree

from tubulus.core.progress import Progress
from tubulus.dock.assessment.buried_area import compute_buried_area
from tubulus.dock.assessment.contacts import count_contacts
from tubulus.dock.assessment.plausibility import judge_membrane_side
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.scoring.contacts_affinity import estimate_affinity
from tubulus.dock.search.rotations import compute_rotation_matrices
from tubulus.dock.structures.complex_files import render_complex
from tubulus.dock.structures.neighbours import CONTACT_ANGSTROM
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure
from tubulus.runs.docking.complexes import name_pose_file

__all__ = ["ShownPairs", "choose_shown", "show_pairs"]

Floats = npt.NDArray[np.float64]
Row = tuple[object, ...]

POSE_ASSESSMENT_SCHEMA: dict[str, type[pl.DataType]] = {
    "fixed": pl.String,
    "mobile": pl.String,
    "pose": pl.Int64,
    "clashes": pl.Int64,
    "buried_area": pl.Float64,
    "membrane_side": pl.String,
    "affinity_kcal_mol": pl.Float64,
    "state": pl.String,
    "reason": pl.String,
}
"""One row a pose; ``clashes`` are pairs of heavy atoms nearer than 3 Å, the area is in Å²."""
INTERFACE_RESIDUE_SCHEMA: dict[str, type[pl.DataType]] = {
    "fixed": pl.String,
    "mobile": pl.String,
    "side": pl.String,
    "residue": pl.String,
    "n_contacts": pl.Int64,
    "glycan_site": pl.String,
}
"""One row a residue of a best pose; ``n_contacts`` are heavy atoms of the partner within 5 Å.

``glycan_site`` is ``glycan`` where the file has one there, ``sequon`` where there may be one, and
null elsewhere.
"""


@dataclass(frozen=True, slots=True, eq=False)
class ShownPairs:
    """Tables on the poses of some asked pairs, and their best poses as files.

    Attributes
    ----------
    pose_assessment, interface_residues : polars.DataFrame
        ``POSE_ASSESSMENT_SCHEMA`` and ``INTERFACE_RESIDUE_SCHEMA``.
    files : mapping of str to str
        Text of each file by its name below the results.
    places : mapping of (fixed, mobile) to str
        File of each pair.
    """

    pose_assessment: pl.DataFrame
    interface_residues: pl.DataFrame
    files: Mapping[str, str]
    places: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, eq=False)
class _Poses:
    """Poses of one pair with both partners: rotations (p, 3, 3), translations (p, 3)."""

    fixed: PreparedPartner
    mobile: PreparedPartner
    rotations: Floats
    translations: Floats
    scores: list[float]

    @property
    def structures(self) -> tuple[Structure, Structure]:
        return _drop_hydrogen(self.fixed.structure), _drop_hydrogen(self.mobile.structure)

    def place(self, structure: Structure, pose: int) -> Structure:
        return structure.rotate(self.rotations[pose]).move(self.translations[pose])


def choose_shown(pairs: pl.DataFrame, poses: pl.DataFrame, count: int) -> list[tuple[str, str]]:
    """Choose asked pairs that have poses: smallest p first, then by names."""
    posed = pairs.join(poses, on=["fixed", "mobile"], how="semi")
    ordered = posed.sort("p", "fixed", "mobile", nulls_last=True).head(count)
    return list(ordered.select("fixed", "mobile").iter_rows())


def show_pairs(
    chosen: Sequence[tuple[str, str]],
    poses: pl.DataFrame,
    sides: tuple[Sequence[PreparedPartner], Sequence[PreparedPartner]],
    sentences: Mapping[tuple[str, str], str],
    progress: Progress,
) -> ShownPairs:
    """Assess the kept poses of some pairs and write the best pose of each.

    Parameters
    ----------
    chosen : sequence of (fixed, mobile)
        Pairs; those without a pose are passed over.
    poses : polars.DataFrame
        Of the campaign, best pose of a pair first.
    sides : tuple of sequences of PreparedPartner
        Fixed and mobile partners.
    sentences : mapping of (fixed, mobile) to str
        What the calibration says of a pair, for the head of its file.
    progress : Progress
        Told about each pair.
    """
    fixed, mobile = ({p.structure.name: p for p in side} for side in sides)
    progress.start("dock (assessing poses)", len(chosen))
    assessed: list[Row] = []
    residues: list[Row] = []
    files: dict[str, str] = {}
    places: dict[tuple[str, str], str] = {}
    of_pair = poses.partition_by("fixed", "mobile", as_dict=True)
    for pair in sorted(chosen):
        table = of_pair.get(pair)
        if table is not None:
            found = _read_poses(table, fixed[pair[0]], mobile[pair[1]])
            assessed += [(*pair, *row) for row in _assess(found)]
            residues += [(*pair, *row) for row in _list_interface(found)]
            text, ending = _render(found, sentences.get(pair, ""))
            places[pair] = name_pose_file(*pair, files, ending)
            files[places[pair]] = text
        progress.advance()
    progress.finish(f"{len(files)} pairs")
    return ShownPairs(
        pl.DataFrame(assessed, schema=POSE_ASSESSMENT_SCHEMA, orient="row"),
        pl.DataFrame(residues, schema=INTERFACE_RESIDUE_SCHEMA, orient="row"),
        files,
        places,
    )


def _read_poses(table: pl.DataFrame, fixed: PreparedPartner, mobile: PreparedPartner) -> _Poses:
    ordered = table.sort("pose")
    quaternions = ordered.select("rotation_w", "rotation_x", "rotation_y", "rotation_z").to_numpy()
    translations = ordered.select("translation_x", "translation_y", "translation_z").to_numpy()
    rotations = compute_rotation_matrices(quaternions)
    return _Poses(fixed, mobile, rotations, translations, ordered["score"].to_list())


def _drop_hydrogen(structure: Structure) -> Structure:
    return structure.select(~np.isin(structure.element, ("H", "D")))


def _assess(poses: _Poses) -> list[Row]:
    fixed, mobile = poses.structures
    residues = tuple(s.residue_index.astype(np.int64) for s in (fixed, mobile))
    clashes = count_contacts(
        fixed.positions,
        residues[0],
        mobile.positions,
        residues[1],
        native=np.zeros((fixed.n_residues, mobile.n_residues), dtype=bool),
        rotations=poses.rotations,
        translations=poses.translations,
    ).atom_clashes.tolist()
    areas = compute_buried_area(fixed, mobile, poses.rotations, poses.translations).tolist()
    membrane, doubt = _tell_membrane_side(poses, mobile)
    rows: list[Row] = []
    for pose, (count, area, side) in enumerate(zip(clashes, areas, membrane, strict=True)):
        energy, why = _estimate_affinity(fixed, poses.place(mobile, pose))
        reason = "; ".join(text for text in (doubt, why) if text)
        rows.append((pose + 1, count, area, side, energy, "assessed", reason or None))
    return rows


def _tell_membrane_side(poses: _Poses, mobile: Structure) -> tuple[list[str], str]:
    """Return the side of each pose, and why it is unknown."""
    found = judge_membrane_side(poses.fixed, mobile.positions, poses.rotations, poses.translations)
    if found.state == "unknown":
        return ["unknown"] * len(poses.rotations), f"membrane side unknown: {found.reason}"
    return ["right" if fits else "wrong" for fits in found.is_plausible.tolist()], ""


def _estimate_affinity(fixed: Structure, placed: Structure) -> tuple[float | None, str]:
    try:
        return estimate_affinity(fixed, placed).free_energy, ""
    except ValueError as error:
        return None, f"no affinity: {error}"


def _list_interface(poses: _Poses) -> list[Row]:
    fixed, mobile = poses.structures
    placed = poses.place(mobile, 0)
    pairs = cKDTree(fixed.positions).sparse_distance_matrix(
        cKDTree(placed.positions), CONTACT_ANGSTROM, output_type="coo_matrix"
    )
    rows: list[Row] = []
    for side, structure, atoms, others, partner in (
        ("fixed", fixed, pairs.row, pairs.col, poses.fixed),
        ("mobile", placed, pairs.col, pairs.row, poses.mobile),
    ):
        # an atom of the partner counts once, however many atoms of the residue it touches
        met = np.unique(np.column_stack([structure.residue_index[atoms], others]), axis=0)
        counts = np.bincount(met[:, 0], minlength=structure.n_residues)
        labels, sites = label_residues(structure), _find_glycan_sites(partner)
        rows += [
            (side, labels[r], int(counts[r]), sites.get(labels[r]))
            for r in np.flatnonzero(counts).tolist()
        ]
    return rows


def _find_glycan_sites(partner: PreparedPartner) -> dict[str, str]:
    """Find the residues that carry a glycan in the file or may carry one, by label."""
    labels = label_residues(partner.structure)
    sites = {labels[r]: "sequon" for r in partner.sequons}
    return sites | {labels[r]: "glycan" for r in partner.glycosylated}


def _render(poses: _Poses, sentence: str) -> tuple[str, str]:
    fixed, mobile = poses.structures
    score = f"score {poses.scores[0]:.4g}; compares no two pairs before it is calibrated"
    remarks = [text for text in (score, sentence) if text]
    return render_complex(fixed, poses.place(mobile, 0), remarks)
