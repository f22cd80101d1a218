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


def test_present_without_a_value_is_the_least_that_is_present():
    rows = align(
        [np.nan, 2, 3, 0, np.nan], state=["present", *["present"] * 2, "absent", "unknown"]
    )
    scale = fit_scale(LayerScale("detection"), rows)
    assert scale.assign(rows, is_reference=False)[:4].tolist() == [1, 1, 2, 0]
    strength = derive_strength(rows, LayerScale("detection"))
    assert strength[3] < strength[0] < strength[1] < strength[2]
    assert np.isnan(strength[4:]).all()


def test_a_layer_of_unknown_rows_alone_has_no_category_in_use():
    rows = align([np.nan] * 5)
    scale = fit_scale(LayerScale("detection"), rows)
    assert (scale.assign(rows, is_reference=False) == UNKNOWN).all()


def test_strength_of_labels_is_their_state():
    rows = align([1, 1, 1, 0, np.nan], "topology", label=["a", "b", "c", "d", "e"])
    strength = derive_strength(rows, LayerScale("topology", read="label", order="none"))
    assert strength[:4].tolist() == [1, 1, 1, -np.inf]


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
