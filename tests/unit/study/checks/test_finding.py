from hypothesis import given
from hypothesis import strategies as st

from tubulus.study.checks.finding import (
    FINDING_SCHEMA,
    SEVERITIES,
    Finding,
    make_finding_frame,
)

findings = st.builds(
    Finding,
    severity=st.sampled_from(SEVERITIES),
    check=st.sampled_from(["a", "b"]),
    message=st.sampled_from(["one", "two"]),
    participant=st.sampled_from(["", "P1", "P2"]),
    occurrence=st.integers(0, 2),
)


def test_no_finding_gives_an_empty_typed_table():
    assert make_finding_frame([]).schema == FINDING_SCHEMA
    assert make_finding_frame([]).is_empty()


def test_the_gravest_findings_come_first():
    made = [Finding(severity=s, check="a", message="m") for s in reversed(SEVERITIES)]

    assert tuple(make_finding_frame(made)["severity"]) == SEVERITIES


@given(st.lists(findings, max_size=6), st.randoms(use_true_random=False))
def test_the_table_does_not_depend_on_the_order_in_which_findings_were_made(made, random):
    shuffled = random.sample(made, len(made))

    assert make_finding_frame(shuffled).equals(make_finding_frame(made))


@given(findings)
def test_the_same_finding_stands_once(finding):
    assert make_finding_frame([finding, finding]).height == 1
