import numpy as np
import pytest
from tests.unit.analysis.operating.conftest import write_scenario

from tubulus.analysis.operating.cells import list_cells
from tubulus.analysis.operating.draws import draw_trials
from tubulus.analysis.operating.engine import merge_chunks, plan_trials, run_chunk
from tubulus.analysis.operating.estimates import Batch, estimate_cell
from tubulus.analysis.operating.sums import read_chunk_result
from tubulus.stats.designs.safety import compute_operating_characteristics
from tubulus.stats.exact_tests import compute_boschloo_test
from tubulus.stats.linear import estimate_ancova
from tubulus.stats.proportions import estimate_proportion
from tubulus.stats.two_proportions import estimate_risk_difference
from tubulus.stats.weighting.contrast import estimate_weighted_contrast

MISSING = {"missing": "{ share = 0.15 }", "confounding": "{ age = 0.5 }"}


def run(study, plan, **asked):
    planned = plan_trials(study, plan, plan.design, seed=3, **asked)
    return planned, [run_chunk(c, c.make_generator()) for c in planned.chunks]


def tabulate(study, plan, **asked):
    planned, results = run(study, plan, **asked)
    return merge_chunks(planned, results, provenance="p")


def pick(table, **keys):
    for key, value in keys.items():
        table = table.filter(table[key] == value)
    return table["value"].to_list()


@pytest.mark.parametrize("missing", ["complete cases", "non-response"])
def test_each_trial_of_a_batch_gives_what_its_estimators_give_alone(make_trial_world, missing):
    shown = [("minimum_effective = 5.0", "minimum_effective = 0.1")]
    model, world = make_trial_world(edits=shown, places={"missing": missing}, **MISSING)
    trials = draw_trials(model, world, 3, np.random.default_rng(4))
    batch = Batch(model, trials, np.random.default_rng(5))

    for cell in list_cells(model):
        found = estimate_cell(batch, cell)
        for i in range(3):
            expected, p_value = estimate_alone(model, trials, cell, i)
            assert found.estimate[i] == pytest.approx(expected.estimate, rel=1e-9, abs=1e-12)
            assert found.low[i] == pytest.approx(expected.low, rel=1e-9, abs=1e-12)
            assert found.high[i] == pytest.approx(expected.high, rel=1e-9, abs=1e-12)
            if p_value is not None:
                assert found.p_value[i] == pytest.approx(p_value, rel=1e-7)


def estimate_alone(model, trials, cell, i):
    """Estimate a cell of one trial by the functions that analyse one study."""
    outcome = cell.estimand.outcome
    filled = 0.0 if cell.estimand.missing in {"non-response", "no event"} else np.nan
    y = np.where(trials.seen[outcome][i], trials.outcomes[outcome][i], filled)
    arms, columns = trials.arms[i], trials.columns[i]
    counts = []
    for arm in (cell.arm, cell.comparator):
        own = y[arms == arm]
        counts += [int((own == 1.0).sum()), int(np.isfinite(own).sum())]
    first = (arms == cell.arm).astype(float)
    if cell.kind == "share":
        return estimate_proportion(*counts[:2]), None
    if cell.kind == "difference":
        return estimate_risk_difference(*counts), compute_boschloo_test(*counts).p_value
    if cell.kind == "weighted":
        before = model.outcomes[outcome].baseline
        joins = before >= 0 and before not in model.adjusted
        covariates = columns[:, [*([before] if joins else []), *model.adjusted]]
        result = estimate_weighted_contrast(y, first, covariates, target=cell.target)
        return result.contrast, result.test.p_value
    used = list(model.adjusted)
    if cell.kind == "ancova":
        used = [model.outcomes[outcome].baseline, *cell.estimand.covariates]
    result = estimate_ancova(y, first, columns[:, used])
    return result.contrast, result.test.p_value


def test_the_table_holds_each_measure_once_with_its_monte_carlo_error(make_study):
    study, plan, _ = make_study(write_scenario(**MISSING))
    table = tabulate(study, plan)
    keys = ["scenario", "part", "estimand", "arm", "comparator", "estimator", "measure"]

    assert table.select(keys).is_unique().all()
    assert table.filter(table["value"].is_not_null() & table["mc_error"].is_null()).is_empty()
    assert set(table["part"]) == {"estimator", "gate", "rule"}
    assert set(table["provenance"]) == {"p"}


def test_the_order_of_chunks_and_their_journey_as_text_move_no_digit(make_study):
    study, plan, _ = make_study(write_scenario(**MISSING), write_scenario("second"))
    planned, results = run(study, plan)
    journey = [read_chunk_result(r.as_plain_data()) for r in reversed(results)]

    assert merge_chunks(planned, journey, provenance="p").equals(
        merge_chunks(planned, results, provenance="p")
    )


def test_a_missing_chunk_is_refused(make_study):
    study, plan, _ = make_study()
    planned, results = run(study, plan)

    with pytest.raises(ValueError, match="exactly once"):
        merge_chunks(planned, results[1:], provenance="p")


def test_trials_and_scenarios_can_be_chosen(make_study):
    study, plan, _ = make_study(write_scenario(), write_scenario("second"))
    table = tabulate(study, plan, trials=25, scenarios=("second",))

    assert set(table["scenario"]) == {"second"}
    assert set(table.filter(table["measure"] == "truth")["trials"]) == {25}


