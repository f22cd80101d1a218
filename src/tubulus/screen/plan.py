"""What a screen will do: its evidence, its null, and the chunks of the simulation."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tubulus.screen.evidence import (
    derive_excluded,
    derive_gene_covariates,
    derive_interactions,
)
from tubulus.screen.inputs import ScreenInputs
from tubulus.screen.nulls.layout import lay_out_null
from tubulus.screen.nulls.null_sets import Chunk, NullDesign
from tubulus.screen.settings import ScreenSettings

__all__ = ["ScreenPlan", "plan_screen"]

_SETS_PER_CHUNK = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class ScreenPlan:
    """What a screen will do: inputs, evidence, null design and the chunks of its simulation.

    ``covariates`` is the gene table with what the null is matched on.
    """

    settings: ScreenSettings
    inputs: ScreenInputs
    covariates: pl.DataFrame
    interactions: pl.DataFrame
    excluded: pl.DataFrame
    design: NullDesign
    chunks: tuple[Chunk, ...]


def plan_screen(inputs: ScreenInputs, settings: ScreenSettings) -> ScreenPlan:
    """Plan a screen: join the evidence, lay out the null, cut the simulation into chunks.

    Parameters
    ----------
    inputs : ScreenInputs
        Tables of the screen.
    settings : ScreenSettings
        Settings of the screen.
    """
    covariates = derive_gene_covariates(
        inputs.genes,
        inputs.detection,
        set_contaminants_aside=settings.contaminants == "set_aside",
    )
    tables = (inputs.cargo, inputs.receptors, inputs.name_pair_sources(), covariates)
    layout = lay_out_null(covariates, inputs.pairs, inputs.receptors, settings)
    design = layout.make_design(inputs.select_tested_cargo(settings)["symbol"].to_list())
    return ScreenPlan(
        settings=settings,
        inputs=inputs,
        covariates=covariates,
        interactions=derive_interactions(*tables),
        excluded=derive_excluded(*tables),
        design=design,
        chunks=_cut_chunks(design, settings.sets),
    )


def _cut_chunks(design: NullDesign, sets: int) -> tuple[Chunk, ...]:
    starts = range(0, sets, _SETS_PER_CHUNK)
    return tuple(
        Chunk(f"sets-{start}", min(_SETS_PER_CHUNK, sets - start), design) for start in starts
    )
