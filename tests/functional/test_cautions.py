"""Each caution appears where the study gives cause for it, and vanishes where it does not.

Every rule has a pair of variants of the small study: one in which the caution must stand, one in
which it must not, and nothing else differs but its trigger.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.small_study import WINDOW, Man, make_men, make_small_study

from tubulus.analysis.cautions.registry import CAUTION_RULES

RESPONDER = Man(sperm="single", infertility="secondary")
CONTROLS = make_men("control", 4)
DIRECT_FIRST = ("direct", "sediment")
BACKGROUND = 'kind = "binary"\nvisit = "month-6"\n'
RATE = 'background = [{ label = "untreated men", low = 0.05, high = 0.11, source = "a paper" }]\n'
REGRESSION = (
    "regression_to_mean.population = 21.0\n"
    "regression_to_mean.correlation = 0.8\n"
    'regression_to_mean.population_source = "a test"\n'
    'regression_to_mean.variation_source = "a guess"\n'
)
ANCHORS = {"cells": "allocation.allocated_on", "control": "hormones.collected_on"}
EXAMINED = (
    'label = "Examined first"\nwhen = "exists(semen@month-6)"\n'
    '[[flow]]\nid = "joined"\nlabel = "Joined"\nwhen = "exists(allocation)"'
)
FSH_HIGH = "hormones.fsh@baseline > 10"
AZOOSPERMIC = """
[[eligibility]]
id = "azoospermia"
label = "No sperm at screening"
kind = "inclusion"
when = 'all(semen@baseline where sperm_seen = "none")'
"""
EXAMINED_FIRST = {'label = "Allocated"\nwhen = "exists(allocation)"': EXAMINED}
SAME_DAY = {"cells": "allocation.allocated_on", "control": "allocation.allocated_on"}

RANKED = """
[[estimands]]
id = "c2"
label = "Concentration, ranked"
population = "all"
treatment = ["cells", "control"]
variable = "concentration"
summary = "probability of superiority"
estimator = "rank"
missing = "non-response"
role = "secondary"
"""
STOPPING = """
[[monitoring]]
id = "stop"
label = "Stop for severe harms"
estimand = "s1"
arm = "cells"
acceptable = 0.10
looks = [3, 4]
"""
ADJUSTMENT = """
[adjustment]
covariates = ["age"]
targets = ["{target}"]
minimum_effective = {least}
"""
# men of one arm are older, so that weights for the treated do not balance age wholly
OLDER = tuple(
    replace(man, age=str(age))
    for man, age in zip(
        (*make_men("cells", 10, 3), *make_men("control", 10, 1)),
        (30, 32, 33, 35, 36, 37, 38, 40, 41, 44, 25, 27, 29, 30, 31, 32, 33, 35, 36, 39),
        strict=True,
    )
)
INFERTILE = ADJUSTMENT.replace("age", "infertility").format(target="overlap", least=2)
MIXED = (*make_men("cells", 4, infertility="secondary"), *make_men("control", 4))

# identifier of the caution -> variation that shows it, variation that does not
VARIANTS = {
    "synthetic": ({"synthetic": True}, {"synthetic": False}),
    "boundary-crossed": (
        {"men": (*make_men("cells", 4, harm="3"), *CONTROLS), "more": STOPPING},
        {"men": (*make_men("cells", 4), *CONTROLS), "more": STOPPING},
    ),
    "not-randomised": ({"allocation": "non-randomised"}, {"allocation": "randomised"}),
    "baseline-imbalance": (
        {"men": (*make_men("cells", 4, infertility="secondary"), *CONTROLS)},
        {"men": (*make_men("cells", 4), *CONTROLS)},
    ),
    "weights-not-estimable": (
        {"men": MIXED, "more": INFERTILE, "hormones": ()},
        {
            "men": (*MIXED, Man(), *make_men("control", 1, infertility="secondary")),
            "more": INFERTILE,
            "hormones": (),
        },
    ),
    "weights-unbalanced": (
        {"men": OLDER, "more": ADJUSTMENT.format(target="att", least=2)},
        {"men": OLDER, "more": ADJUSTMENT.format(target="overlap", least=2)},
    ),
    "weights-few": (
        {"men": OLDER, "more": ADJUSTMENT.format(target="overlap", least=8)},
        {"men": OLDER, "more": ADJUSTMENT.format(target="overlap", least=2)},
    ),
    "no-control": (
        {"arms": ("cells",), "allocation": "single-arm"},
        {"arms": ("cells", "control")},
    ),
    "responders-in-one-subgroup": (
        {"men": (RESPONDER, RESPONDER, Man(), *CONTROLS)},
        {"men": (RESPONDER, RESPONDER, Man(sperm="single"), *CONTROLS)},
    ),
    "background-rate": ({"edits": {BACKGROUND: BACKGROUND + RATE}}, {}),
    "search-effort": (
        {"men": (replace(RESPONDER, methods=DIRECT_FIRST), *CONTROLS)},
        {"men": (RESPONDER, *CONTROLS)},
    ),
    "largest-comparator": ({"test": "fisher"}, {"test": "none"}),
    "open-label": ({"masking": "open label"}, {"masking": "assessor masked"}),
    "zero-events": (
        {"men": (*make_men("cells", 4), *make_men("control", 4, harm="3"))},
        {"men": (*make_men("cells", 4, harm="3"), *make_men("control", 4, harm="4"))},
    ),
    "no-window": ({}, {"edits": WINDOW}),
    "undated-events": (
        {"men": (Man(harm="3"), *CONTROLS), "edits": WINDOW, "anchors": SAME_DAY},
        {
            "men": (Man(harm="3", harm_on="2026-02-01"), *CONTROLS),
            "edits": WINDOW,
            "anchors": SAME_DAY,
        },
    ),
    "zero-responders": (
        {"men": (*make_men("cells", 4, 1), *make_men("control", 4, 0))},
        {"men": (*make_men("cells", 4, 1), *make_men("control", 4, 1))},
    ),
    "surgery-in-one-arm": ({"operated": ("cells",)}, {"operated": ("cells", "control")}),
    "moved-by-design": (
        {"moves": {"control": ("fsh",)}},
        {"moves": {"control": ("fsh",)}, "hormones": ("testosterone",)},
    ),
    "regression-to-the-mean": ({}, {"edits": {REGRESSION: ""}}),
    "before-after": ({}, {"hormones": ()}),
    "left-out": ({"men": (Man(), Man(arm=""), *CONTROLS)}, {"men": (Man(), *CONTROLS)}),
    "flow-and-analysis": (
        {"edits": EXAMINED_FIRST, "men": (Man(), Man(sperm=""), *CONTROLS)},
        {"edits": EXAMINED_FIRST, "men": (Man(), Man(), *CONTROLS)},
    ),
    "missing-values": (
        {"men": (Man(), Man(sperm=""), *CONTROLS)},
        {"men": (Man(), Man(), *CONTROLS)},
    ),
    "much-missing": (
        {"men": (*make_men("cells", 9), Man(sperm=""), Man(sperm=""), *make_men("control", 11))},
        {"men": (*make_men("cells", 10), Man(sperm=""), *make_men("control", 11))},
    ),
    "left-for-pregnancy": (
        {"men": (Man(), Man(sperm="", status="pregnancy"), *CONTROLS)},
        {"men": (Man(), Man(sperm="", status="lost"), *CONTROLS)},
    ),
    "not-counted": (
        {"men": (Man(sperm="single"), *CONTROLS)},
        {"men": (Man(sperm="counted", concentration="0.1"), *CONTROLS)},
    ),
    "below-limit": (
        {"men": (Man(), Man(fsh=("20", "<0.2")), *CONTROLS)},
        {"men": (Man(), Man(fsh=("20", "<0.2")), *CONTROLS), "hormones": ("testosterone",)},
    ),
    "many-ties": (
        {"more": RANKED, "men": (RESPONDER, Man(), Man(), *CONTROLS)},
        {"more": RANKED, "men": (RESPONDER, RESPONDER, Man(), *CONTROLS)},
    ),
    "rules-differ": (
        {"more": RANKED.replace("non-response", "complete cases")},
        {"more": RANKED},
    ),
    "several-laboratories": (
        {"men": (Man(laboratories=("central", "clinic")), *CONTROLS)},
        {"men": (Man(), *CONTROLS)},
    ),
    "late-blood": (
        {"men": (Man(times=("08:00", "16:00")), *CONTROLS)},
        {"men": (Man(times=("08:00", "16:00")), *CONTROLS), "hormones": ("fsh",)},
    ),
    "day-one-differs": ({"anchors": ANCHORS}, {"anchors": SAME_DAY}),
    "core-outcomes": ({"forms": ("disposition",)}, {"forms": ("partner", "pregnancy", "neonatal")}),
}


def test_every_rule_has_its_variants():
    assert set(VARIANTS) == set(CAUTION_RULES)


@pytest.mark.parametrize("rule", VARIANTS)
def test_a_caution_vanishes_without_its_trigger(tmp_path, rule):
    _, vanishes = VARIANTS[rule]

    assert rule not in make_small_study(tmp_path, **vanishes).cautions


@pytest.mark.parametrize("rule", VARIANTS)
def test_a_caution_appears_with_its_trigger_and_with_all_its_words(tmp_path, rule):
    appears, _ = VARIANTS[rule]
    small = make_small_study(tmp_path, **appears)

    rows = small.tables["cautions"].filter(id=rule)

    assert rows.height > 0
    assert set(rows["severity"]) <= {"limit", "warning", "note"}
    assert "" not in {*rows["title"], *rows["text"], *rows["applies_to"]}


def test_a_fact_from_the_literature_has_its_source(tmp_path):
    appears, _ = VARIANTS["surgery-in-one-arm"]

    rows = make_small_study(tmp_path, **appears).tables["cautions"]

    assert rows.filter(id="surgery-in-one-arm")["source"].to_list() != [""]


def test_another_count_of_responders_changes_what_the_comparator_may_have(tmp_path):
    def read(folder, responders):
        men = (*make_men("cells", 20, responders), *make_men("control", 20, 0))
        return make_small_study(folder, men=men).cautions["largest-comparator"]

    # R: fisher.test of 20 + 20, p = 0.106 for 4 v 0, 0.0202 for 6 v 0 and 0.0915 for 6 v 1,
    # 0.0407 for 10 v 3 and 0.0958 for 10 v 4
    assert "not even 0 of 20 in 'Control arm' would bring Fisher's exact test below 0.05" in read(
        tmp_path / "few", 4
    )
    assert "in favour of 'Cells arm' only if 'Control arm' has at most 0 of 20" in read(
        tmp_path / "some", 6
    )
    assert "at most 3 of 20" in read(tmp_path / "many", 10)


def test_how_fragile_the_comparison_is_follows_from_the_planned_test(tmp_path):
    men = (*make_men("cells", 20, 6), *make_men("control", 20, 0))

    texts = {
        test: make_small_study(tmp_path / test, men=men, test=test).cautions["largest-comparator"]
        for test in ("fisher", "boschloo")
    }

    # R: fisher.test of 6 v 1 p = 0.0915; the supremum of Boschloo written out gives 0.0464 for 6 v
    # 1 and 0.154 for 6 v 2
    assert "Fisher's exact test falls below 0.05" in texts["fisher"]
    assert "has at most 0 of 20" in texts["fisher"]
    assert "Boschloo's exact test falls below 0.05" in texts["boschloo"]
    assert "has at most 1 of 20" in texts["boschloo"]


def test_the_subgroup_is_given_with_its_denominator_in_both_arms(tmp_path):
    appears, _ = VARIANTS["responders-in-one-subgroup"]
    men = (*appears["men"], replace(RESPONDER, arm="control", sperm="none"))

    text = make_small_study(tmp_path, men=men).cautions["responders-in-one-subgroup"]

    assert "Every responder of 'Cells arm' belongs to one subgroup, Infertility: secondary" in text
    assert "Cells arm 2 of 2 (100.0 %" in text
    assert "Control arm 0 of 1 (0.0 %" in text


def test_one_responder_alone_says_nothing_of_a_subgroup(tmp_path):
    small = make_small_study(tmp_path, men=(RESPONDER, Man(), *CONTROLS))

    assert "responders-in-one-subgroup" not in small.cautions


def test_zero_of_forty_is_an_upper_limit_wherever_it_stands(tmp_path):
    men = (*make_men("cells", 40, 1), *make_men("control", 40, 0))
    cautions = make_small_study(tmp_path, men=men, hormones=()).cautions

    assert cautions["zero-events"].count("0 of 40, upper limit 8.8 %") == 2
    assert cautions["zero-responders"].count("0 of 40, upper limit 8.8 %") == 2


def test_both_arms_that_move_a_hormone_are_named_together(tmp_path):
    moves = {"cells": ("fsh",), "control": ("fsh", "testosterone")}

    small = make_small_study(tmp_path, moves=moves)
    texts = small.tables["cautions"].filter(id="moved-by-design")["text"].to_list()

    assert len(texts) == 2
    assert texts[0].startswith("Moved by design in 'Cells arm' and 'Control arm': FSH at month 6.")
    assert texts[1].startswith("Moved by design in 'Control arm': Testosterone at month 6.")


def test_values_below_the_limit_are_counted_by_arm_and_moment(tmp_path):
    men = (Man(fsh=("<0.2", "<0.2")), Man(fsh=("9", "<0.2")), Man(), *CONTROLS)

    text = make_small_study(tmp_path, men=men).cautions["below-limit"]

    assert "Cells arm, before: 1 of 3" in text
    assert "Cells arm, after: 2 of 3" in text
    assert "Control arm" not in text
    assert "each arm with such values looks higher than it is, the arm with more of them" in text


@pytest.mark.parametrize(
    ("man", "sections"),
    [
        (Man(fsh=("20", "<0.2")), "hormones,description,regression-to-the-mean"),
        (Man(sperm="counted", concentration="<0.1"), "concentration"),
    ],
)
def test_values_below_the_limit_concern_the_sections_they_are_missing_from(tmp_path, man, sections):
    rows = make_small_study(tmp_path, men=(man, Man(), *CONTROLS)).tables["cautions"]

    assert rows.filter(id="below-limit")["applies_to"].to_list() == [sections]


def test_men_who_left_for_a_pregnancy_are_counted_by_arm(tmp_path):
    appears, _ = VARIANTS["left-for-pregnancy"]

    cautions = make_small_study(tmp_path, **appears).cautions

    assert "pregnant: Cells arm 1." in cautions["left-for-pregnancy"]
    assert "pregnancy of the partner 1" in cautions["missing-values"]


def test_a_missing_value_is_counted_once_beside_its_contrast(tmp_path):
    men = (Man(fsh=("20", "")), *make_men("cells", 4), *CONTROLS)
    single = {"men": men[:5], "arms": ("cells",), "allocation": "single-arm"}

    compared = make_small_study(tmp_path / "two", men=men).cautions["missing-values"]
    alone = make_small_study(tmp_path / "one", **single).cautions["missing-values"]

    assert compared.count("FSH at month 6") == 1
    assert "FSH at month 6, Cells arm and Control arm: 1." in compared
    assert "FSH at month 6, Cells arm: 1." in alone


def test_information_that_rests_on_imputation_is_told_with_its_share(tmp_path):
    line = 'variable = "fsh"\n'
    edits = {line: f'{line}sensitivity = ["imputation"]\n'}
    arms = ("cells", "control")
    fsh = [(str(10 + k % 5), str(10 + (7 * k) % 11)) for k in range(16)]
    seen = [Man(arm=arm, fsh=pair) for arm in arms for pair in fsh]

    def find(name, before):
        # no arm loses more than the other, and less than one in five is missing
        men = [*seen, *(Man(arm=arm, fsh=(before, "")) for arm in arms for _ in range(3))]
        return make_small_study(tmp_path / name, men=men, edits=edits).cautions

    assert find("far", "90")["much-missing"].startswith(
        "FSH at month 6: 80 % of the information rests on imputation. "
    )
    assert "much-missing" not in find("near", "12")


def test_surgery_does_not_matter_where_no_hormone_is_compared(tmp_path):
    small = make_small_study(tmp_path, operated=("cells",), hormones=())

    assert "surgery-in-one-arm" not in small.cautions


def test_examiners_who_knew_the_arm_are_counted(tmp_path):
    knew = Man(arm="control", knew_visit="yes")
    men = (Man(knew_arm="yes"), Man(), knew, knew, knew, Man(arm="control"))

    text = make_small_study(tmp_path, men=men).cautions["open-label"]

    # the examinations before treatment count for neither
    assert (
        "Semen examinations at Month 6: the examiner knew the arm in Cells arm 1 of 2, Control arm "
        "0 of 4; the visit in Cells arm 0 of 2, Control arm 3 of 4."
    ) in text


def test_without_participants_no_caution_of_the_data_is_made_up(tmp_path):
    small = make_small_study(tmp_path, men=make_men("cells", 1))

    assert "zero-events" in small.cautions
    assert "Control arm" not in small.cautions["zero-events"]
    assert "missing-values" not in small.cautions


def test_arms_alike_in_all_but_one_variable_are_told_apart_by_it(tmp_path):
    appears, _ = VARIANTS["baseline-imbalance"]
    half = (*make_men("cells", 2), *make_men("cells", 2, infertility="secondary"))

    whole = make_small_study(tmp_path / "a", **appears).cautions["baseline-imbalance"]
    some = make_small_study(tmp_path / "b", men=(*half, *CONTROLS)).cautions["baseline-imbalance"]

    assert "Infertility without any overlap." in whole
    # half against none: 0.5 / sqrt((0.25 + 0) / 2)
    assert "Infertility 1.41" in some


def test_a_rate_under_another_treatment_is_no_spontaneous_rate(tmp_path):
    hormones = RATE.replace("low", 'under = "clomiphene", low')
    edits = {BACKGROUND: BACKGROUND + hormones}

    untreated = make_small_study(tmp_path / "a", edits={BACKGROUND: BACKGROUND + RATE}).cautions
    treated = make_small_study(tmp_path / "b", edits=edits, more=AZOOSPERMIC).cautions

    assert "not known" not in untreated["background-rate"]
    assert treated["background-rate"] == (
        "'Any sperm' is also seen without this treatment. Under another treatment (clomiphene), "
        "untreated men: 5.0 % to 11.0 %. The spontaneous rate in participants selected as these "
        "were (No sperm at screening) is not known to the authors of this file."
    )


def test_regression_that_is_next_to_nothing_is_said_to_be_that(tmp_path):
    men = tuple(Man(arm=arm, fsh=("21", "25")) for arm in ("cells", "control") for _ in range(3))
    small = make_small_study(tmp_path, men=men, more=AZOOSPERMIC)

    text = small.cautions["regression-to-the-mean"]

    assert "explains next to nothing of these changes: the ratios expected are 1.00 to 1.00" in text
    assert "Eligibility does not look at FSH at month 6: nobody was selected on these" in text
    assert "selected on what 'Any sperm' rests on: regression to the mean of the selection" in text
    assert "No such figure is given for: Testosterone at month 6." in text
    assert "doubled their concentration untreated" not in text


def test_regression_of_extreme_values_is_given_in_numbers(tmp_path):
    men = tuple(Man(arm=arm, fsh=("42", "40")) for arm in ("cells", "control") for _ in range(3))
    selected = AZOOSPERMIC.replace('all(semen@baseline where sperm_seen = "none")', FSH_HIGH)

    text = make_small_study(tmp_path, men=men, more=selected).cautions["regression-to-the-mean"]

    # (42 / 21) to the power of 0.8 - 1, and of 0.5 - 1
    assert "FSH at month 6, Cells arm: 0.87; FSH at month 6, Control arm: 0.87." in text
    assert "0.5 to 0.9, they would lie between 0.71 and 0.93" in text
    assert "nobody was selected" not in text
    assert "doubled their concentration untreated" in text


def test_harms_of_men_who_were_not_followed_are_missing(tmp_path):
    men = (Man(), Man(status="lost"), Man(status="lost", harm="3"), *CONTROLS)
    cautions = make_small_study(tmp_path, men=men, edits=WINDOW).cautions

    assert "Severe harm, Cells arm: 1." in cautions["missing-values"]
    assert "Beside each harm stands its share if all of them had it." in cautions["missing-values"]


def test_men_of_whom_it_is_not_known_whether_they_count_are_told(tmp_path):
    edits = {'when = "exists(allocation)"\n[[strata]]': 'when = "person.age > 30"\n[[strata]]'}
    men = (Man(), Man(age=""), Man(arm=""), *CONTROLS)

    text = make_small_study(tmp_path, men=men, edits=edits).cautions["left-out"]

    assert "in 'Everybody' without a known arm: 1; not known whether in 'Everybody': 1." in text


def test_a_crossed_boundary_names_look_counts_and_who_was_not_followed(tmp_path):
    men = (*make_men("cells", 2, harm="3"), Man(status="lost"), *CONTROLS)
    rule = STOPPING.replace("[3, 4]", "[3]")
    text = make_small_study(tmp_path, men=men, edits=WINDOW, more=rule).cautions["boundary-crossed"]

    assert "'Stop for severe harms', Cells arm: at look 1, with 3 participants" in text
    assert "the plan stops at 2 with 'Severe harm', and 2 were counted." in text
    assert "1 was not followed to the end and counts as without it." in text


def test_a_harm_that_is_looked_for_at_one_visit_is_bound_by_it(tmp_path):
    at_visit = {
        'when = "any(adverse-event where ctcae_grade >= 3)"': 'when = "hormones.fsh@month-6 > 50"'
    }

    assert "no-window" not in make_small_study(tmp_path, edits=at_visit).cautions


def test_what_several_estimands_of_one_endpoint_have_alike_is_one_caution(tmp_path):
    men = (replace(RESPONDER, methods=DIRECT_FIRST), *CONTROLS, *make_men("life", 4))
    arms = {"men": men, "arms": ("cells", "control", "life")}
    rows = make_small_study(tmp_path, **arms).tables["cautions"]

    for name in ("search-effort", "largest-comparator"):
        assert rows.filter(id=name).height == 1


def test_a_blank_row_of_a_log_is_no_undated_event(tmp_path):
    variation = {"men": (Man(harm="3", harm_on="2026-02-01"), *CONTROLS), "anchors": SAME_DAY}
    small = make_small_study(tmp_path, edits=WINDOW, **variation)
    log = small.folder / "data" / "adverse-event.csv"
    header, *rows = log.read_text("utf-8").splitlines()
    blank = "P001" + "," * header.count(",")
    log.write_text("\n".join([header, *rows, blank, ""]), encoding="utf-8")

    assert "undated-events" not in small.cautions


def test_the_evidence_names_a_source_for_every_fact(repository: Path):
    facts = tomllib.loads(
        (repository / "src" / "tubulus" / "analysis" / "evidence.toml").read_text("utf-8")
    )
    code = "".join(
        path.read_text("utf-8")
        for path in (repository / "src" / "tubulus" / "analysis" / "cautions").glob("*.py")
    )

    assert all(fact["text"] and fact["source"] for fact in facts.values())
    assert [name for name in facts if f'get_evidence("{name}")' not in code] == []
