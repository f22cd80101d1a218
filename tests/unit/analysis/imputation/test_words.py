from __future__ import annotations

from tests.support.missing_study import ask, ask_responders
from tests.support.small_study import make_small_study


def list_sentences(study, part):
    sentences = study.tables["methods"]["sentence"]
    return [text for text in sentences if text.startswith(part)]


def test_the_methods_say_how_values_are_imputed_and_shifted(full):
    number, event = sorted(list_sentences(full, "Imputation:"), key=lambda s: "logistic" in s)
    assert "100 completed data sets" in number
    assert "linear for the log of the value on the value before" in number
    assert "logistic with Firth's penalty on infertility" in event
    ratios, odds = sorted(list_sentences(full, "Shifts:"), key=lambda s: "odds" in s)
    assert "multiplied by 0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2 in each arm" in ratios
    assert "odds of imputed events are multiplied by 0.1" in odds


def test_the_plans_own_numbers_are_written(tmp_path):
    numbers = "[plan]\nimputations = 40\ntipping_sds = [-2.0, 0.0, 2.0]\n"
    edits = {"[plan]\n": numbers, **ask("tipping", variable="testosterone")}
    study = make_small_study(tmp_path, edits=edits)

    (imputation,) = list_sentences(study, "Imputation:")
    assert "40 completed data sets" in imputation
    (shifts,) = list_sentences(study, "Shifts:")
    assert "moved by -2, 0, 2 standard deviations of the seen values" in shifts


def test_nothing_is_written_of_imputation_where_nobody_asks_for_it(tmp_path):
    study = make_small_study(tmp_path, edits=ask_responders("extreme cases"))

    assert list_sentences(study, "Imputation:") == []
    assert (
        len(list_sentences(study, "Sensitivity, without a test: whoever has no outcome has")) == 1
    )
