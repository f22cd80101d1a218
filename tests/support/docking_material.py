"""Material of a report on an invented docking campaign; every score, pose and residue is SYNTHETIC.

Names of proteins only make the tables readable; nothing here is evidence on any of them. Poses are
two ideal helices beside each other.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from tests.support.results_fixture import make_results
from tests.support.screen_material import read_invented_study
from tubulus.core.results import Results
from tubulus.report.material import Material, make_material
from tubulus.report.settings import ReportSettings

DOCK_RECORD = "00d0c4ed00d0c4ed"
PAIRS = (
    ("TGFBR2", "TGFB3", "calibrated", 0.006, 0.03),
    ("BMPR1A", "BMP2", "calibrated", 0.071, 0.14),
    ("FGFR1", "FGF2", "calibrated", 0.42, 0.42),
    ("MET", "HGF", "too few decoys", None, None),
    ("AXL", "GAS6", "not evaluable", None, None),
)
"""Fixed and mobile partner, state, p and q."""
USEFUL = (0.71, 0.62, 0.80)
USELESS = (0.55, 0.44, 0.66)
N_DECOYS = 12
NOTHING_ELSE: dict[str, Any] = {
    "screen": False,
    **dict.fromkeys(
        ("estimates", "flow", "cautions", "claims", "observations", "methods", "findings")
    ),
}
RESIDUES = ("ALA", "LEU", "LYS", "GLU", "ARG", "SER")


@cache
def write_pose(fixed: str, mobile: str, n: int = 24) -> str:
    """Write two helices as the file of a pose; the mobile partner's chain was renamed."""
    lines = [
        "REMARK 250 Invented pose of two ideal helices.",
        f"REMARK 250 fixed partner {fixed}: chains A",
        f"REMARK 250 mobile partner {mobile}: chains B (A)",
    ]
    serial = 0
    for chain, shift in (("A", 0.0), ("B", 11.0)):
        for i in range(n):
            for atom, radius, turn, rise in (
                ("N", 1.6, -0.5, -0.9),
                ("CA", 2.3, 0.0, 0.0),
                ("C", 1.7, 0.5, 1.1),
                ("O", 2.0, 0.6, 2.3),
                ("CB", 3.3, -0.1, 0.3),
            ):
                angle = math.radians(100) * i + turn
                x, y = shift + radius * math.cos(angle), radius * math.sin(angle)
                serial += 1
                lines.append(
                    f"ATOM  {serial:>5}  {atom:<3} {RESIDUES[i % 6]} {chain}{i + 1:>4}    "
                    f"{x:8.3f}{y:8.3f}{1.5 * i + rise:8.3f}  1.00  0.00          {atom[0]:>2}"
                )
        lines.append("TER")
    return "\n".join([*lines, "END", ""])


def make_docking_tables(
    pairs: tuple[tuple[Any, ...], ...] = PAIRS, area: tuple[float, float, float] | None = USEFUL
) -> dict[str, pl.DataFrame]:
    """Make the tables of an invented campaign; ``area`` None is one that was never measured."""
    rng = np.random.default_rng(20261122)
    scored = [pair for pair in pairs if pair[2] != "not evaluable"]
    return {
        "pair_calibration": pl.DataFrame(
            [_calibrate(pair, rank) for rank, pair in enumerate(pairs, start=1)],
            infer_schema_length=None,
        ),
        "pair_docking": pl.DataFrame(
            [_dock(fixed, mobile, "asked", 130.0) for fixed, mobile, *_ in scored]
            + [
                _dock(fixed, f"decoy {i:02d}", "decoy", rng.normal(100.0, 12.0))
                for fixed, *_ in scored
                for i in range(N_DECOYS)
            ]
            + [
                _dock(f"decoy {i:02d}", mobile, "decoy", rng.normal(104.0, 12.0))
                for _, mobile, *_ in scored
                for i in range(N_DECOYS)
            ]
        ),
        "discrimination": pl.DataFrame([_tell_area(area)], infer_schema_length=None),
        **_make_pose_tables(scored),
        "decoy_partners": pl.DataFrame(
            [
                {"fixed": fixed, "mobile": mobile, "side": side, "decoy": f"decoy {i:02d}"}
                for fixed, mobile, *_ in scored
                for side in ("fixed", "mobile")
                for i in range(N_DECOYS)
            ]
        ),
        "preparation": pl.DataFrame(
            {
                "partner": ["TGFBR2"] * 3,
                "side": ["fixed"] * 3,
                "kind": ["origin", "chains", "missing_atoms"],
                "message": [
                    "from an invented entry: a bound conformation",
                    "chain B is kept, an invented note",
                    "3 side chains lack atoms",
                ],
                "source_file": ["structures/invented.pdb"] * 3,
                "file_hash": ["ab" * 32] * 3,
            }
        ),
    }


