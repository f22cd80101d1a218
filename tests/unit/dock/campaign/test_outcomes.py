"""A failed pair says why and has no pose."""

from tubulus.dock.campaign.outcomes import make_failure


def test_a_failure_has_its_reason_and_no_pose():
    failure = make_failure("k", "too large")

    assert (failure.key, failure.state, failure.reason) == ("k", "failed", "too large")
    assert len(failure.scores) == len(failure.rotations) == failure.n_poses == 0


def test_a_failure_without_a_reason_is_still_a_failure():
    assert make_failure("k", "").state == "failed"
