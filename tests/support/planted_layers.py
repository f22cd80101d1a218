"""A planted world: ligands and receptors with layers whose likelihood ratios are known."""

from __future__ import annotations

import numpy as np
import polars as pl

from tubulus.screen.integration.references import Reference
from tubulus.screen.layers.record import make_evidence


def make_layer(layer, keys, values, *, state=None, label=""):
    """Make a layer from numbers: 0 is absent, NaN unknown, anything else present."""
    values = np.asarray(values, dtype=float)
    states = np.where(np.isnan(values), "unknown", np.where(values == 0, "absent", "present"))
    rows = pl.DataFrame(keys).with_columns(
        value=pl.Series(values).fill_nan(None),
        label=pl.Series(label) if isinstance(label, list) else pl.lit(label),
        state=pl.Series(states if state is None else state),
        reason=pl.lit("planted"),
        source=pl.lit("simulated"),
    )
    return make_evidence(layer, rows)


def make_detection(shares_positive, shares_random, n_positive, rng):
    """Plant a detection layer with given shares of categories, exactly 10 randoms a positive."""
    parts = []
    for is_positive, shares, n in (
        (True, shares_positive, n_positive),
        (False, shares_random, 10 * n_positive),
    ):
        value = rng.choice(len(shares), n, p=shares).astype(float)
        name = [f"{'P' if is_positive else 'R'}{i:05d}" for i in range(n)]
        parts.append(
            pl.DataFrame({"ligand": name, "is_positive": [is_positive] * n, "value": value})
        )
    rows = pl.concat(parts)
    evidence = make_layer("detection", rows.select("ligand"), rows["value"].to_numpy())
    reference = Reference(
        "detection", rows.select("ligand", "is_positive"), "simulated", "planted as positive"
    )
    return reference, evidence