def test_the_crude_difference_is_biased_by_confounding_and_the_adjusted_is_not(make_study):
    world = write_scenario(confounding="{ infertility = 1.0 }", effects="{ r1 = 0.1 }")
    study, plan, _ = make_study(world, edits=[("chunk = 20", "chunk = 1500")])
    table = tabulate(study, plan, trials=1500)
    crude = pick(table, estimator="Miettinen-Nurminen", measure="bias")
    adjusted = pick(table, estimator="linear probability, HC3, t", measure="bias")

    assert crude[0] > 0.05
    assert adjusted[0] == pytest.approx(0.0, abs=0.02)


def test_a_stopping_rule_stops_as_often_as_computed_exactly(make_study):
    world = write_scenario(harms='[{ endpoint = "harm", arm = "cells", share = 0.3 }]')
    study, plan, _ = make_study(world, edits=[("chunk = 20", "chunk = 4000")])
    planned, results = run(study, plan, trials=4000)
    table = merge_chunks(planned, results, provenance="p")
    exact = compute_operating_characteristics(planned.model.rules[0].boundary, [0.3])
    stops = table.filter(table["measure"] == "stopping probability").row(0, named=True)
    size = table.filter(table["measure"] == "expected participants").row(0, named=True)

    assert stops["value"] == pytest.approx(float(exact.stopping[0]), abs=4.0 * stops["mc_error"])
    assert size["value"] == pytest.approx(float(exact.expected_n[0]), abs=4.0 * size["mc_error"])


def test_gates_lower_the_familywise_error(make_study):
    study, plan, _ = make_study(edits=[("chunk = 20", "chunk = 1000")])
    table = tabulate(study, plan, trials=1000)
    gated = pick(table, measure="familywise error")[0]
    open_ = pick(table, measure="familywise error without gates")[0]

    assert gated <= 0.07
    assert gated < open_


def test_a_false_hypothesis_is_no_familywise_error(make_study):
    study, plan, _ = make_study(write_scenario(effects="{ r1 = 0.6, h1 = 2.0, h2 = 2.0 }"))
    table = tabulate(study, plan)

    family = table.filter(table["measure"] == "familywise error")
    assert family["value"].to_list() == [None]
    assert family["reason"].to_list() == ["no simulated hypothesis is true in this scenario"]
    assert pick(table, measure="rejection by the gates", estimand="h2")[0] > 0.8


def test_a_hypothesis_that_is_not_simulated_has_no_number_and_makes_the_others_bounds(make_study):
    test = 'estimator = "ancova"\ncovariates = ["age"]\ntest = "t"'
    ranked = 'estimator = "rank"\ntest = "wilcoxon"'
    study, plan, _ = make_study(edits=[(test, ranked)])
    table = tabulate(study, plan)
    gates = table.filter(table["part"] == "gate")
    left_out = gates.filter(gates["estimand"] == "h2")
    counted = gates.filter(gates["estimand"] != "h2")

    assert left_out["label"].to_list() == ["LH"]
    assert left_out["value"].to_list() == [None]
    assert "'rank' is not run on simulated trials" in left_out["reason"][0]
    assert set(counted["reason"]) == {"a lower bound: without LH, not simulated"}
    assert counted["value"].null_count() == 0


def test_a_plan_without_gates_and_rules_gives_estimators_alone(make_study):
    study, plan, problems = make_study(testing="")

    assert problems == []
    assert set(tabulate(study, plan)["part"]) == {"estimator", "rule"}


def test_trials_without_a_contrast_are_counted_not_dropped(make_study):
    study, plan, _ = make_study(edits=[("minimum_effective = 5.0", "minimum_effective = 13.0")])
    table = tabulate(study, plan)
    name = "ATT weighting, stacked sandwich, t"
    share = pick(table, estimator=name, measure="not estimable", estimand="h1")
    bias = table.filter((table["estimator"] == name) & (table["measure"] == "bias"))

    assert share == [1.0]
    assert bias["value"].to_list() == [None] * bias.height
    assert bias["reason"][0] == "fewer than two trials give an estimate"


def test_the_first_of_three_arms_is_compared_with_each_of_the_others(make_study):
    arm = '\n[[arms]]\nid = "lifestyle"\nlabel = "L"\nrole = "comparator"\nplanned = 9\n'
    study, plan, problems = make_study(
        write_scenario(effects="{ h1 = 0.4 }", missing="{ share = 0.1 }"),
        third_arm=arm,
        treatment='["cells", "hormones", "lifestyle"]',
        testing="",
        edits=[("chunk = 20", "chunk = 300"), ('role = "secondary"', IMPUTED)],
    )
    table = tabulate(study, plan, trials=300)
    planned = table.filter(
        (table["estimand"] == "h1") & table["planned"] & (table["measure"] == "bias")
    )

    assert problems == []
    assert planned["comparator"].to_list() == ["hormones", "lifestyle"]
    assert planned["value"].to_list() == pytest.approx([0.0, 0.0], abs=0.05)
    assert planned["estimator"].unique().to_list() == [
        "imputation by arm, ANCOVA, HC3, Barnard-Rubin"
    ]


IMPUTED = 'role = "secondary"\nmissing = "imputation"'
