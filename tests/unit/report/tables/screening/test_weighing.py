import json

import polars as pl
from tests.support.screen_material import make_screen_material

from tubulus.report.tables.screening.weighing import say_meaning, say_weighing

GROUPS = pl.DataFrame(
    {
        "group": ["interaction", "receptor", "detection", "downstream"],
        "layers": ["knowledge; physical", "receptor_protein", "detection", "downstream"],
        "state": ["computed", "computed", "not_computed", "not_computed"],
        "reason": ["learned", "learned", "no reference set", "no reference set"],
        "source": [""] * 4,
        "meaning": [""] * 4,
    }
)


def make_scores(*pairs):
    parts = [json.dumps({"interaction": i, "receptor": t}) for i, t in pairs]
    odds = [-2.3 + (i or 0.0) + t for i, t in pairs]
    prior = [-2.302585093] * len(pairs)
    return pl.DataFrame({"prior_log_odds": prior, "log_odds": odds, "contributions": parts})


def say(*pairs, groups=GROUPS):
    scores = make_scores(*pairs)
    return say_weighing(make_screen_material(pair_scores=scores, calibration_groups=groups))


def test_the_groups_that_were_weighed_and_the_others_with_their_reason_are_named():
    said = say((1.0, 2.0), (2.0, 1.5))

    assert "Layers weighed in the log-odds: interaction and receptor." in said
    assert "Not weighed: detection and downstream (no reference set)." in said


def test_a_group_that_says_the_same_of_all_candidates_orders_none():
    assert "receptor the same for all candidates" in say((1.0, 2.0), (2.0, 2.0))
    assert "the same for all" not in say((1.0, 2.0))


def test_rows_that_tie_at_the_top_are_counted():
    assert "2 of 3 scored rows" in say((2.0, 2.0), (2.0, 2.0), (None, 1.0))
    assert "tie" not in say((2.0, 2.0), (1.0, 2.0))


def test_without_groups_the_ties_are_told_alone():
    assert say((2.0, 2.0), (2.0, 2.0), groups=None).startswith("2 of 2 scored rows")


def test_without_scores_there_is_nothing_to_say():
    material = make_screen_material(pair_scores=None, calibration_groups=GROUPS)

    assert (say_weighing(material), say_meaning(material)) == ("", "")


def test_the_meaning_names_the_prior():
    material = make_screen_material(pair_scores=make_scores((1.0, 2.0)))

    assert "at a prior of 1/11" in say_meaning(material)


def test_without_a_weighed_group_the_order_is_that_of_the_rank_aggregation():
    none = GROUPS.with_columns(state=pl.lit("not_computed"), reason=pl.lit("no reference set: x"))
    scores = make_scores((0.0, 0.0), (0.0, 0.0), (0.0, 0.0)).with_columns(
        rra_p=pl.Series([0.2, 0.2, 0.9])
    )
    material = make_screen_material(pair_scores=scores, calibration_groups=none)

    said = say_weighing(material)

    assert said.startswith("Layers weighed in the log-odds: none. Not weighed: interaction,")
    assert "ordered by the rank aggregation" in said
    assert "2 of 3 scored rows share the least p" in said
    assert "largest log-odds" not in said
    assert "those of the prior for every pair" in say_meaning(material)
