"""Many replicates of the screen's tests on simulated cargo."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from calibration.bench import Bench, Generator
from calibration.closed_forms import ClosedForms
from tubulus.core.seeds import make_generator
from tubulus.screen.nulls.discovery_rates import (
    compute_bh_q,
    compute_exact_fdr,
    compute_permutation_fdr,
    compute_receptor_q,
)
from tubulus.screen.nulls.null_sets import Chunk, NullDesign, run_chunk

__all__ = ["SEED", "SETS", "Draws", "Exact", "Rounds"]

# 20240715 was the seed of the rounds after which the second cut of the strata was chosen
SEED = 20261137
SETS = 999


@dataclass(frozen=True)
class Draws:
    """What many replicates gave, one row each.

    ``p`` by level, ``q`` by procedure: over receptors (n, R), over rows (n, T), over cell types
    (n, C). ``randomised`` is the global p with its ties broken at random.
    """

    p: dict[str, np.ndarray]
    q: dict[str, np.ndarray]
    randomised: np.ndarray


@dataclass(frozen=True)
class Exact:
    """The closed forms of one cargo: global p with the next one, receptors, and their tails."""

    overall: float
    above: float
    receptors: np.ndarray
    tails: np.ndarray


class Rounds:
    """The tests of the screen on one layout, for many cargo lists."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.forms = ClosedForms(bench.layout)
        self._names = [bench.layout.receptors[i] for i in bench.rows]
        self._weights = np.bincount(bench.rows, minlength=len(bench.layout.receptors))
        # the design without a cargo: what does not change is laid out once
        empty = np.zeros(len(bench.layout.genes), dtype=bool)
        self._design = bench.layout.make_design_of(empty)

    def lay_out(self, cargo: np.ndarray) -> NullDesign:
        """Return the design of a cargo, as the layout makes it."""
        layout = self.bench.layout
        drawn = np.bincount(layout.strata[cargo], minlength=self._design.drawn.size)
        return replace(self._design, drawn=drawn, observed=cargo[layout.ligand_gene])

    def test(self, design: NullDesign) -> Exact:
        """Return the closed forms of receptors and of all pairs."""
        tails = self.forms.compute_receptor_tails(design)
        seen = design.count_observed_partners()
        tail = self.forms.compute_global_tail(design)
        total = int(seen.sum())
        return Exact(tail[total], tail[total + 1], tails[np.arange(seen.size), seen], tails)

    def test_global(self, cargo: np.ndarray) -> float:
        """Return the closed-form global p of a cargo."""
        design = self.lay_out(cargo)
        tail = self.forms.compute_global_tail(design)
        return float(tail[int(design.count_observed_partners().sum())])

    def screen(self, cargo: np.ndarray, rng: np.random.Generator):
        """Return p by level, rates by procedure, and the randomised global p."""
        design = self.lay_out(cargo)
        counts = run_chunk(Chunk("calibration", SETS, design), rng)
        exact = self.test(design)
        cells = self.forms.compute_cell_p(design)
        ligands = np.where(design.observed, (1 + counts.ligand_hits) / (SETS + 1), 1.0)
        p = {
            "global": np.array([(1 + counts.global_hits) / (SETS + 1)]),
            "global, closed form": np.array([exact.overall]),
            "receptor": (1 + counts.receptor_hits) / (SETS + 1),
            "receptor, closed form": exact.receptors,
            "cell type": (1 + counts.cell_type_hits) / (SETS + 1),
            "cell type, closed form": cells,
            "pair": ligands[np.nonzero(design.incidence)[0]],
        }
        # the false discovery rates are those of the product, over the rows that it tests
        rows, sets = self.bench.rows, counts.partner_sets
        rates = self.rate(exact) | {
            "fdr_permutation": compute_permutation_fdr(exact.receptors, exact.tails, sets)[rows],
            "fdr_permutation_rows": compute_permutation_fdr(
                exact.receptors, exact.tails, sets, self._weights
            )[rows],
            "q of cell types": compute_bh_q(cells),
        }
        return p, rates, exact.above + rng.random() * (exact.overall - exact.above)

    def rate(self, exact: Exact) -> dict[str, np.ndarray]:
        """Return the false discovery rates in closed form, over rows."""
        rows = self.bench.rows
        q, q_receptor = compute_receptor_q(self._names, exact.receptors[rows])
        fdr = compute_exact_fdr(exact.receptors, exact.tails)[rows]
        return {"q_receptor": q_receptor, "q": q, "fdr_exact": fdr}

    def draw(self, generator: Generator, label: str, replicates: int) -> Draws:
        """Return what many replicates gave."""
        rows = []
        for i in range(replicates):
            rng = make_generator(SEED, "calibration", label, str(i))
            rows.append(self.screen(generator(rng), rng))
        p, q, randomised = zip(*rows, strict=True)
        return Draws(_stack(p), _stack(q), np.array(randomised))


def _stack(rows) -> dict[str, np.ndarray]:
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}
