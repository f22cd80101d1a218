"""The arms' clocks."""

from tests.support.clinic import describe, find

MEN = {"P1": "cells", "P2": "cells"}


def enter(who, harvest, given, semen):
    return (
        {"participant": who, "harvested_on": harvest},
        {"participant": who, "visit": "month-6", "given_on": given, "side": "left"},
        {"participant": who, "visit": "month-6", "collected_on": semen, "sperm_seen": "none"},
    )


def make_rows(folder, *entered):
    harvest, injection, semen = (list(rows) for rows in zip(*entered, strict=True))
    return describe(folder, MEN, marrow_harvest=harvest, injection=injection, semen=semen)


def test_days_run_from_the_harvest_to_the_injection_and_from_both_to_the_follow_up(tmp_path):
    rows = make_rows(
        tmp_path,
        enter("P1", "2026-01-10", "2026-02-09", "2026-07-11"),
        enter("P2", "2026-01-12", "2026-02-21", "2026-07-13"),
    )

    to_injection = find(rows, "From day 1 to the injection")
    assert (to_injection.value, to_injection.low, to_injection.high) == (35.0, 30.0, 40.0)
    from_start = find(rows, "From day 1 to the semen sample of Month 6", arm="cells")
    after = find(rows, "From the injection to the semen sample of Month 6", arm="cells")
    assert (from_start.value, after.value, after.unit) == (182.0, 147.0, "d")


def test_a_man_without_day_1_is_missing_and_not_left_out_silently(tmp_path):
    rows = make_rows(
        tmp_path,
        enter("P1", "2026-01-10", "2026-02-09", "2026-07-11"),
        enter("P2", "", "2026-02-21", "2026-07-13"),
    )

    row = find(rows, "From day 1 to the injection")
    assert (row.n, row.denominator, row.value) == (1, 2, 30.0)


def test_of_several_ejaculates_the_first_counts(tmp_path):
    semen = [
        {"participant": "P1", "visit": "month-6", "sample_number": n, "collected_on": day}
        for n, day in (("1", "2026-07-20"), ("2", "2026-07-11"))
    ]
    harvest = [{"participant": "P1", "harvested_on": "2026-01-10"}]

    rows = describe(tmp_path, {"P1": "cells"}, marrow_harvest=harvest, semen=semen)

    assert find(rows, "From day 1 to the semen sample of Month 6").value == 182.0
    assert not [row for row in rows if "injection" in row.label and row.section == "intervals"]
