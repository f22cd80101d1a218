"""What ``study describe`` says of the items."""

import pytest
from tests.support.small_study import Man, make_small_study

from tubulus.analysis.describe import BELOW_REFERENCE, describe_items, describe_wishes

WISHES = """
[describe]
correlations = [
  { first = "hormones.fsh@baseline", second = "hormones.testosterone@baseline" },
  { first = "hormones.fsh@baseline", second = "hormones.testosterone@baseline", log = true },
]
counts = [{ label = "older", when = "person.age > 35", source = "a test" }]
"""


def find(frame, **keys):
    return next(r for r in frame.iter_rows(named=True) if all(r[k] == v for k, v in keys.items()))


def test_a_number_has_quantiles_and_other_states_are_counted_apart(tmp_path):
    men = [Man(fsh=(f, "9")) for f in ("10", "20", "30", "<0.2", "")]
    row = find(
        describe_items(make_small_study(tmp_path, men=men).snapshot), item="fsh", visit="baseline"
    )

    assert (row["n"], row["missing"], row["other"]) == (3, 1, 1)
    assert (row["minimum"], row["median"], row["maximum"]) == (10.0, 20.0, 30.0)


def test_levels_are_counted(tmp_path):
    men = [Man(infertility=i) for i in ("primary", "secondary", "primary")]
    row = find(
        describe_items(make_small_study(tmp_path, men=men).snapshot), item="infertility_type"
    )

    assert row["levels"] == "primary: 2; secondary: 1"


def test_conditions_are_counted_among_those_known(tmp_path):
    men = [Man(age=a) for a in ("30", "40", "50", "")]
    small = make_small_study(tmp_path, men=men, more=WISHES)

    row = find(describe_wishes(small.snapshot, small.plan), statistic="count")

    assert (row["n"], row["denominator"], row["missing"], row["note"]) == (2, 3, 1, "a test")


def test_correlations_are_estimated_on_the_scale_asked_for(tmp_path):
    men = [Man(fsh=(str(2**k), "9"), t=(str(2 ** (k + 1)), "9")) for k in range(5)]
    small = make_small_study(tmp_path, men=men, more=WISHES)

    rows = describe_wishes(small.snapshot, small.plan).filter(statistic="correlation")

    assert rows["value"].to_list() == pytest.approx([1.0, 1.0])
    assert rows["label"][1].startswith("log ")


def test_ejaculates_below_the_reference_limits_are_counted_at_each_visit(tmp_path):
    men = [
        Man(sperm="counted", concentration=c, knew_arm="no") for c in ("15.9", "16", "<20", "40")
    ]
    small = make_small_study(tmp_path, men=[*men, Man(sperm="single")])

    row = find(
        describe_wishes(small.snapshot, small.plan),
        statistic=BELOW_REFERENCE,
        label="concentration",
        visit="month-6",
    )

    # of "<20" it is not known; what was seen and not counted has no concentration on record
    assert (row["value"], row["n"], row["denominator"], row["missing"]) == (1.0, 1, 3, 2)
    assert row["note"] == "ejaculates below 16 million/mL; WHO 6th edition (2021)"


def test_a_limit_that_nobody_can_be_compared_with_has_no_number(plain):
    row = find(
        describe_wishes(plain.snapshot, plain.plan), statistic=BELOW_REFERENCE, label="vitality"
    )

    assert (row["state"], row["value"]) == ("not estimable", None)


def test_a_visit_without_an_ejaculate_has_no_limits(tmp_path):
    small = make_small_study(tmp_path, men=[Man(sperm="")])

    rows = describe_wishes(small.snapshot, small.plan).filter(statistic=BELOW_REFERENCE)

    assert set(rows["visit"]) == {"baseline"}
