import polars as pl
import pytest

from tubulus.screen.nulls.comparator import find_studies, group_lists, rank_among_lists

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


def test_lists_of_one_study_count_once_in_p():
    panel = make_panel(one="axyz", two="axe", other="efgh")
    told = panel.with_columns(
        study=pl.when(pl.col("list_id") == "other").then(None).otherwise(pl.lit("same"))
    )

    apart, together = rank(panel, {"a": 2}), rank(told, {"a": 2})

    assert (apart.groups, apart.p) == (3, pytest.approx(3 / 4))
    assert (together.groups, together.p) == (2, pytest.approx(2 / 3))
    assert (apart.rank, together.rank) == (3, 3)


def test_lists_that_share_half_their_content_are_one_group_also_in_a_chain():
    lists = [frozenset("abcd"), frozenset("abcde"), frozenset("bcdef"), frozenset("xyz")]

    groups = group_lists(lists, [None] * 4)

    assert groups[0] == groups[1] == groups[2] != groups[3]


def test_an_empty_study_name_joins_nothing():
    panel = make_panel(one="efgh", two="ijkl").with_columns(study=pl.lit(""))

    assert rank(panel).groups == 2


def test_ties_stand_before_the_cargo_and_are_counted():
    result = rank(make_panel(equal="axyz", poor="efgh"), {"a": 2})

    assert (result.rank, result.ties) == (2, 1)


def test_longer_lists_that_dilute_show_in_the_correlation():
    counts = {"a": 3}
    panel = make_panel(short="amn", middle="aopq", long="arstuv")

    assert rank(panel, counts).size_correlation == pytest.approx(-1.0)
    assert rank(make_panel(one="amn", two="opq"), counts).size_correlation is None


def test_the_cargo_itself_small_lists_and_copies_are_left_out_with_the_reason():
    panel = make_panel(itself="abcd", small="ef", first="efgh", copy="hgfe")

    result = rank(panel)

    assert result.lists == 1
    assert [text.split(":")[0] for text in result.left_out] == ["itself", "small", "copy"]


def test_without_a_usable_list_there_is_no_rank():
    assert rank(make_panel(small="ef")) is None


def test_the_whole_group_of_the_cargo_s_study_is_left_out():
    chained = make_panel(itself="abcdef", near="cdefgh", far="wxyz", mate="klmn", free="opqr")
    told = chained.with_columns(
        study=pl.when(pl.col("list_id").is_in(["near", "mate"])).then(pl.lit("s"))
    )

    result = rank(told)

    assert [name for name, _ in result.scores] == ["far", "free"]
    assert "chain of lists" in result.left_out[1]
    assert "chain of lists" in result.left_out[2]
    assert [text.split(":")[0] for text in result.left_out] == ["itself", "near", "mate"]


def test_the_order_of_the_rows_does_not_decide_on_the_study():
    panel = make_panel(one="efg").with_columns(study=pl.Series([None, "s", ""]))

    assert find_studies(panel) == find_studies(panel.reverse()) == {"one": "s"}


def test_a_list_of_two_studies_is_refused():
    panel = make_panel(one="efg", two="hij").with_columns(study=pl.Series(list("aabccc")))

    with pytest.raises(ValueError, match=r"one \(a, b\)"):
        rank(panel)
