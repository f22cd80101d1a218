"""The shipped tables laid out for simulation, and generators of cargo with a known truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from tubulus.screen.evidence import derive_gene_covariates
from tubulus.screen.inputs import ScreenInputs
from tubulus.screen.nulls.layout import NullLayout, lay_out_null
from tubulus.screen.nulls.simulated_cargo import simulate_cargo, simulate_stratified_cargo
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors
from tubulus.screen.settings import ScreenSettings

__all__ = ["SKEWS", "Bench", "Generator", "make_bench", "make_generators", "plant"]

# weights of the skewed generators: vesicle proteomes prefer exposed and well-studied proteins
CLASS_WEIGHT = {"secreted": 4.0, "surface": 2.5, "luminal": 1.0, "unknown": 0.3}
SKEWS = {"skewed (weight ~ attention^0.5)": 0.5, "strongly skewed (weight ~ attention^1)": 1.0}
Generator = Callable[[np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Bench:
    """The shipped tables, laid out; covariates in the order of the universe.

    ``rows`` is the receptor (column of the layout) of each tested receptor x cell-type row.
    """

    layout: NullLayout
    topology: np.ndarray
    attention: np.ndarray
    built_in: np.ndarray
    rows: np.ndarray

    @property
    def size(self) -> int:
        return int(self.built_in.sum())

    @property
    def drawn(self) -> np.ndarray:
        return self.layout.make_design_of(self.built_in).drawn

    def weigh(self, exponent: float) -> np.ndarray:
        classes = np.log([CLASS_WEIGHT[name] for name in self.topology])
        return classes + exponent * np.log1p(self.attention)


def make_bench(settings: ScreenSettings, detection: pl.DataFrame | None = None) -> Bench:
    inputs = ScreenInputs(cargo=load_builtin_cargo(), receptors=load_builtin_receptors())
    covariates = derive_gene_covariates(inputs.genes, detection, set_contaminants_aside=True)
    layout = lay_out_null(covariates, inputs.pairs, inputs.receptors, settings)
    universe = covariates.filter(pl.col("contaminant").is_null())
    column = {name: i for i, name in enumerate(layout.receptors)}
    rows = [column[name] for name in inputs.receptors["symbol"] if name in column]
    listed = set(inputs.select_tested_cargo(settings)["symbol"].to_list())
    return Bench(
        layout=layout,
        topology=universe["topology"].to_numpy(),
        attention=universe["attention"].to_numpy(),
        built_in=np.array([gene in listed for gene in layout.genes]),
        rows=np.array(rows),
    )


def make_generators(bench: Bench) -> dict[str, Generator]:
    """Return the generators of null cargo: as the null draws it, and skewed on the covariates."""
    flat, drawn = np.zeros(len(bench.layout.genes)), bench.drawn
    generators: dict[str, Generator] = {
        "matched": lambda rng: simulate_stratified_cargo(bench.layout.strata, drawn, flat, rng)
    }
    for name, exponent in SKEWS.items():
        weights = bench.weigh(exponent)
        generators[name] = lambda rng, w=weights: simulate_cargo(w, bench.size, rng)
    return generators


def plant(bench: Bench, receptors: np.ndarray, odds: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the log odds of each gene, and which receptors are null all the same.

    A receptor is null where none of its ligands is a ligand of a planted one.
    """
    layout = bench.layout
    ligands = layout.incidence[:, receptors].any(axis=1)
    weights = np.zeros(len(layout.genes))
    weights[layout.ligand_gene[ligands]] = np.log(odds)
    return weights, ~layout.incidence[ligands].any(axis=0)
