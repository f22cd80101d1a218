"""Tables of evidence, scores and surprise that go with a screen, for tests of what shows them.

Every value is SYNTHETIC: drawn from a seeded generator or written by hand. Names of genes and cell
types are those of the screen that is handed in; nothing here is evidence on any of them, and the
citations name no paper.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl

SOURCE = "synthetic fixture, names no source"
KEYS = ("ligand", "receptor", "cell_type")
LAYERS = {
    "knowledge": ("ligand", "receptor"),
    "complex": ("ligand", "receptor", "cell_type"),
    "physical": ("ligand", "receptor"),
    "detection": ("ligand",),
    "topology": ("ligand",),
    "receptor_protein": ("receptor", "cell_type"),
    "receptor_rna": ("receptor", "cell_type"),
    "barrier": ("receptor", "cell_type"),
    "downstream": ("receptor",),
}
SAYS: dict[str, tuple[tuple[str, str, str, float | None, str], ...]] = {
    "knowledge": (
        ("present", "tier 3", "", 2.0, "independent curations"),
        ("present", "tier 1", "inferred from homology", 1.0, "independent curations"),
    ),
    "complex": (
        ("present", "TGFBR1+TGFBR2: both subunits listed", "", None, ""),
        ("unknown", "", "subunit TGFBR2 is not in the receptor table", None, ""),
    ),
    "physical": (
        ("present", "affinity capture", "", 3.0, "experiments"),
        ("unknown", "", "no physical interaction file was given", None, ""),
    ),
    "detection": (
        ("present", "mass spectrometry", "", 1.0, "studies"),
        ("present", "antibody array", "shows what was spotted", 1.0, "studies"),
    ),
    "topology": (("present", "secreted", "", None, ""), ("present", "surface", "", None, "")),
    "receptor_protein": (
        ("present", "High (Enhanced)", "", 3.0, "staining level, 0 to 3"),
        ("absent", "Not detected (Approved)", "antibody of fair reliability", 0.0, "staining"),
        ("unknown", "", "the source does not score this cell type", None, ""),
    ),
    "receptor_rna": (
        ("present", "12.3 nTPM", "", 12.3, "nTPM"),
        ("unknown", "", "not in the summary, which names elevated genes only", None, ""),
    ),
    "barrier": (
        ("present", "basal", "", None, ""),
        ("unknown", "unresolved", "Sertoli cells span the barrier", None, ""),
    ),
    "downstream": (
        ("present", "above receptors of equal degree", "", 0.034, "p among receptors"),
        ("unknown", "", "no signed network file was given", None, ""),
    ),
}
SURPRISE = (
    ("uniform", "candidate pairs", 141, 34.2, 21.0, 48.0, 0.002, 1e-4, 10000, True, ""),
    ("matched", "candidate pairs", 141, 69.4, 51.0, 90.0, 0.002, 1e-4, 10000, False, ""),
    ("matched_detection", "candidate pairs", 141, 88.9, 66.0, 112.0, 0.004, 1e-4, 10000, False, ""),
    (
        "comparator",
        "candidate pairs per protein",
        0.189,
        0.091,
        0.031,
        0.204,
        3 / 32,
        1 / 32,
        31,
        False,
        "",
    ),
    ("rewired", "candidate pairs", 141, 133.0, 119.0, 149.0, 0.17, 1e-3, 1000, False, ""),
)
OPEN = (
    ("downstream", "no signed network was given (add a signed_network_file)"),
    ("abundance", "the cargo list carries no quantities"),
)


def make_new_tables(interactions: pl.DataFrame, receptor_tests: pl.DataFrame) -> dict[str, Any]:
    """Make every table of the newer screen that fits the candidates of an older one."""
    found = interactions.filter(pl.col("state") == "present")
    scores = make_pair_scores(found)
    return {
        "evidence": make_evidence(found, receptor_tests),
        "pair_knowledge": make_pair_knowledge(found),
        "pair_scores": scores,
        "shortlist": make_shortlist(found, scores),
        "surprise": make_surprise(),
        "comparator_lists": make_comparator_lists(),
        "cell_type_tests": make_cell_type_tests(found),
    }


def make_evidence(found: pl.DataFrame, receptor_tests: pl.DataFrame) -> pl.DataFrame:
    """Make rows of all layers; receptor proteins are looked for on every cell type."""
    rng = np.random.default_rng(4)
    everywhere = receptor_tests.select("receptor").unique(maintain_order=True)
    cells = receptor_tests.select("cell_type").unique(maintain_order=True)
    rows = []
    for layer, keys in LAYERS.items():
        frame = everywhere.join(cells, how="cross") if layer == "receptor_protein" else found
        for key in frame.select(keys).unique(maintain_order=True).iter_rows():
            options = SAYS[layer]
            state, label, reason, value, measure = options[int(rng.integers(len(options)))]
            rows.append(
                dict.fromkeys(KEYS)
                | dict(zip(keys, key, strict=True))
                | {"layer": layer, "state": state, "label": label, "reason": reason}
                | {"value": value, "measure": measure, "source": SOURCE}
            )
    kinds = {"value": pl.Float64, **dict.fromkeys(KEYS, pl.String)}
    return pl.DataFrame(rows, schema_overrides=kinds, infer_schema_length=None)


def make_pair_knowledge(found: pl.DataFrame) -> pl.DataFrame:
    """Make what is known of each pair; identifiers of papers are out of use."""
    pairs = found.select("ligand", "receptor").unique(maintain_order=True)
    return pairs.with_columns(
        tier=pl.int_range(pl.len()) % 3 + 1,
        lineages=pl.int_range(pl.len()) % 2 + 1,
        resources=pl.lit("synthetic table A; synthetic table B"),
        references=pl.lit("PMID:1; DOI:10.0000/synthetic(1).x; PDB:0XXX"),
    )


def make_pair_scores(found: pl.DataFrame) -> pl.DataFrame:
    """Make scores of each pair on each cell type."""
    rng = np.random.default_rng(5)
    n = found.height
    log_odds = np.sort(rng.normal(0.2, 1.6, n))[::-1]
    rra = np.clip(rng.uniform(0, 0.3, n) + np.linspace(0, 0.6, n), 1e-4, 1)
    parts = json.dumps({"knowledge": 1.25, "receptor": -0.4, "downstream": None})
    return found.select(KEYS).with_columns(
        prior_log_odds=pl.lit(-2.3),
        log_odds=pl.Series(log_odds),
        low=pl.Series(log_odds - 1.1),
        high=pl.Series(log_odds + 0.9),
        posterior=pl.Series(1 / (1 + np.exp(2.3 - log_odds))),
        layers_used=pl.lit(6),
        contributions=pl.lit(parts),
        rra_rho=pl.Series(rra / 3),
        rra_p=pl.Series(rra),
        rank_log_odds=pl.int_range(1, n + 1),
        rank_rra=pl.Series(np.argsort(np.argsort(rra)) + 1),
        disagreement=pl.int_range(n) % 4 == 1,
        note=pl.lit(""),
    )


def make_shortlist(found: pl.DataFrame, scores: pl.DataFrame, limit: int = 30) -> pl.DataFrame:
    """Make a shortlist: the best row of each pair, its cell types joined."""
    known = make_pair_knowledge(found).select("ligand", "receptor", "tier")
    sides = found.group_by("ligand", "receptor").agg(
        barrier=pl.col("compartment").fill_null("unresolved").unique().sort().str.join("; ")
    )
    grouped = scores.group_by("ligand", "receptor", maintain_order=True).agg(
        pl.col("cell_type").str.join("; ").alias("cell_types"),
        pl.col("log_odds", "low", "high", "posterior", "rra_p", "disagreement").first(),
    )
    made = grouped.join(known, on=["ligand", "receptor"], maintain_order="left")
    made = made.join(sides, on=["ligand", "receptor"], maintain_order="left").head(limit)
    note = pl.when(pl.col("disagreement")).then(pl.lit("ranks differ")).otherwise(pl.lit(""))
    return made.with_columns(rank=pl.int_range(1, pl.len() + 1), note=note)


def make_surprise() -> pl.DataFrame:
    """Make questions on the whole cargo: answered, discouraged, and left open."""
    names = ("null", "statistic", "observed", "expected", "low", "high", "p", "smallest_p", "draws")
    names = (*names, "discouraged", "reason")
    rows: list[dict[str, Any]] = [
        {**dict(zip(names, row, strict=True)), "question": "", "state": "computed"}
        for row in SURPRISE
    ]
    rows += [
        {"null": null, "reason": why, "question": "", "state": "not_computed", "discouraged": False}
        for null, why in OPEN
    ]
    kinds = dict.fromkeys(("observed", "expected", "low", "high", "p", "smallest_p"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=kinds, infer_schema_length=None, strict=False)


def make_comparator_lists() -> pl.DataFrame:
    """Make 31 other vesicle proteomes, three of which score higher than the cargo or as high."""
    scores = np.random.default_rng(6).gamma(5.0, 0.0175, 31).round(3)
    names = [f"synthetic list {number}" for number in range(1, 32)]
    return pl.DataFrame({"list_id": names, "score": scores})


def make_cell_type_tests(found: pl.DataFrame) -> pl.DataFrame:
    """Make a test of each cell type; the first one passes, the last one has none."""
    made = found.group_by("cell_type", maintain_order=True).agg(
        pl.col("compartment").first(),
        n_receptors=pl.col("receptor").n_unique(),
        n_partners=pl.struct("ligand", "receptor").n_unique(),
    )
    n = made.height
    p = [0.0004, *np.linspace(0.05, 0.9, n - 2).tolist(), None] if n > 2 else [0.5] * n
    tested = pl.col("p").is_not_null()
    return made.with_columns(p=pl.Series(p), expected=pl.col("n_partners") * 0.8).with_columns(
        q=(pl.col("p") * 3).clip(0, 1),
        smallest_p=pl.when(tested).then(1e-4),
        state=pl.when(tested).then(pl.lit("tested")).otherwise(pl.lit("not tested")),
        reason=pl.when(tested).then(pl.lit("")).otherwise(pl.lit("no receptor with a partner")),
    )
