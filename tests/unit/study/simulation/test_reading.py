"""The [simulation] table: read with its places, refused where it contradicts itself."""

import pytest

from tubulus.core.errors import InputError
from tubulus.study.definition.reading import collect_study, read_study
from tubulus.study.simulation import collect_simulation_settings, read_simulation_settings


def read_changed(study, old, new):
    path = study.folder / "study.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return read_simulation_settings(read_study(study.folder))


def test_the_example_is_drawn_from_forty_men_an_arm(settings):
    assert [(arm.id, arm.participants) for arm in settings.arms] == [
        ("cells", 40),
        ("hormones", 40),
    ]


def test_every_number_of_the_example_names_its_source(settings):
    groups = [settings.arms, settings.marginals, settings.correlations, settings.changes]
    groups += [settings.response, settings.adverse_events]
    tables = [entry for group in groups for entry in group]
    tables += [settings.screening, settings.aetiology, settings.mess, settings.sperm]

    assert all(table.source for table in tables)


def test_a_study_without_the_table_cannot_be_simulated(study):
    path = study.folder / "study.toml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("\n[simulation]\n")], "utf-8")
    bare = read_study(study.folder)

    assert collect_simulation_settings(bare, []) is None
    with pytest.raises(InputError, match=r"no \[simulation\] table"):
        read_simulation_settings(bare)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('arm = "hormones"\nitem = "lh"', 'arm = "hormone"\nitem = "lh"', "no arm 'hormone'"),
        ('follow_up = "month-6"', 'follow_up = "month-7"', "no visit 'month-7'"),
        ('items = ["fsh", "lh"]\nvalue = 0.4', 'items = ["fsh", "lhh"]\nvalue = 0.4', "lhh"),
        ("value = 0.6\n", "value = 0.95\n", "not positive definite"),
        ("within_cv = 0.26", "within_cv = 0.9", "lower within_cv"),
        ("missing_follow_up = 0.06", "missing_folow_up = 0.06", "did you mean"),
        ("failure_share = 0.26", "failure_share = 1.0", "1 is not below 1"),
        ("days = [3, 9]", "days = [9, 3]", "fewest, most"),
        ('[simulation.condition]\narm = "cells"', '[simulation.condition]\narm = "x"', "'x'"),
    ],
)
def test_a_contradiction_is_refused_with_its_place(study, old, new, message):
    with pytest.raises(InputError, match=message) as caught:
        read_changed(study, old, new)

    assert all(p.field.startswith("simulation") and p.row for p in caught.value.problems)


def test_a_table_of_rates_with_a_gap_is_refused(study):
    gap = 'arm = "hormones"\ninfertility = "secondary"\nexamination = "more sensitive"'
    twice = 'arm = "hormones"\ninfertility = "secondary"\nexamination = "as at baseline"'

    with pytest.raises(InputError, match="response lacks the row hormones, secondary"):
        read_changed(study, gap, twice)


def test_an_arm_or_a_visit_that_could_not_be_read_is_not_reported_again(study):
    path = study.folder / "study.toml"
    text = path.read_text("utf-8")
    for part in ("[[arms]]\n", "[[visits]]\n"):
        text = text.replace(part, part + "colour = 3\n")
    path.write_text(text, "utf-8")
    problems = []

    broken, _ = collect_study(study.folder)
    collect_simulation_settings(broken, problems)

    assert (broken.arms, broken.visits) == ((), ())
    assert problems == []


def test_more_men_drawn_than_planned_are_refused(study):
    with pytest.raises(InputError) as refused:
        read_changed(study, "participants = 40\n", "participants = 50\n")

    assert "50 participants are drawn for 'cells', but 40 planned" in str(refused.value)
