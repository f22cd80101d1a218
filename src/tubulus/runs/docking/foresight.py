"""What can be said of a campaign before anything is docked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote

import numpy as np

from tubulus.core.errors import StudyError
from tubulus.core.progress import Progress
from tubulus.core.results import ResultError, read_results
from tubulus.dock.calibration.matching import choose_block, derive_decoy_mask
from tubulus.dock.calibration.score_table import ScoreTable
from tubulus.dock.campaign.plan import CampaignPlan
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.homodimers import tell_homodimers
from tubulus.runs.docking.planning import plan_study_campaign
from tubulus.runs.docking.reading.inputs import (
    PreparedSides,
    prepare_sides,
    read_dock_tables,
    resolve_pairs,
)
from tubulus.runs.docking.study import plan_dock_step
from tubulus.runs.docking.telling.material import list_some
from tubulus.runs.workspace import Workspace

__all__ = ["foresee_campaign"]

Pair = tuple[str, str]


def foresee_campaign(workspace: Workspace, progress: Progress) -> tuple[str, ...]:
    """Read, prepare and plan a campaign, and say what its pairs will lack.

    Returns
    -------
    tuple of str
        Pairs that will be docked, asked pairs with too few decoy partners, of partners that cannot
        be judged, and of one structure with itself. Nothing where the kept results hold.

    Raises
    ------
    InputError
        With every problem of all files.
    """
    settings = workspace.whole.dock
    if settings is None:
        return ()
    tables = read_dock_tables(workspace, settings)
    if _holds(workspace, settings):
        return ()
    sides = prepare_sides(tables, settings, progress)
    try:
        asked = resolve_pairs(workspace, tables).pairs
    except StudyError:
        return ("The pairs to dock are the shortlist of the screen, which is not there yet.",)
    plan, _ = plan_study_campaign(settings, tables, sides, asked)
    return (
        _tell_number(plan),
        *_tell_few(plan, f"tubulus data add decoys --study {quote(str(workspace.folder.path))}"),
        *_tell_unfit(sides, asked),
        *tell_homodimers(asked, sides),
    )


def _holds(workspace: Workspace, settings: DockSettings) -> bool:
    try:
        kept = read_results(workspace.folder.results / "dock", verify=False).manifest["key"]
    except ResultError:
        return False
    return bool(kept == plan_dock_step(workspace, settings).key)


def _tell_number(plan: CampaignPlan) -> str:
    asked = sum(pair.role == "asked" for pair in plan.pairs)
    decoy = len(plan.pairs) - asked
    pairs = "pair" if asked == 1 else "pairs"
    return f"Docking takes {asked} asked {pairs} and {decoy} decoy pairs."


def _tell_few(plan: CampaignPlan, command: str) -> Iterator[str]:
    """Tell the asked pairs that have fewer decoy partners on a side than a p-value needs."""
    table = _lay_out(plan)
    mask, least = derive_decoy_mask(table), plan.settings.calibration.least_decoys
    unfit = [bool(reason) for reason in plan.fixed.partners.reasons]
    unfit_mobile = [bool(reason) for reason in plan.mobile.partners.reasons]
    lacking = []
    for i, j in np.argwhere(table.asked).tolist():
        block = choose_block(table, mask, (i, j), plan.settings.calibration)
        counts = block.columns.size, block.rows.size
        if min(counts) < least and not (unfit[i] or unfit_mobile[j]):
            fixed, mobile = table.fixed.names[i], table.mobile.names[j]
            numbers = f"{counts[0]} of {fixed}, {counts[1]} of {mobile}"
            lacking.append(f"{fixed} with {mobile} ({numbers})")
    if lacking:
        yield (
            f"Too few decoy partners for a p-value, which needs {least} a side: "
            f"{list_some(lacking)}. Add some: {command}"
        )


def _lay_out(plan: CampaignPlan) -> ScoreTable:
    """Return the table of scores as it will be, if every planned pair is scored."""
    fixed, mobile = plan.fixed.partners, plan.mobile.partners
    shape = len(fixed.names), len(mobile.names)
    marked = {role: np.zeros(shape, dtype=bool) for role in ("asked", "decoy")}
    for pair in plan.pairs:
        place = fixed.names.index(pair.fixed), mobile.names.index(pair.mobile)
        marked[pair.role][place] = True
    return ScoreTable(
        fixed=fixed,
        mobile=mobile,
        scores=np.where(marked["asked"] | marked["decoy"], 0.0, np.nan),
        asked=marked["asked"],
        decoy=marked["decoy"],
        reasons=np.full(shape, "", dtype=np.str_),
        higher_is_better=True,
    )


def _tell_unfit(sides: PreparedSides, asked: Sequence[Pair]) -> Iterator[str]:
    """Tell the asked partners that are docked and not judged."""
    wanted = {name for pair in asked for name in pair}
    unfit = [
        f"{partner.structure.name} ({partner.reason or 'not evaluable'})"
        for partner in (*sides.fixed, *sides.mobile)
        if not partner.is_evaluable and partner.structure.name in wanted
    ]
    if unfit:
        yield f"No pair of these partners can be judged: {list_some(list(dict.fromkeys(unfit)))}."
