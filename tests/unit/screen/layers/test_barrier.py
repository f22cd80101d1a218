import polars as pl
import pytest

from tubulus.screen.layers.barrier import derive_barrier_layer
from tubulus.screen.reference import load_builtin_receptors


def make(cell, side):
    table = pl.DataFrame({"symbol": ["KIT"], "cell_type": [cell], "compartment": [side]})
    return derive_barrier_layer(table).row(0, named=True)


@pytest.mark.parametrize(
    ("cell", "side", "state", "label", "said"),
    [
        ("spermatogonia", "basal", "present", "basal", "outside the barrier"),
        ("late spermatids", "adluminal", "present", "adluminal", "inside the barrier"),
        ("spermatocytes", "adluminal", "present", "adluminal", "still outside"),
        ("Leydig cells", "interstitial", "present", "interstitial", "between the tubules"),
        ("Sertoli cells", "unresolved", "unknown", "spans the barrier", "spans"),
        ("Sertoli cells", "basal", "present", "basal", "outside"),
        ("my cells", "unresolved", "unknown", "unresolved", "not known"),
    ],
)
def test_the_side_is_told_with_its_reason(cell, side, state, label, said):
    row = make(cell, side)

    assert (row["state"], row["label"], row["value"]) == (state, label, None)
    assert said in row["reason"]
    assert row["source"]


def test_no_receptor_is_absent_because_of_its_side():
    assert set(derive_barrier_layer(load_builtin_receptors())["state"]) == {"present", "unknown"}
