"""Tests of the reference sets that are built from the tables of a screen."""

from __future__ import annotations

import polars as pl

from tubulus.screen.integration.builders import (
    build_detection_reference,
    build_pair_reference,
    build_receptor_reference,
)
from tubulus.screen.reference import (
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
    load_pairs,
)


def split(reference):
    rows = reference.rows
    return rows.filter("is_positive"), rows.filter(~pl.col("is_positive"))


def test_pairs_meet_ten_secreted_by_surface_pairs_each(rng):
    pairs = load_pairs().head(50)
    reference = build_pair_reference(pairs, load_genes(), rng, source="x")
    positives, randoms = split(reference)
    topology = dict(load_genes().select("symbol", "topology").iter_rows())
    assert (positives.height, randoms.height) == (50, 500)
    assert {topology[name] for name in randoms["ligand"]} == {"secreted"}
    assert {topology[name] for name in randoms["receptor"]} == {"surface"}
    assert reference.needs_own_evidence


def test_receptors_that_staining_contradicts_stay_positive(rng):
    receptors = load_builtin_receptors()
    positives, randoms = split(build_receptor_reference(receptors, load_genes(), rng))
    conflicting = receptors.filter(grade="conflicting", evidence_kind="literature")
    keys = conflicting.select(receptor="symbol", cell_type="cell_type")
    assert positives.height == 90
    assert keys.join(positives, on=["receptor", "cell_type"], how="anti").is_empty()
    assert randoms.height == 900
    assert randoms["receptor"].is_in(receptors["symbol"].to_list()).sum() == 0
    assert randoms["cell_type"].is_in(positives["cell_type"].to_list()).all()


def test_named_cargo_meets_genes_of_its_own_classes_and_hides_its_abstracts(rng):
    reference = build_detection_reference(load_builtin_cargo(), load_genes(), rng)
    positives, randoms = split(reference)
    genes = load_genes().select(ligand="symbol", topology="topology")
    shares = [part.join(genes, on="ligand")["topology"].value_counts() for part in split(reference)]
    counts = [dict(share.iter_rows()) for share in shares]
    assert positives.height == 29
    assert counts[1] == {name: 10 * count for name, count in counts[0].items()}
    assert randoms["ligand"].is_in(positives["ligand"].to_list()).sum() == 0
    assert "named_human_msc" in reference.hidden


def test_where_nothing_is_positive_the_set_is_empty(rng):
    cargo = load_builtin_cargo(("antibody_array",))
    assert build_detection_reference(cargo, load_genes(), rng).rows.is_empty()
    none = load_builtin_receptors().filter(evidence_kind="nothing")
    assert build_receptor_reference(none, load_genes(), rng).rows.is_empty()
