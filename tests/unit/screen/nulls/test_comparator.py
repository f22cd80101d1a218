import polars as pl
import pytest

from tubulus.screen.nulls.comparator import rank_among_lists

CARGO = frozenset({"a", "b", "c", "d"})


def make_panel(**lists):
    rows = [(name, symbol) for name, symbols in lists.items() for symbol in symbols]
    return pl.DataFrame(rows, schema=["list_id", "symbol"], orient="row")


def rank(panel, counts=None):
    return rank_among_lists(CARGO, panel, counts or {"a": 2, "x": 1}, own=CARGO, min_genes=3)


def test_the_rank_counts_lists_that_score_at_least_as_high():
    panel = make_panel(poor="efgh", equal="axyz", rich="axe")

    result = rank(panel, {"a": 2})

    assert result.score == pytest.approx(0.5)
    assert (result.rank, result.lists) == (3, 3)
    assert (result.p, result.smallest_p) == (0.75, 0.25)


def test_the_cargo_itself_small_lists_and_copies_are_left_out_with_the_reason():
    panel = make_panel(itself="abcd", small="ef", first="efgh", copy="hgfe")

    result = rank(panel)

    assert result.lists == 1
    assert [text.split(":")[0] for text in result.left_out] == ["itself", "small", "copy"]


def test_without_a_usable_list_there_is_no_rank():
    assert rank(make_panel(small="ef")) is None