def _calibrate(pair: tuple[Any, ...], rank: int) -> dict[str, Any]:
    fixed, mobile, state, p, q = pair
    scored = state != "not evaluable"
    return {
        "fixed": fixed,
        "mobile": mobile,
        "score": 130.0 if scored else None,
        "p": p,
        "smallest_p": 1 / 169 if scored else None,
        "q": q,
        "n_decoys_fixed": N_DECOYS if scored else None,
        "n_decoys_mobile": N_DECOYS if scored else None,
        "percent_fixed": 99.96 if p is not None else None,
        "percent_mobile": 75.0 if p is not None else None,
        "raw_percent_fixed": 41.7 if p is not None else None,
        "raw_percent_mobile": 58.3 if p is not None else None,
        "state": state,
        "reason": None if p is not None else f"an invented reason: {state}",
        "sentence": f"{fixed} with {mobile}: an invented sentence.",
        "evidence_rank": rank,
    }


def _dock(fixed: str, mobile: str, role: str, score: float) -> dict[str, Any]:
    return {
        "fixed": fixed,
        "mobile": mobile,
        "role": role,
        "state": "docked",
        "reason": None,
        "score": float(score),
        "n_poses": 1000,
        "n_clusters": 40,
    }


def _tell_area(area: tuple[float, float, float] | None) -> dict[str, Any]:
    auc, low, high = area or (None, None, None)
    useful = auc is not None and auc >= 0.6
    said = "The p-value was not tested." if auc is None else f"AUC of the p-value {auc:.2f}."
    return {
        "label": "p-value",
        "source": "invented complexes",
        "auc": auc,
        "low": low,
        "high": high,
        "n_partners": 12,
        "n_non_partners": 132,
        "state": "estimated" if area else "not estimable",
        "reason": None if area else "an invented reason",
        "sentence": said if useful else f"{said} Docking gave no usable evidence.",
    }


def _make_pose_tables(scored: list[tuple[Any, ...]]) -> dict[str, pl.DataFrame]:
    touching, profile, poses, files = [], [], [], []
    for fixed, mobile, *_ in scored:
        key = {"fixed": fixed, "mobile": mobile}
        for side in ("fixed", "mobile"):
            labels = [f"A:{RESIDUES[i % 6]}{i + 1}" for i in range(24)]
            touching += [
                {**key, "side": side, "residue": label, "n_contacts": 4 + i, "glycan_site": None}
                for i, label in enumerate(labels[4:12])
            ]
            profile += [
                {**key, "side": side, "residue": label, "share": 0.05 * (1 + i % 7)}
                for i, label in enumerate(labels[2:20])
            ]
        poses += [
            {
                **key,
                "pose": pose,
                "clashes": pose - 1,
                "buried_area": 1432.4,
                "membrane_side": "unknown",
                "affinity_kcal_mol": -8.31,
                "state": "assessed",
                "reason": "membrane side unknown: invented",
            }
            for pose in (1, 2)
        ]
        file = f"results/dock/poses/{fixed}--{mobile}.pdb"
        content = write_pose(fixed, mobile)
        files.append({**key, "file": file, "sha256": "cd" * 32, "content": content})
    return {
        "interface_residues": pl.DataFrame(touching),
        "interface_profile": pl.DataFrame(profile),
        "pose_assessment": pl.DataFrame(poses),
        "pose_files": pl.DataFrame(files),
    }


def make_docking_results(
    *, dock: dict[str, Any] | None = None, others: dict[str, Any] | None = None, **tables: Any
) -> Results:
    """Make results that hold an invented campaign; ``tables`` overrides, None leaves one out.

    Nothing else is in them unless ``others`` says so, as :func:`make_results` takes it.
    """
    given = NOTHING_ELSE if others is None else others
    results = make_results(**given, **{**make_docking_tables(), **tables})
    manifest = {
        **results.manifest,
        "dock": {
            "conclusion": "An invented conclusion.",
            "notes": ["Bound conformations: an invented note."],
            "limits": ["An invented limit: a score shows no binding."],
            "counts": {"asked": 5, "decoy": 96, "fixed_partners": 17, "mobile_partners": 17},
            **(dock or {}),
        },
        "provenance": {
            **results.manifest["provenance"],
            DOCK_RECORD: {"step": "dock", "seed": 1},
        },
    }
    return Results(results.tables, manifest)


def make_docking_material(settings: ReportSettings | None = None, **given: Any) -> Material:
    """Make material of a report on an invented campaign."""
    results = make_docking_results(**given)
    return make_material(read_invented_study(), results, settings or ReportSettings())
