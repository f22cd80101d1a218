"""Draw synthetic participants for a study that declares from what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tubulus.core.errors import StudyError
from tubulus.core.progress import Progress
from tubulus.core.seeds import make_generator
from tubulus.runs.workspace import Workspace
from tubulus.study.simulation import (
    read_simulation_settings,
    simulate_study,
    write_simulated_data,
)

__all__ = ["SimulationSummary", "simulate_data"]


@dataclass(frozen=True, slots=True)
class SimulationSummary:
    """What was drawn.

    Parameters
    ----------
    folder : Path
        Where the data were written.
    participants : int
        Men who were allocated to an arm.
    seed : int
        The seed.
    """

    folder: Path
    participants: int
    seed: int


def simulate_data(
    workspace: Workspace, progress: Progress, *, seed: int | None = None, replace: bool = False
) -> SimulationSummary:
    """Simulate the study's data files.

    Raises
    ------
    StudyError
        If there are data already and they were not asked to be replaced, or no section says from
        what to draw. Data that were not simulated are never replaced.
    """
    study = workspace.whole.study
    if workspace.has_data and not replace:
        raise StudyError(
            "the study has data already; give --replace to replace simulated data by others"
        )
    settings = read_simulation_settings(study)
    chosen = settings.seed if seed is None else seed
    progress.start("simulation")
    generator = make_generator(chosen, "simulation", study.identity.id)
    tables = simulate_study(study, settings, generator)
    write_simulated_data(study, settings, tables, chosen)
    participants = sum(arm.participants for arm in settings.arms)
    progress.finish(f"{len(tables)} tables")
    return SimulationSummary(workspace.folder.data, participants, chosen)
