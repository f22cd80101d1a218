"""Small campaigns of made bodies: a few dozen alpha carbons, a coarse grid, few rotations."""

from __future__ import annotations

import numpy as np
from tests.support.dock import make_structure

from tubulus.core.seeds import make_generator
from tubulus.dock.campaign.plan import plan_campaign
from tubulus.dock.campaign.run import run_chunk
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.settings.docking import DockSettings

COARSE = DockSettings.model_validate(
    {
        "search": {
            "rotations": 4,
            "fine_share": 1.0,
            "spacing_angstrom": 2.5,
            "poses": 16,
            "poses_per_rotation": 2,
            "contact_channels": 2,
        },
        "clusters": {"kept": 3, "radius_angstrom": 4.0, "profile_poses": 5},
        "decoys": {"fixed": 2, "mobile": 2},
        "calibration": {"least_decoys": 2},
        "pairs_per_chunk": 2,
    }
)


def make_prepared(name, n=40, seed=None, *, reason="", role="ligand"):
    rng = np.random.default_rng(sum(map(ord, name)) if seed is None else seed)
    structure = make_structure(
        rng.normal(size=(n, 3)) * 5.0 * np.array([1.5, 1.0, 0.7]),
        name=name,
        residue_number=np.arange(1, n + 1),
        residue_name=rng.choice(["ALA", "LEU", "LYS"], n),
    )
    nothing = np.zeros(n, dtype=np.int64)
    return PreparedPartner(
        structure, role, (), ("",), nothing, (), (), None, is_evaluable=not reason, reason=reason
    )


FIXED = [make_prepared(f"F{i}", 40 + 7 * i) for i in range(4)]
MOBILE = [make_prepared(f"M{i}", 30 + 5 * i) for i in range(3)]
ASKED = [("F0", "M0"), ("F1", "M2")]
# few kinds of residues, and so by their sequences all of one family
STRANGERS: dict[str, str] = {}


def make_plan(
    pairs=ASKED, fixed=FIXED, mobile=MOBILE, *, families=STRANGERS, excluded=(), **settings
):
    return plan_campaign(
        COARSE.model_copy(update=settings),
        fixed,
        mobile,
        pairs,
        families=families,
        excluded=excluded,
    )


def run(plan):
    return [run_chunk(chunk, make_generator(1, "dock", chunk.name)) for chunk in plan.chunks]
