"""Semen rows: findings fit the response that was drawn."""

from collections import defaultdict

import pytest

from tubulus.core.seeds import make_generator
from tubulus.study.simulation.men import simulate_men
from tubulus.study.simulation.rows import Context
from tubulus.study.simulation.rows_semen import write_semen


@pytest.fixture
def rows(study, settings):
    men = simulate_men(study, settings, make_generator(3, "men"))[1]
    context = Context(study, settings, make_generator(4, "rows"))
    return {man: write_semen(man, context) for man in men}


def list_follow_up(found):
    return [row for row in found if row["visit"] == "month-6"]


def test_sperm_are_seen_in_an_ejaculate_of_exactly_the_men_drawn_to_show_them(rows):
    for man, found in rows.items():
        seen = any(row["sperm_seen"] != "none" for row in list_follow_up(found))

        assert seen == (man.tell("sperm_seen") and man.tell("observed"))


def test_who_did_not_come_has_no_ejaculate_at_follow_up(rows):
    for man, found in rows.items():
        assert bool(list_follow_up(found)) == man.tell("observed")


def test_single_sperm_are_neither_zero_nor_a_number(rows):
    by_finding = defaultdict(set)
    for found in rows.values():
        for row in found:
            by_finding[row["sperm_seen"]].add((row["concentration"], row["progressive"]))

    assert by_finding["none"] == {("0", "NA")}
    assert by_finding["single"] == {("SNQ", "NA")}


def test_counted_sperm_add_up(study, settings):
    all_counted = settings.sperm.model_copy(update={"counted_share": 1.0})
    changed = settings.model_copy(update={"sperm": all_counted})
    men = simulate_men(study, changed, make_generator(3, "men"))[1]
    context = Context(study, changed, make_generator(4, "rows"))
    counted = [
        row for man in men for row in write_semen(man, context) if row["sperm_seen"] == "counted"
    ]

    assert counted
    for row in counted:
        shares = [float(row[k]) for k in ("progressive", "non_progressive", "immotile")]
        assert sum(shares) == 100
        total = float(row["volume"]) * float(row["concentration"])
        assert float(row["total"]) == pytest.approx(total, abs=0.001)
