import polars as pl
import pytest

from tubulus.screen.nulls.comparator import ComparatorRank
from tubulus.screen.nulls.surprise import (
    NULLS,
    SURPRISE_SCHEMA,
    SurpriseRow,
    describe_rank,
    explain_missing,
    tabulate_surprise,
)
from tubulus.screen.settings import ScreenSettings


def get_row(frame, null):
    return frame.row(by_predicate=pl.col("null") == null, named=True)


def test_an_empty_panel_names_every_null_with_a_reason():
    frame = tabulate_surprise([])

    assert frame["null"].to_list() == list(NULLS)
    assert dict(frame.schema) == SURPRISE_SCHEMA
    assert set(frame["state"]) == {"not_computed"}
    assert (frame["reason"].str.len_chars() > 10).all()


@pytest.mark.parametrize(
    ("null", "file"),
    [
        ("matched_detection", "detection_file"),
        ("comparator", "comparator_file"),
        ("abundance", "cargo_file"),
        ("downstream", "signalling_file"),
    ],
)
def test_a_missing_answer_names_the_file_that_switches_it_on(null, file):
    row = explain_missing(null)

    assert file in row.reason
    assert row.key.rpartition(".")[2] == file


def test_every_switching_key_is_a_setting():
    settings = ScreenSettings().model_dump()
    settings |= {f"evidence.{name}": value for name, value in settings["evidence"].items()}

    keys = {explain_missing(null).key for null in NULLS}

    assert keys <= set(settings)


def test_a_reason_of_its_own_names_no_key_that_would_not_help():
    assert explain_missing("downstream", "no receptor is in the network").key == ""
    assert explain_missing("rewired", "rewired_graphs is 0", key="evidence.rewired_graphs").key


def test_an_answer_takes_the_place_of_the_missing_one():
    ready = SurpriseRow("rewired", "candidate pairs", observed=12, expected=9.5, p=0.2)

    frame = tabulate_surprise([explain_missing("rewired", "no table"), ready])

    row = get_row(frame, "rewired")
    assert (row["observed"], row["expected"], row["state"]) == (12.0, 9.5, "computed")
    assert row["question"].startswith("Are the cargo's ligands paired")
    assert frame.height == len(NULLS)


def test_what_was_not_computed_has_no_number():
    row = get_row(tabulate_surprise([]), "downstream")

    assert [row[name] for name in ("observed", "expected", "low", "high", "p", "draws")] == [
        None
    ] * 6


def test_the_uniform_null_alone_is_discouraged():
    frame = tabulate_surprise([])

    assert frame.filter("discouraged")["null"].to_list() == ["uniform"]


@pytest.mark.parametrize(
    ("lists", "ties", "told"),
    [
        (3, 0, "rank 3 of 4: the cargo and 3 lists in 2 independent groups"),
        (3, 1, "1 list ties with the cargo and stands before it"),
        (3, 2, "2 lists tie with the cargo and stand before it"),
    ],
)
def test_the_rank_counts_the_cargo_among_its_places(lists, ties, told):
    rank = ComparatorRank(0.5, 0.4, 3, lists, 0.5, 0.25, (), ties, 2, 0.1, 0.9, None)

    assert told in describe_rank(rank).reason
