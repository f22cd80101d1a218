"""Who reached each step of the flow."""

from dataclasses import replace

from tests.support.small_study import Man, make_small_study

LATER = """
[[flow]]
id = "blood"
label = "Blood"
when = "exists(hormones@month-6)"
additive = {additive}
[[flow]]
id = "end"
label = "End"
when = "exists(allocation)"
"""


def read_flow(small, step, arm="cells"):
    rows = small.tables["flow"].iter_rows(named=True)
    return next(r for r in rows if r["step"] == step and r["arm"] == arm)


def test_those_who_do_not_reach_a_step_are_counted_with_their_reasons(tmp_path):
    gone = Man(sperm="", status="lost")
    men = (Man(), gone, gone, replace(gone, status="pregnancy"), replace(gone, status=""))
    small = make_small_study(tmp_path, men=men)

    row = read_flow(small, "examined")

    assert (row["n"], row["lost"]) == (1, 4)
    assert row["reasons"] == (
        "Lost to follow-up: 2; Pregnancy of the partner: 1; reason not recorded: 1"
    )


def test_the_first_step_loses_nobody(plain):
    assert read_flow(plain, "allocated")["lost"] == 0


def test_an_arm_with_nobody_has_its_box(tmp_path):
    small = make_small_study(tmp_path, men=(Man(),))

    assert read_flow(small, "examined", "control")["n"] == 0


def test_a_visit_that_may_be_missed_does_not_narrow_the_next_step(tmp_path):
    men = (Man(), Man(fsh=("20", ""), t=("10", "")))
    counts = {
        additive: read_flow(
            make_small_study(tmp_path / additive, men=men, more=LATER.format(additive=additive)),
            "end",
        )["n"]
        for additive in ("true", "false")
    }

    assert counts == {"true": 1, "false": 2}


def test_a_step_before_allocation_is_counted_without_arms(tmp_path):
    edits = {'label = "Allocated"\n': 'label = "Allocated"\nby_arm = false\n'}
    small = make_small_study(tmp_path, edits=edits)

    assert read_flow(small, "allocated", "")["n"] == 20
