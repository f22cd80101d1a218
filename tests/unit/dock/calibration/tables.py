"""Score tables for the tests of this folder."""

import numpy as np
import polars as pl

from tubulus.dock.calibration.score_table import build_score_table


def make_partners(letter, n, rng=None, **more):
    sizes = np.full(n, 150) if rng is None else rng.integers(80, 400, n)
    areas = np.full(n, 8000.0) if rng is None else rng.uniform(4e3, 2e4, n)
    names = [f"{letter}{i}" for i in range(n)]
    return pl.DataFrame({"name": names, "n_residues": sizes, "exposed_area": areas, **more})


def make_pairs(scores, asked=((0, 0),), reasons=None):
    rows = [
        {
            "fixed": f"F{i}",
            "mobile": f"M{j}",
            "score": None if np.isnan(value) else float(value),
            "role": "asked" if (i, j) in asked else "decoy",
            "reason": (reasons or {}).get((i, j)),
        }
        for (i, j), value in np.ndenumerate(scores)
    ]
    schema = {"fixed": pl.String, "mobile": pl.String, "score": pl.Float64, "role": pl.String}
    return pl.DataFrame(rows, schema=schema | {"reason": pl.String})


def make_table(scores, asked=((0, 0),), *, rng=None, reasons=None, higher=True, **families):
    scores = np.asarray(scores, dtype=float)
    fixed = make_partners("F", scores.shape[0], rng, **families.get("fixed", {}))
    mobile = make_partners("M", scores.shape[1], rng, **families.get("mobile", {}))
    pairs = make_pairs(scores, asked, reasons)
    return build_score_table(pairs, fixed, mobile, higher_is_better=higher)
