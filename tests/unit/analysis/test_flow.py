"""Who reached each step of the flow."""

from dataclasses import replace

from tests.support.small_study import Man, make_small_study

from tubulus.analysis.dataset import select_members

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

FIRST = 'label = "First"\nwhen = "exists(semen@month-6)"'


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
    steps = {
        additive: read_flow(
            make_small_study(tmp_path / additive, men=men, more=LATER.format(additive=additive)),
            "end",
        )
        for additive in ("true", "false")
    }

    assert {own: row["reasons"] for own, row in steps.items()} == {
        "true": "1 without the step before",
        "false": "",
    }


def test_whoever_reaches_a_step_without_the_one_before_is_in_it_and_in_the_later_ones(tmp_path):
    men = (Man(), Man(sperm=""), Man(sperm=""))
    more = LATER.format(additive="true")
    small = make_small_study(tmp_path, men=men, more=more)

    flow = {step: read_flow(small, step) for step in ("examined", "blood", "end")}

    assert {step: (row["n"], row["lost"]) for step, row in flow.items()} == {
        "examined": (1, 2),
        "blood": (3, 0),
        "end": (3, 0),
    }
    assert flow["blood"]["reasons"] == "2 without the step before"
    assert flow["end"]["reasons"] == ""


def test_a_step_counts_whom_the_analysis_set_of_the_same_condition_counts(tmp_path):
    more = LATER.format(additive="true")
    small = make_small_study(tmp_path, men=(Man(), Man(sperm=""), Man(sperm="")), more=more)

    members = select_members(small.snapshot, small.plan, "all").keep_arms(["cells"])

    assert read_flow(small, "end")["n"] == len(members)


def test_whoever_is_in_the_data_and_not_in_the_first_step_is_lost_to_it(tmp_path):
    edits = {'label = "Allocated"\nwhen = "exists(allocation)"': FIRST}

    row = read_flow(
        make_small_study(tmp_path, men=(Man(), Man(sperm="")), edits=edits), "allocated"
    )

    assert (row["n"], row["lost"]) == (1, 1)


def test_a_step_before_allocation_is_counted_without_arms(tmp_path):
    edits = {'label = "Allocated"\n': 'label = "Allocated"\nby_arm = false\n'}
    small = make_small_study(tmp_path, edits=edits)

    assert read_flow(small, "allocated", "")["n"] == 20
