import polars as pl
import pytest

from tubulus.core.seeds import make_generator
from tubulus.screen import ScreenSettings, load_builtin_cargo, load_pairs, run_screen
from tubulus.screen.casebook import assemble_casebook
from tubulus.screen.engine import merge_chunks
from tubulus.screen.inputs import ScreenInputs
from tubulus.screen.nulls.null_sets import run_chunk
from tubulus.screen.plan import plan_screen
from tubulus.screen.reference import load_builtin_receptors

QUICK = {"evidence": {"rewired_graphs": 5}, "integration": {"replicates": 20}}
"""Settings of the casebook, which these tests do not ask about."""
FEW = ScreenSettings(sets=99, **QUICK)
DETECTION = pl.DataFrame({"symbol": ["TGFB1", "CD63"], "n_lists": [3, 30]})


def get_row(result, null):
    return result.surprise.row(by_predicate=pl.col("null") == null, named=True)


def test_the_deciding_null_has_the_numbers_of_the_global_test():
    result = run_screen(seed=1, settings=FEW)

    row, test = get_row(result, "matched"), result.global_test
    assert (row["observed"], row["p"]) == (test.observed, test.p_exact)
    assert row["low"] < test.expected < row["high"]
    assert row["draws"] == 99


def test_with_detection_frequency_both_matched_nulls_are_shown():
    result = run_screen(seed=1, settings=FEW, detection=DETECTION)
    plain = run_screen(seed=1, settings=FEW)

    assert get_row(result, "matched_detection")["p"] == result.global_test.p_exact
    assert get_row(result, "matched")["p"] == pytest.approx(plain.global_test.p_exact)


def test_the_uniform_null_is_computed_only_when_asked_for_and_is_labelled():
    shown = run_screen(seed=1, settings=ScreenSettings(sets=99, show_uniform=True, **QUICK))
    hidden = run_screen(seed=1, settings=FEW)

    assert get_row(hidden, "uniform")["state"] == "not_computed"
    row = get_row(shown, "uniform")
    assert row["discouraged"]
    assert row["p"] < 1e-4
    assert shown.global_test.p_exact == hidden.global_test.p_exact


def test_a_uniform_screen_says_why_the_matched_null_is_missing():
    result = run_screen(seed=1, settings=ScreenSettings(sets=99, null="uniform", **QUICK))

    assert get_row(result, "uniform")["state"] == "computed"
    assert "uniform" in get_row(result, "matched")["reason"]


def make_measured_cargo(*, boost):
    ligands = set(load_pairs()["ligand"])
    cargo = load_builtin_cargo()
    quantity = [
        (boost if symbol in ligands else 1.0) * (1 + i % 7)
        for i, symbol in enumerate(cargo["symbol"])
    ]
    return cargo.with_columns(quantity=pl.Series(quantity), quantity_unit=pl.lit("iBAQ"))


def test_abundant_ligands_are_told():
    result = run_screen(make_measured_cargo(boost=1e6), seed=1, settings=FEW)

    row = get_row(result, "abundance")
    assert row["p"] < 0.01
    assert "In abundance" in result.conclusion
    assert not any(
        "Abundance of the cargo proteins is missing" in s for s in result.missing_evidence
    )


def test_zero_and_missing_quantities_are_left_out_and_counted():
    cargo = make_measured_cargo(boost=1.0).with_columns(
        quantity=pl.when(pl.int_range(pl.len()) % 3 == 0)
        .then(None)
        .when(pl.int_range(pl.len()) % 3 == 1)
        .then(0.0)
        .otherwise("quantity")
    )

    full = get_row(run_screen(make_measured_cargo(boost=1.0), seed=1, settings=FEW), "abundance")
    row = get_row(run_screen(cargo, seed=1, settings=FEW), "abundance")

    assert "left out: 0 exposed proteins without" in full["reason"]
    assert "left out: 0 exposed" not in row["reason"]


@pytest.mark.parametrize("missing", [float("nan"), float("inf")])
def test_a_quantity_that_is_no_number_is_missing(missing):
    cargo = make_measured_cargo(boost=1.0)
    lost = pl.int_range(pl.len()) % 3 == 0
    none = cargo.with_columns(pl.when(~lost).then("quantity").alias("quantity"))
    odd = none.with_columns(pl.col("quantity").fill_null(missing))

    rows = [get_row(run_screen(x, seed=1, settings=FEW), "abundance") for x in (none, odd)]

    assert rows[0] == rows[1]


def test_the_order_of_the_proteins_does_not_move_the_answer_on_abundance():
    cargo = make_measured_cargo(boost=1.0)

    rows = [
        get_row(run_screen(x, seed=1, settings=FEW), "abundance") for x in (cargo, cargo.reverse())
    ]

    assert rows[0] == rows[1]


def test_without_any_quantity_abundance_is_not_computed():
    cargo = make_measured_cargo(boost=1.0).with_columns(quantity=pl.lit(None, dtype=pl.Float64))

    result = run_screen(cargo, seed=1, settings=FEW)

    assert get_row(result, "abundance")["state"] == "not_computed"


def test_the_casebook_brings_the_answers_that_rest_on_networks():
    plan = plan_screen(ScreenInputs(load_builtin_cargo(), load_builtin_receptors()), FEW)
    counts = [run_chunk(c, make_generator(1, "screen", c.id)) for c in plan.chunks]

    alone = merge_chunks(plan, counts)
    book = assemble_casebook(plan, make_generator(1, "screen", "casebook"))
    result = merge_chunks(plan, counts, casebook=book)

    assert get_row(alone, "rewired")["state"] == "not_computed"
    assert get_row(result, "rewired")["state"] == "computed"
    assert "rewired ligand-receptor tables" in result.conclusion
    assert not any("not modelled" in s for s in result.missing_evidence)


def test_the_panel_of_lists_is_grouped_by_study():
    genes = ScreenInputs(load_builtin_cargo(), load_builtin_receptors()).genes["symbol"].to_list()
    panel = pl.DataFrame(
        {
            "list_id": ["a"] * 300 + ["b"] * 300,
            "symbol": genes[:300] + genes[300:600],
            "study": ["PMID:1"] * 600,
        }
    )

    rank = run_screen(seed=1, settings=FEW, comparator=panel).comparator

    assert (rank.lists, rank.groups) == (2, 1)


def test_a_cargo_of_fewer_than_three_counted_proteins_is_not_judged_as_a_whole():
    cargo = load_builtin_cargo(("ms_other_msc",)).head(2)

    settings = ScreenSettings(sets=99, show_uniform=True, **QUICK)
    result = run_screen(cargo, seed=1, settings=settings)

    rows = result.surprise.filter(pl.col("null").is_in(["matched", "uniform"]))
    assert "too small to test as a whole: 2 of its proteins count" in result.conclusion
    assert rows["state"].to_list() == ["not_computed"] * 2
    assert rows["p"].null_count() == 2
    assert "3 are needed" in rows["reason"][0]
