"""How far the false discovery rate of a receptor hangs on where the strata are cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from tubulus.screen.nulls.discovery_rates import compute_bh_q
from tubulus.screen.nulls.exact import compute_receptor_p
from tubulus.screen.nulls.layout import stratify_genes
from tubulus.screen.nulls.null_sets import NullDesign
from tubulus.screen.settings import ScreenSettings

__all__ = ["GRIDS", "add_shifted_rates", "derive_shifted_rates"]

GRIDS = 25
"""Grids of strata that are tried: the one in use, and those moved by 1/25, 2/25, ... of a piece."""


def derive_shifted_rates(
    covariates: pl.DataFrame,
    design: NullDesign,
    counted: pl.Series,
    settings: ScreenSettings,
) -> pl.DataFrame:
    """Derive the range of each receptor's false discovery rate over shifted grids of strata.

    Parameters
    ----------
    covariates : polars.DataFrame
        symbol, topology, attention, n_lists, contaminant.
    design : NullDesign
        The null in use.
    counted : polars.Series of str
        Symbols of the cargo proteins that count in the tests.
    settings : ScreenSettings
        Null and width of the strata.

    Returns
    -------
    polars.DataFrame
        receptor, q_shifted_low, q_shifted_high: the least and the largest ``q_receptor`` over
        the grids, the one in use among them. Under the uniform null there is nothing to cut and
        both are that of the one stratum.

    Notes
    -----
    Each grid is a null of its own, fixed by covariates alone, so each rate is as valid as the one
    in use. The range is no interval of confidence: it shows how much a choice without reason, the
    place of the first cut, moves the answer.
    """
    universe = covariates.filter(pl.col("contaminant").is_null())
    symbols = universe["symbol"]
    in_cargo = symbols.is_in(counted.implode()).to_numpy()
    place = {symbol: i for i, symbol in enumerate(symbols.to_list())}
    ligands = np.array([place[name] for name in design.ligands], dtype=np.int64)
    shifts = [0.0] if settings.null == "uniform" else [i / GRIDS for i in range(GRIDS)]
    rates = np.ones((len(shifts), len(design.receptors)))
    for row, shift in zip(rates, shifts, strict=True):
        strata = stratify_genes(universe, settings, shift=shift)
        size = np.bincount(strata)
        shifted = replace(
            design,
            ligand_stratum=strata[ligands],
            stratum_size=size,
            drawn=np.bincount(strata[in_cargo], minlength=size.size),
        )
        row[:] = compute_bh_q(compute_receptor_p(shifted)[0])
    return pl.DataFrame(
        {
            "receptor": design.receptors,
            "q_shifted_low": rates.min(axis=0),
            "q_shifted_high": rates.max(axis=0),
        },
        schema_overrides={"receptor": pl.String},
    )


def add_shifted_rates(tests: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """Add the range of the false discovery rate to the tests of receptors.

    Parameters
    ----------
    tests : polars.DataFrame
        receptor, q_receptor.
    rates : polars.DataFrame
        As :func:`derive_shifted_rates` returns them.

    Returns
    -------
    polars.DataFrame
        The same rows with ``q_shifted_low`` and ``q_shifted_high``, null where nothing was tested.
    """
    frame = tests.join(rates, on="receptor", how="left", maintain_order="left")
    tested = pl.col("q_receptor").is_not_null()
    columns = ("q_shifted_low", "q_shifted_high")
    return frame.with_columns(pl.when(tested).then(pl.col(name)).alias(name) for name in columns)
