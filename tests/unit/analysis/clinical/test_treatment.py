"""What was given."""

from tests.support.clinic import FORMS, describe, find

TWO = {"P1": "cells", "P2": "cells"}


def inject(who, side, dose, **more):
    return {
        "participant": who,
        "visit": "month-6",
        "given_on": "2026-02-10",
        "lot": f"L-{who}",
        "side": side,
        "dose": dose,
        **more,
    }


def test_the_dose_of_a_man_is_the_sum_over_his_injections(tmp_path):
    given = [inject("P1", "left", "10"), inject("P1", "right", "12"), inject("P2", "left", "8")]

    row = find(describe(tmp_path, TWO, injection=given), "Cells injected per man", arm="cells")

    assert (row.value, row.low, row.high, row.unit) == (15.0, 11.5, 18.5, "million")
    assert (row.n, row.denominator) == (2, 2)


def test_a_man_with_an_injection_of_unknown_dose_has_no_dose(tmp_path):
    given = [inject("P1", "left", "10"), inject("P1", "right", ""), inject("P2", "left", "8")]

    row = find(describe(tmp_path, TWO, injection=given), "Cells injected per man")

    assert (row.n, row.denominator, row.value) == (1, 2, 8.0)


def test_an_injection_entered_twice_alike_counts_once_and_is_told(tmp_path):
    given = [inject("P1", "left", "10"), inject("P1", "left", "10")]

    rows = describe(tmp_path, TWO, injection=given)

    assert find(rows, "Cells injected per man").value == 10.0
    men = find(rows, "Men injected with cells", arm="cells")
    assert (men.n, men.denominator) == (1, 2)
    assert men.note == "1 entered twice alike and counted once"


def test_lots_are_those_injected_and_a_lot_without_a_record_is_missing(tmp_path):
    given = [inject("P1", "left", "10"), inject("P1", "right", "10"), inject("P2", "left", "8")]
    lots = [
        {"participant": "P1", "lot": "L-P1", "passage": "3", "viability": "90"},
        {"participant": "P1", "lot": "never given", "passage": "9", "viability": "20"},
    ]

    rows = describe(tmp_path, TWO, injection=given, cell_product=lots)

    viability, passage = find(rows, "Viability of the cells"), find(rows, "Passage")
    assert (viability.value, viability.n, viability.denominator) == (90.0, 1, 2)
    assert (passage.value, passage.high, passage.counted) == (3.0, 3.0, "lots injected")


def test_nobody_treated_leaves_a_zero_and_no_quantities(tmp_path):
    rows = describe(tmp_path, {"P1": "cells", "P2": "hormones"})

    assert find(rows, "Men injected with cells").n == 0
    assert find(rows, "Men who began hormone therapy").n == 0
    assert not [row for row in rows if row.label == "Cells injected per man"]


def test_nobody_at_all_is_described_without_a_number(tmp_path):
    rows = describe(tmp_path, {})

    shares = [row for row in rows if row.statistic == "share"]
    assert shares
    assert all(
        (r.denominator, r.value, r.low, r.confidence) == (0, None, None, None) for r in shares
    )
    assert all(row.note for row in shares)


def drug(who, start="2026-01-10", end="2026-07-08", **more):
    taken = {"drug": "clomiphene", "dose": "25", "dose_measured_in": "mg", "schedule": "daily"}
    return {"participant": who, "started_on": start, "ended_on": end, **taken, **more}


def test_a_drug_has_its_dose_its_men_and_its_days_both_ends_counted(tmp_path):
    men = {"P1": "hormones", "P2": "hormones"}

    rows = describe(tmp_path, men, hormone_therapy=[drug("P1"), drug("P2", end="")])

    regimen = find(rows, "Drug and dose", level="Clomiphene, 25 mg, daily")
    assert (regimen.n, regimen.denominator) == (2, 2)
    length = find(rows, "Duration of hormone therapy")
    assert (length.value, length.n, length.denominator, length.unit) == (180.0, 1, 2, "d")


def test_two_courses_of_a_man_last_from_the_first_day_to_the_last(tmp_path):
    courses = [
        drug("P1", end="2026-01-19", stop_reason="adverse-event"),
        drug("P1", start="2026-03-01", end="2026-03-31", dose="50"),
    ]

    rows = describe(tmp_path, {"P1": "hormones"}, hormone_therapy=courses)

    assert find(rows, "Duration of hormone therapy").value == 81.0
    levels = {row.level: row.n for row in rows if row.label == "Drug and dose"}
    assert levels == {"Clomiphene, 25 mg, daily": 1, "Clomiphene, 50 mg, daily": 1}
    assert find(rows, "Why it ended", level="Adverse event").n == 1


def test_a_form_that_the_study_lacks_gives_no_rows(tmp_path):
    forms = [name for name in FORMS if name not in {"injection", "cell-product"}]

    rows = describe(tmp_path, TWO, forms=forms)

    assert not [row for row in rows if row.section == "treatment" and "cells" in row.label]
    assert not [row for row in rows if row.section == "surgery"]


def test_hormones_beside_the_treatment_are_counted_in_both_arms(tmp_path):
    men = {"P1": "cells", "P2": "hormones"}
    taken = [{"participant": "P1", "drug": "hCG", "rescue": "yes"}]

    rows = describe(tmp_path, men, concomitant_medication=taken)

    label = "Hormones to bring back sperm, beside the treatment"
    assert [find(rows, label, arm=arm).n for arm in ("cells", "hormones")] == [1, 0]


def test_a_lifestyle_programme_is_described_by_its_days_and_sessions(tmp_path):
    courses = [
        {
            "participant": "P1",
            "content": "Weight",
            "started_on": "2026-01-01",
            "ended_on": "2026-01-31",
            "sessions_attended": "4",
            "weight_change": "-2.5",
            "stop_reason": "completed",
        },
        {"participant": "P2", "content": "Weight", "started_on": "2026-01-01"},
    ]

    rows = describe(
        tmp_path, TWO, forms=(*FORMS, "lifestyle-programme"), lifestyle_programme=courses
    )

    days, weight = find(rows, "Duration of the programme"), find(rows, "Change of weight")
    assert (days.value, days.n, days.denominator, days.unit) == (31.0, 1, 2, "d")
    assert (weight.value, weight.unit) == (-2.5, "kg")
    assert find(rows, "Men who began the lifestyle programme", arm="cells").n == 2
