"""Tests of how evidence becomes categories."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.support.planted_layers import make_layer

from tubulus.screen.integration.categories import UNKNOWN, align_layer, derive_strength, fit_scale
from tubulus.screen.integration.groups import LayerGroup, LayerScale

LIGANDS = {"ligand": ["A", "B", "C", "D", "E"]}


def align(values, layer="detection", **more):
    evidence = make_layer(layer, LIGANDS, values, **more)
    keys = pl.DataFrame({"ligand": ["A", "B", "C", "D", "E", "F"]})
    return align_layer(keys, evidence, layer)


def test_a_key_without_a_row_is_unknown():
    rows = align([1, 2, 3, 0, np.nan])
    assert rows.state.tolist() == ["present"] * 3 + ["absent", "unknown", "unknown"]


def test_few_values_are_a_category_each_above_absent():
    rows = align([1, 2, 3, 0, np.nan])
    scale = fit_scale(LayerScale("detection"), rows)
    assert scale.names == ("absent", "present < 2", "present >= 2", "present >= 3")
    assert scale.assign(rows, is_reference=False).tolist() == [1, 2, 3, 0, UNKNOWN, UNKNOWN]


def test_many_values_are_cut_at_their_quantiles(rng):
    keys = {"ligand": [f"G{i:03d}" for i in range(300)]}
    evidence = make_layer("detection", keys, rng.uniform(1, 2, 300))
    rows = align_layer(pl.DataFrame(keys), evidence, "detection")
    codes = fit_scale(LayerScale("detection"), rows).assign(rows, is_reference=False)
    assert np.bincount(codes).tolist() == [100, 100, 100]


def test_where_less_is_more_the_smallest_value_is_the_highest_category():
    rows = align([0.01, 0.5, 0.9, 0, np.nan])
    scale = fit_scale(LayerScale("detection", order="decreasing"), rows)
    assert scale.assign(rows, is_reference=False)[:4].tolist() == [3, 2, 1, 0]
    assert scale.names[1] == "present > 0.5"


def test_given_cuts_are_kept():
    scale = LayerScale("detection", cuts=(2.5,))
    rows = align([1, 2, 3, 4, np.nan])
    assert fit_scale(scale, rows).assign(rows, is_reference=False)[:4].tolist() == [0, 0, 1, 1]


def test_not_listed_is_a_category_in_a_reference_set_and_unknown_elsewhere():
    rows = align([1, 2, 3, 0, np.nan])
    scale = fit_scale(LayerScale("detection", unlisted=True), rows)
    assert scale.names[:2] == ("absent", "not listed")
    assert scale.assign(rows, is_reference=True)[4:].tolist() == [1, 1]
    assert scale.assign(rows, is_reference=False)[4:].tolist() == [UNKNOWN, UNKNOWN]


def test_labels_are_categories_of_their_own_and_a_new_label_is_unknown():
    rows = align([1, 1, 1, 1, 0], "topology", label=["secreted", "surface", "secreted", "x", "y"])
    scale = fit_scale(LayerScale("topology", read="label", order="none"), rows)
    other = align([1, 1, 1, 1, 0], "topology", label=["secreted", "new", "y", "x", "y"])
    assert scale.names == ("secreted", "surface", "x", "y")
    assert scale.assign(other, is_reference=False).tolist() == [0, UNKNOWN, 3, 2, 3, UNKNOWN]


def test_a_label_of_an_unknown_row_is_not_read():
    rows = align([1, 1, 1, 1, np.nan], "topology", label=["a", "a", "b", "b", "b"])
    scale = fit_scale(LayerScale("topology", read="label", order="none"), rows)
    assert scale.assign(rows, is_reference=False)[4] == UNKNOWN


def test_present_without_a_value_is_a_category_of_its_own_and_ranks_in_the_middle():
    rows = align(
        [np.nan, 2, 3, 0, np.nan], state=["present", *["present"] * 2, "absent", "unknown"]
    )
    scale = fit_scale(LayerScale("detection"), rows)
    assert scale.categories == (*scale.names, "present, no value")
    assert scale.assign(rows, is_reference=False)[:4].tolist() == [3, 1, 2, 0]
    strength = derive_strength(rows, LayerScale("detection"))
    assert strength[3] < strength[1] < strength[0] < strength[2]
    assert np.isnan(strength[4:]).all()


def test_values_of_two_units_are_placed_each_within_its_own():
    many = pl.DataFrame({"ligand": [f"G{i:02d}" for i in range(60)]})
    # the same thirty places, once in a unit a thousand times as large
    values = np.concatenate([np.arange(1, 31), 1000.0 * np.arange(1, 31)])
    measures = pl.Series(["log1p CP10k"] * 30 + ["nTPM"] * 30)
    evidence = make_layer("detection", many, values).with_columns(measure=measures)
    rows = align_layer(many, evidence, "detection")
    scale = fit_scale(LayerScale("detection"), rows)
    codes = scale.assign(rows, is_reference=False)
    strength = derive_strength(rows, LayerScale("detection"))

    assert scale.names[0] == "present < 34 % of its measure"
    assert codes[:30].tolist() == codes[30:].tolist()
    assert np.bincount(codes).tolist() == [20, 20, 20]
    assert strength[:30].tolist() == strength[30:].tolist()


def test_a_value_in_a_unit_that_the_reference_set_lacks_counts_as_present():
    scale = fit_scale(LayerScale("detection"), align([1, 2, 3, 0, np.nan]))
    keys = {"ligand": ["A", "B", "C", "D", "E"]}
    told = make_layer("detection", keys, [1, 2, 3, 0, np.nan]).with_columns(measure=pl.lit("nTPM"))
    other = align_layer(pl.DataFrame(keys), told, "detection")
    pooled = len(scale.categories) - 1
    assert scale.assign(other, is_reference=False).tolist() == [*[pooled] * 3, 0, UNKNOWN]


def test_a_layer_of_unknown_rows_alone_has_no_category_in_use():
    rows = align([np.nan] * 5)
    scale = fit_scale(LayerScale("detection"), rows)
    assert (scale.assign(rows, is_reference=False) == UNKNOWN).all()


def test_strength_of_labels_is_their_state():
    rows = align([1, 1, 1, 0, np.nan], "topology", label=["a", "b", "c", "d", "e"])
    strength = derive_strength(rows, LayerScale("topology", read="label", order="none"))
    assert strength[:4].tolist() == [0.5, 0.5, 0.5, -np.inf]


@pytest.mark.parametrize(
    ("scales", "said"),
    [
        ((LayerScale("barrier"),), "context"),
        ((LayerScale("detection"), LayerScale("downstream")), "different things"),
        ((), "one or two"),
    ],
)
def test_groups_that_make_no_sense_are_refused(scales, said):
    with pytest.raises(ValueError, match=said):
        LayerGroup("odd", scales)


@pytest.mark.parametrize(("more", "said"), [({"bins": 0}, "1 to 6"), ({"cuts": (2, 1)}, "ascend")])
def test_scales_that_make_no_sense_are_refused(more, said):
    with pytest.raises(ValueError, match=said):
        LayerScale("detection", **more)
