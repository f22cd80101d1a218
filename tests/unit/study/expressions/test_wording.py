from __future__ import annotations

import pytest
from tests.support.expression_study import make_small_catalogue

from tubulus.study.expressions.expression import compile_expression
from tubulus.study.expressions.wording import explain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "semen.concentration@month-6 > 0",
            "sperm concentration at month 6 is above 0 million/mL",
        ),
        (
            'semen.sperm_seen in ["none", "single"] and hormones.fsh is known',
            'sperm seen is "None" or "Single" and FSH is known',
        ),
        ('participant.arm = "bm-msc"', 'the arm is "BM-MSC"'),
        (
            "count(semen@screening where concentration = 0) >= 2",
            (
                "the number of entries of semen analysis at screening where "
                "sperm concentration is 0 million/mL is at least 2"
            ),
        ),
        (
            "days_between(allocation.allocated_on, semen.collected_on) <= 28 [d]",
            "the days from allocated on to date of collection is at most 28 d",
        ),
        (
            "not (hormones.fsh > 8 or hormones.fsh is below limit)",
            "it does not hold that FSH is above 8 IU/L or FSH is below the limit of detection",
        ),
        (
            "mean(semen.volume) > 1",
            "the mean volume among the entries of semen analysis is above 1 mL",
        ),
        (
            "all(adverse-event where serious = false)",
            "in every entry of adverse events, serious is false",
        ),
        (
            "if(hormones.fsh > 8, 1, 2) * 2 = round(log(semen.volume), 2)",
            (
                "(1 if FSH is above 8 IU/L, else 2) times 2 is the natural logarithm of volume "
                "rounded to 2 digits after the point"
            ),
        ),
    ],
)
def test_an_expression_reads_as_part_of_a_sentence(text: str, words: str) -> None:
    assert explain(compile_expression(text, make_small_catalogue())) == words
