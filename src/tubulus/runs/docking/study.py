"""Run the docking campaign of a study and keep the results: ``tubulus dock run``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import polars as pl

from tubulus.core.errors import StudyError
from tubulus.core.progress import Progress
from tubulus.core.provenance import Provenance
from tubulus.core.results import ResultError, read_results
from tubulus.dock.campaign.keys import compute_engine_version
from tubulus.dock.campaign.plan import CampaignPlan
from tubulus.dock.campaign.results import CampaignResult, merge_results
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.campaign import dock_campaign
from tubulus.runs.docking.evaluability import mark_unevaluable
from tubulus.runs.docking.planning import plan_study_campaign
from tubulus.runs.docking.reading.files import RECORDS_NAME, hash_dock_files
from tubulus.runs.docking.reading.inputs import read_dock_tables
from tubulus.runs.docking.reading.shortlist import hash_shortlist, resolve_pairs
from tubulus.runs.docking.reading.sides import prepare_sides
from tubulus.runs.docking.records import DockRecords
from tubulus.runs.docking.tables import FinishedCampaign, tabulate_campaign
from tubulus.runs.executors import choose_executor
from tubulus.runs.steps import Step, StepOutcome, run_step_with_files
from tubulus.runs.workspace import Workspace

__all__ = ["DockRequest", "check_dock_inputs", "dock_study", "plan_dock_step"]

Tables = dict[str, pl.DataFrame]

_SHORTLIST = "shortlist of the screen"


@dataclass(frozen=True, slots=True)
class DockRequest:
    """Where a campaign runs, and what of its records is used; changes no number.

    Parameters
    ----------
    workers : int or None
        Processes; what ``[run]`` says if None.
    cluster : str or None
        Address of a Dask scheduler; that of ``[run]`` if None and no workers are given.
    force : bool
        Whether to dock every pair again, its records notwithstanding.
    retry_failed : bool
        Whether to dock pairs again that failed.
    prune : bool
        Whether to remove records that the campaign does not use.
    """

    workers: int | None = None
    cluster: str | None = None
    force: bool = False
    retry_failed: bool = False
    prune: bool = False


def plan_dock_step(workspace: Workspace, settings: DockSettings) -> Step:
    """Say what the campaign rests on: settings, tables, structures, shortlist, search code."""
    inputs = hash_dock_files(settings, workspace.folder.path)
    if settings.pairs_file is None:
        inputs[_SHORTLIST] = hash_shortlist(workspace)
    inputs["search"] = compute_engine_version(settings.search.fourier)
    # reads atoms, aligns sequences, sorts cofactors
    inputs["gemmi"] = version("gemmi")
    return Step(
        "dock", ("dock",), inputs, settings.model_dump(mode="json"), workspace.whole.run.seed
    )


def check_dock_inputs(workspace: Workspace, progress: Progress) -> None:
    """Read everything that docking rests on, so that a long run does not stop half way at it.

    Structures are prepared unless the kept results were made from the same files.

    Raises
    ------
    InputError
        With every problem of all files.
    """
    settings = _require_settings(workspace)
    tables = read_dock_tables(workspace, settings)
    if not _were_prepared(workspace, settings):
        prepare_sides(tables, settings, progress)


def _were_prepared(workspace: Workspace, settings: DockSettings) -> bool:
    """Tell whether kept results were made from the same files by the same code and rules."""
    try:
        manifest = read_results(workspace.folder.results / "dock", verify=False).manifest
    except ResultError:
        return False
    now = plan_dock_step(workspace, settings).make_provenance().as_plain_data()
    kept = manifest["provenance"][manifest["key"]]
    # who is asked for changes nothing of how partners are prepared
    ours, theirs = (
        {k: v for k, v in record["inputs"].items() if k != _SHORTLIST} for record in (now, kept)
    )
    return bool(
        ours == theirs and now["settings"]["preparation"] == kept["settings"]["preparation"]
    )


def dock_study(
    workspace: Workspace, progress: Progress, request: DockRequest | None = None
) -> StepOutcome:
    """Dock the pairs of the study, unless the kept results still hold.

    Pairs are recorded as their chunks finish, so that an interruption loses those that were being
    docked and no other.

    Raises
    ------
    StudyError
        If ``study.toml`` has no ``[dock]`` section, an input cannot be used, there is no shortlist
        yet, or workers were lost.
    """
    request = request or DockRequest()
    settings = _require_settings(workspace)
    step = plan_dock_step(workspace, settings)
    records = DockRecords(workspace.folder.results / RECORDS_NAME)

    def work(provenance: Provenance) -> tuple[Tables, dict[str, Any], Mapping[str, str]]:
        tables = read_dock_tables(workspace, settings)
        asked = resolve_pairs(workspace, tables)
        sides = prepare_sides(tables, settings, progress)
        plan, notes = plan_study_campaign(settings, tables, sides, asked.pairs)
        if request.force:
            records.forget(plan.open_keys)
        result = _run(workspace, plan, records, request, progress)
        judged = mark_unevaluable(result, sides.fixed, sides.mobile)
        finished = FinishedCampaign(tables, asked, sides, judged, notes)
        return tabulate_campaign(settings, finished, provenance, progress)

    outcome = run_step_with_files(
        workspace.folder.results, step, work, force=request.force or request.retry_failed
    )
    if request.prune:
        progress.start("dock (removing records that are not in use)")
        removed = records.prune(outcome.results.tables["pair_docking"]["key"].to_list())
        progress.finish(_tell_removed(removed, records))
    return outcome


def _tell_removed(removed: int, records: DockRecords) -> str:
    """Say what pruning removed; a record is a file that holds the pairs of one chunk."""
    if not removed:
        return "none was out of use, nothing was removed"
    files = "file" if removed == 1 else "files"
    return f"{removed} {files} without a pair of this campaign removed from {records.folder}"


def _require_settings(workspace: Workspace) -> DockSettings:
    if workspace.whole.dock is None:
        raise StudyError(
            "study.toml has no [dock] section; add one (it may be empty), see "
            "docs/howto/dock-a-list-of-pairs.md"
        )
    return workspace.whole.dock


def _run(
    workspace: Workspace,
    plan: CampaignPlan,
    records: DockRecords,
    request: DockRequest,
    progress: Progress,
) -> CampaignResult:
    run = workspace.whole.run
    # workers that are asked for by name win over a cluster that the file names
    cluster = request.cluster or (None if request.workers else run.cluster)
    results = dock_campaign(
        plan,
        choose_executor(request.workers or run.workers, cluster),
        records=records,
        progress=progress,
        retry_failed=request.retry_failed,
    )
    return merge_results(plan, results)
