from __future__ import annotations

from tests.support.adjusted_study import make_adjusted_study

from tubulus.analysis.adjustment.words import write_adjustment


def test_the_sentences_name_covariates_targets_and_draws(adjusted):
    text = ". ".join(write_adjustment(adjusted.study, adjusted.plan))

    for words in (
        "main effects only: Age, Infertility, FSH",
        "Overlap weights: the contrast holds for",
        "at least 3",
        "AIPW",
        "TMLE",
        "200 bootstrap draws",
        "changed by no treatment: Testosterone at month 6",
    ):
        assert words in text


def test_a_randomised_study_says_that_nothing_is_weighted(tmp_path):
    study = make_adjusted_study(tmp_path, allocation="randomised")

    assert list(write_adjustment(study.study, study.plan)) == [
        "Balance of Age, Infertility, FSH is described; arms drawn by lot are not weighted"
    ]


def test_a_plan_without_an_adjustment_says_nothing(plain):
    assert not list(write_adjustment(plain.study, plain.plan))
