import polars as pl
import pytest

from tubulus.screen.casebook.shortlist import SHORTLIST_SCHEMA, derive_shortlist
from tubulus.screen.layers.record import EVIDENCE_SCHEMA

SCORES = {
    "log_odds": 0.0, "low": -1.0, "high": 1.0, "posterior": 0.5, "rra_p": 0.5,
    "disagreement": False, "note": "",
}  # fmt: skip
INTERACTION = {
    "state": "present", "compartment": "basal", "conflict": "", "receptor_grade": "literature",
    "cargo_tier": "user",
}  # fmt: skip


def rank(*rows, size=10):
    """Rank candidates; each row names what differs from an ordinary one."""
    keys = [{k: row.get(k, "x") for k in ("ligand", "receptor", "cell_type")} for row in rows]
    made = list(zip(keys, rows, strict=True))
    interactions = [k | {n: r.get(n, v) for n, v in INTERACTION.items()} for k, r in made]
    scores = [k | {n: r.get(n, v) for n, v in SCORES.items()} for k, r in made]
    tiers = {(k["ligand"], k["receptor"]): r.get("tier", 1) for k, r in made}
    knowledge = [{"ligand": a, "receptor": b, "tier": tier} for (a, b), tier in tiers.items()]
    complexes = [
        k | {"layer": "complex", "state": r["complex"], "label": "A+B", "reason": r["why"]}
        for k, r in made
        if "complex" in r
    ]
    evidence = pl.DataFrame(complexes or None, schema=EVIDENCE_SCHEMA)
    return derive_shortlist(
        pl.DataFrame(interactions),
        pl.DataFrame(scores),
        evidence,
        pl.DataFrame(knowledge),
        size=size,
    )


def name(table):
    return table["ligand"].to_list()


def test_the_columns_are_those_of_the_schema():
    assert dict(rank({"ligand": "A"}).schema) == SHORTLIST_SCHEMA


@pytest.mark.parametrize(
    ("key", "better", "worse"),
    [
        ("log_odds", 2.0, 1.0),
        ("rra_p", 0.01, 0.02),
        ("tier", 3, 2),
        ("receptor_grade", "literature", "gene_link"),
        ("receptor_grade", "expression", "conflicting"),
        ("cargo_tier", "user", "named_human_msc"),
        ("cargo_tier", "ms_other_msc", "antibody_array"),
    ],
)
def test_the_order_follows_each_rule_and_not_the_names(key, better, worse):
    table = rank({"ligand": "A", key: worse}, {"ligand": "B", key: better})

    assert name(table) == ["B", "A"]
    assert table["rank"].to_list() == [1, 2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"log_odds": 2.0, "rra_p": 0.9}, {"log_odds": 1.0, "rra_p": 0.1}),
        ({"rra_p": 0.1, "tier": 1}, {"rra_p": 0.2, "tier": 3}),
        ({"tier": 3, "receptor_grade": "conflicting"}, {"tier": 2}),
        ({"receptor_grade": "user", "cargo_tier": "antibody_array"}, {}),
    ],
)
def test_an_earlier_rule_goes_before_a_later_one(first, second):
    assert name(rank({"ligand": "A", **second}, {"ligand": "B", **first})) == ["B", "A"]


def test_equal_pairs_share_a_rank_and_stand_by_name():
    table = rank(
        {"ligand": "C"},
        {"ligand": "A"},
        {"ligand": "B", "log_odds": 1.0},
        {"ligand": "D", "tier": 3},
    )

    assert name(table) == ["B", "D", "A", "C"]
    assert table["rank"].to_list() == [1, 2, 3, 3]


def test_a_pair_stands_once_with_the_scores_of_its_best_cell_type():
    table = rank(
        {"ligand": "A", "cell_type": "s", "log_odds": 1.0, "compartment": "basal"},
        {"ligand": "A", "cell_type": "l", "log_odds": 3.0, "compartment": "interstitial"},
    )

    (row,) = table.to_dicts()
    assert (row["cell_types"], row["log_odds"], row["barrier"]) == (
        "l; s", 3.0, "basal; interstitial",
    )  # fmt: skip


def test_sums_that_differ_by_rounding_tie():
    table = rank(
        {"ligand": "A", "log_odds": 0.3, "rra_p": 0.2},
        {"ligand": "B", "log_odds": 0.1 + 0.2 - 2e-16, "rra_p": 0.1},
        {"ligand": "C", "log_odds": 0.1 + 0.2, "rra_p": 0.2},
    )

    assert name(table) == ["B", "A", "C"]
    assert table["rank"].to_list() == [1, 2, 2]


def test_a_pair_ranks_by_the_grade_of_the_cell_type_whose_scores_it_has():
    table = rank(
        {"ligand": "A", "cell_type": "l", "rra_p": 0.1, "receptor_grade": "conflicting"},
        {"ligand": "A", "cell_type": "s", "rra_p": 0.9, "receptor_grade": "literature"},
        {"ligand": "B", "rra_p": 0.1, "receptor_grade": "gene_link"},
    )

    assert name(table) == ["B", "A"]


def test_a_pair_without_a_number_stands_last():
    table = rank(
        {"ligand": "A", "log_odds": None, "rra_p": None}, {"ligand": "B", "log_odds": -9.0}
    )

    assert name(table) == ["B", "A"]
    assert table["log_odds"].to_list() == [-9.0, None]


def test_a_pair_whose_complex_lacks_a_subunit_stays_out():
    table = rank(
        {"ligand": "A", "complex": "absent", "why": "B is absent"},
        {"ligand": "B", "complex": "present", "why": "all there"},
        {"ligand": "C", "complex": "unknown", "why": "unknown: B"},
        {"ligand": "D"},
    )

    assert sorted(name(table)) == ["B", "C", "D"]
    notes = dict(table.select("ligand", "note").iter_rows())
    assert notes["B"] == notes["D"] == ""
    assert notes["C"].startswith("complex A+B")
    assert notes["C"].endswith("unknown: B")


def test_a_pair_that_is_whole_on_another_cell_stays_on_the_list_with_that_cell():
    table = rank(
        {"ligand": "A", "cell_type": "s", "complex": "absent", "why": "B is absent"},
        {"ligand": "A", "cell_type": "l", "complex": "present", "why": "all there"},
    )

    assert table["cell_types"].to_list() == ["l"]


def test_what_is_no_candidate_stays_out():
    table = rank(
        {"ligand": "A", "state": "unknown"}, {"ligand": "B", "state": "absent"}, {"ligand": "C"}
    )

    assert name(table) == ["C"]


def test_the_size_counts_pairs_and_not_rows():
    rows = [{"ligand": ligand, "cell_type": cell} for ligand in "ABC" for cell in "xyz"]

    assert name(rank(*rows, size=2)) == ["A", "B"]
    assert rank(*rows, size=99).height == 3


def test_notes_tell_of_scores_and_of_conflicts_on_each_cell():
    table = rank(
        {"ligand": "A", "cell_type": "l", "conflict": "RNA does not", "log_odds": 2.0, "note": "n"},
        {"ligand": "A", "cell_type": "s", "conflict": "stain does not"},
    )

    (note,) = table["note"].to_list()
    assert note == "n; conflict on l: RNA does not; conflict on s: stain does not"


def test_no_candidate_gives_an_empty_list():
    assert rank({"ligand": "A", "state": "unknown"}).height == 0
