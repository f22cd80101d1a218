"""What can be said of a campaign before anything is docked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from shlex import quote

import numpy as np
import polars as pl

from tubulus.core.errors import StudyError
from tubulus.core.progress import Progress
from tubulus.core.results import ResultError, Results, read_results
from tubulus.dock.calibration.matching import choose_block, derive_decoy_mask
from tubulus.dock.calibration.score_table import ScoreTable
from tubulus.dock.campaign.plan import CampaignPlan
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.planning import plan_study_campaign
from tubulus.runs.docking.predictions import tell_reading
from tubulus.runs.docking.reading.inputs import read_dock_tables
from tubulus.runs.docking.reading.shortlist import resolve_pairs
from tubulus.runs.docking.reading.sides import PREPARATION_SCHEMA, PreparedSides, prepare_sides
from tubulus.runs.docking.study import plan_dock_step
from tubulus.runs.docking.telling import tell_questions, tell_without_structure
from tubulus.runs.docking.telling.lookalikes import tell_lookalikes
from tubulus.runs.docking.telling.material import list_some
from tubulus.runs.workspace import Workspace

__all__ = ["Foresight", "foresee_campaign"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Foresight:
    """What is known of a campaign before it runs.

    Attributes
    ----------
    notes : tuple of str
        Pairs that will be docked, and what they will lack.
    preparation : polars.DataFrame
        The report on each partner, ``PREPARATION_SCHEMA``.
    """

    notes: tuple[str, ...]
    preparation: pl.DataFrame


def foresee_campaign(workspace: Workspace, progress: Progress) -> Foresight:
    """Read, prepare and plan a campaign, and say what its pairs will lack.

    Returns
    -------
    Foresight
        Asked pairs with too few decoy partners, of partners that cannot be judged, of one
        structure with itself, without a structure. No note where the kept results hold.

    Raises
    ------
    InputError
        With every problem of all files.
    """
    settings = workspace.whole.dock
    if settings is None:
        return Foresight((), pl.DataFrame(schema=PREPARATION_SCHEMA))
    tables = read_dock_tables(workspace, settings)
    if kept := _read_kept(workspace, settings):
        return Foresight((), kept.tables["preparation"])
    sides = prepare_sides(tables, settings, progress)
    try:
        asked = resolve_pairs(workspace, tables)
    except StudyError as error:
        said = str(error)
        return Foresight((f"{said[:1].upper()}{said[1:]}.",), sides.report)
    plan, _ = plan_study_campaign(settings, tables, sides, asked.pairs)
    notes = (
        _tell_number(plan),
        *tell_without_structure(asked),
        *_tell_few(plan, f"tubulus data add decoys --study {quote(str(workspace.folder.path))}"),
        *_tell_unfit(sides, asked.pairs),
        *tell_questions(asked.pairs, tables, sides),
        *tell_lookalikes(sides),
        *tell_reading(sides.predictions, asked.pairs),
    )
    return Foresight(notes, sides.report)


def _read_kept(workspace: Workspace, settings: DockSettings) -> Results | None:
    try:
        kept = read_results(workspace.folder.results / "dock", verify=False)
    except ResultError:
        return None
    return kept if kept.manifest["key"] == plan_dock_step(workspace, settings).key else None


def _tell_number(plan: CampaignPlan) -> str:
    asked = sum(pair.role == "asked" for pair in plan.pairs)
    decoy = len(plan.pairs) - asked
    pairs = "pair" if asked == 1 else "pairs"
    return f"Docking takes {asked} asked {pairs} and {decoy} decoy pairs."


def _tell_few(plan: CampaignPlan, command: str) -> Iterator[str]:
    """Tell the asked pairs that will have no p-value, and what to do."""
    table, settings = _lay_out(plan), plan.settings
    mask, least = derive_decoy_mask(table), settings.calibration.least_decoys
    unfit = [[bool(x) for x in side.partners.reasons] for side in (plan.fixed, plan.mobile)]
    lacking: list[str] = []
    apart: list[str] = []
    for i, j in np.argwhere(table.asked).tolist():
        block = choose_block(table, mask, (i, j), settings.calibration)
        counts = block.columns.size, block.rows.size
        if block.is_crossed or unfit[0][i] or unfit[1][j]:
            continue
        fixed, mobile = table.fixed.names[i], table.mobile.names[j]
        numbers = f"{counts[0]} of {fixed}, {counts[1]} of {mobile}"
        (lacking if min(counts) < least else apart).append(f"{fixed} with {mobile} ({numbers})")
    if lacking:
        asked_for = min(settings.decoys.fixed, settings.decoys.mobile)
        limit = f"[dock.decoys] asks for no more than {asked_for}: raise fixed and mobile there. "
        remedy = f"{limit if asked_for < least else ''}Add some: {command}"
        yield (
            f"Too few decoy partners for a p-value, which needs {least} a side: "
            f"{list_some(lacking)}. {remedy}"
        )
    if apart:
        yield (
            "No p-value from both sides, for too few decoy partners are docked with each other "
            f"(crossed under [dock.decoys]): {list_some(apart)}."
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
    unfit = [
        f"{partner.structure.name} ({partner.reason or 'not evaluable'})"
        for place, side in enumerate((sides.fixed, sides.mobile))
        for partner in side
        if not partner.is_evaluable and partner.structure.name in {pair[place] for pair in asked}
    ]
    if unfit:
        yield f"No pair of these partners can be judged: {list_some(list(dict.fromkeys(unfit)))}."
