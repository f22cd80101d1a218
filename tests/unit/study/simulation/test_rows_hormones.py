"""Hormone rows: read back, they give the value that was drawn."""

import pytest

from tubulus.core.seeds import make_generator
from tubulus.study.records.parsing import parse_entry
from tubulus.study.records.values import ValueState
from tubulus.study.simulation.men import simulate_men
from tubulus.study.simulation.rows import Context
from tubulus.study.simulation.rows_hormones import write_hormones


@pytest.fixture
def men(study, tidy):
    half = tidy.mess.model_copy(update={"second_laboratory": 0.5, "changes_laboratory": 0.5})
    mixed = tidy.model_copy(update={"mess": half})
    return simulate_men(study, mixed, make_generator(3, "men"))[1]


def test_reading_back_gives_the_drawn_value_within_rounding(study, tidy, men):
    context = Context(study, tidy, make_generator(4, "rows"))
    form = study.find_standard("hormones")[0]
    compared = 0
    for man in men:
        for place, row in enumerate(write_hormones(man, context)):
            laboratory = study.find_laboratory(row["laboratory"])
            for name, assay in laboratory.assays.items():
                item = form.find_item(name)
                value = parse_entry(item, row[name], row[f"{name}_unit"], assay).value
                if value.state is ValueState.PRESENT:
                    assert value.number == pytest.approx(man.measure(name)[place], rel=0.05)
                    compared += 1

    assert compared > 500


def test_a_value_below_the_limit_of_the_laboratory_is_written_as_such(study, tidy, men):
    context = Context(study, tidy, make_generator(4, "rows"))
    low = [m for m in men if m.measure("inhibin_b")[0] < 9.9]

    assert low
    assert {write_hormones(man, context)[0]["inhibin_b"] for man in low} == {"<10"}


def test_a_unit_left_empty_is_the_laboratorys_own(study, settings, men):
    mess = settings.mess.model_copy(update={"unit_left_empty": 1.0, "missing_value": 0.0})
    context = Context(study, settings.model_copy(update={"mess": mess}), make_generator(4, "rows"))
    form = study.find_standard("hormones")[0]
    man = next(m for m in men if m.laboratories[0] == "clinic")
    row = write_hormones(man, context)[0]
    assay = study.find_laboratory("clinic").assays["testosterone"]
    value = parse_entry(form.find_item("testosterone"), row["testosterone"], "", assay).value

    assert row["testosterone_unit"] == ""
    assert value.number == pytest.approx(man.measure("testosterone")[0], rel=0.05)
