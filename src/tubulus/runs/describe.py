"""Describe the data of a study."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tubulus.analysis.describe import describe_items, describe_wishes
from tubulus.runs.workspace import Workspace

__all__ = ["StudyDescription", "describe_study"]


@dataclass(frozen=True)
class StudyDescription:
    """What ``study describe`` shows.

    Parameters
    ----------
    title : str
        Name of the study.
    synthetic : bool
        Whether its participants are simulated.
    participants : int
        How many there are.
    items : polars.DataFrame
        A row an item and visit.
    wishes : polars.DataFrame
        Correlations and counts that the study asks for.
    """

    title: str
    synthetic: bool
    participants: int
    items: pl.DataFrame
    wishes: pl.DataFrame


def describe_study(workspace: Workspace) -> StudyDescription:
    """Describe the data of a study: items, correlations, counts."""
    snapshot = workspace.snapshot
    identity = snapshot.study.identity
    return StudyDescription(
        identity.title,
        identity.synthetic,
        len(snapshot.data),
        describe_items(snapshot),
        describe_wishes(snapshot, workspace.whole.plan),
    )
