"""A whole simulated study: what the tables hold, and what the study's own checks say of them."""

import polars as pl
import pytest

from tubulus.core.seeds import make_generator
from tubulus.study.checks.registry import run_checks
from tubulus.study.definition.reading import read_study
from tubulus.study.records.participants import make_study_data
from tubulus.study.records.reading import read_records
from tubulus.study.simulation import simulate_study, write_simulated_data


def draw(study, settings, seed=1):
    return simulate_study(study, settings, make_generator(seed, "test"))


def find_composite_responders(tables):
    """Return arm and infertility of the composite responders, from the tables alone."""
    rescued = tables["concomitant-medication"].filter(pl.col("rescue") == "yes")["participant"]
    seen = tables["semen"].filter(
        (pl.col("visit") == "month-6") & pl.col("sperm_seen").is_in(["single", "counted"])
    )
    arms = dict(tables["allocation"].select("participant", "arm").iter_rows())
    strata = dict(tables["history"].select("participant", "infertility_type").iter_rows())
    men = set(seen["participant"]) - set(rescued)
    return [(arms[man], strata[man]) for man in sorted(men)]


def check(study, settings, tables):
    write_simulated_data(study, settings, tables, 1)
    records = read_records(study)
    data = make_study_data(records, arm_role=("allocation", "arm"))
    return run_checks(study, records, data)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_composite_counts_nine_of_forty_all_with_secondary_infertility(study, settings, seed):
    tables = draw(study, settings, seed)
    responders = find_composite_responders(tables)

    assert [arm for arm, _ in responders].count("cells") == 9
    assert {stratum for arm, stratum in responders if arm == "cells"} == {"secondary"}
    assert tables["allocation"]["arm"].value_counts().sort("arm").rows() == [
        ("cells", 40),
        ("hormones", 40),
    ]


def test_the_same_seed_gives_the_same_tables_and_another_seed_others(study, settings):
    first, again, other = (draw(study, settings, seed) for seed in (4, 4, 5))

    assert all(first[form].equals(again[form]) for form in first)
    assert not first["hormones"].equals(other["hormones"])


def test_every_form_of_the_study_has_a_table_of_texts(study, settings):
    tables = draw(study, settings)

    assert list(tables) == [form.id for form in study.forms]
    assert all(set(table.dtypes) == {pl.String()} for table in tables.values())


def test_leaving_a_form_out_changes_no_other_table(study, settings):
    text = (study.folder / "study.toml").read_text("utf-8")
    (study.folder / "study.toml").write_text(text.replace('[[forms]]\nuse = "deviation"\n', ""))

    without = draw(read_study(study.folder), settings)

    complete = draw(study, settings)
    assert set(complete) - set(without) == {"deviation"}
    assert all(table.equals(complete[form]) for form, table in without.items())


def test_more_men_are_screened_than_taken_in_and_each_failure_has_a_reason(study, settings):
    log = draw(study, settings)["screening-log"]
    failures = log.filter(pl.col("outcome") != "enrolled")

    assert log.height - failures.height == 80
    assert failures.height > 5
    assert not failures["failure_reason"].is_in(["", "NA"]).any()


def test_everybody_has_two_ejaculates_without_sperm_before_treatment(study, settings):
    before = draw(study, settings)["semen"].filter(pl.col("visit") == "screening")

    assert set(before["sperm_seen"]) == {"none"}
    assert set(before.group_by("participant").len()["len"]) == {2}


def test_some_men_are_searched_harder_at_follow_up_than_before(study, settings):
    semen = draw(study, settings)["semen"]
    number = semen.group_by("participant", "visit").len()

    assert 3 in set(number.filter(pl.col("visit") == "month-6")["len"])
    assert "direct" in set(semen.filter(pl.col("visit") == "screening")["examination_method"])


def test_two_laboratories_report_in_their_own_units(study, settings):
    hormones = draw(study, settings)["hormones"].filter(pl.col("testosterone_unit") != "")
    units = set(hormones.select("laboratory", "testosterone_unit").iter_rows())

    assert units == {("central", "nmol/L"), ("clinic", "ng/dL")}


def test_no_event_is_serious_or_grave(study, settings):
    events = draw(study, settings)["adverse-event"]

    assert events.height > 5
    assert set(events["serious"]) == {"no"}
    assert set(events["ctcae_grade"]) == {"1"}


def test_tidy_data_raise_no_finding_above_a_note(study, tidy):
    findings = check(study, tidy, draw(study, tidy))

    assert findings.filter(pl.col("severity") != "note").select("check", "message").rows() == []


def test_the_shipped_untidiness_raises_only_findings_it_is_meant_to_raise(study, settings):
    findings = check(study, settings, draw(study, settings))
    grave = findings.filter(pl.col("severity").is_in(["stop", "error"]))
    warnings = findings.filter(pl.col("severity") == "warning")

    assert set(grave["check"]) <= {"baseline-azoospermia", "eligibility", "missing-item"}
    assert set(warnings["check"]) <= {
        "follow-up-more-sensitive",
        "semen-abstinence",
        "visit-window",
        "unusual-value",
    }
    assert "follow-up-more-sensitive" in set(warnings["check"])


def test_the_donor_of_each_lot_is_its_recipient(study, settings):
    tables = draw(study, settings)
    donors = dict(tables["cell-product"].select("lot", "donor").iter_rows())

    for lot, recipient in tables["injection"].select("lot", "recipient").iter_rows():
        assert donors[lot] == recipient


def test_nothing_happens_after_a_man_has_left(study, settings):
    mess = settings.mess.model_copy(update={"missing_follow_up": 0.4, "rescue": 0.5})
    leaving = settings.model_copy(update={"mess": mess, "condition": None})
    tables = draw(study, leaving)
    left = dict(
        tables["disposition"]
        .filter(pl.col("status") != "completed")
        .select("participant", "ended_on")
        .iter_rows()
    )

    assert len(left) > 15
    for form in study.forms:
        if form.dated_by and form.id != "disposition":
            table = tables[form.id].filter(pl.col("participant").is_in(list(left)))
            for man, day in table.select("participant", form.dated_by).iter_rows():
                assert day <= left[man], form.id
