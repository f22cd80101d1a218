"""What the surgeon found."""

import pytest
from tests.support.clinic import describe, find


def operate(who, *sides):
    return [
        {
            "participant": who,
            "visit": "month-6",
            "side": name,
            "microtese": "yes",
            "sperm_retrieved": sperm,
            "histology": histology,
        }
        for name, (sperm, histology) in zip(("left", "right"), sides, strict=False)
    ]


@pytest.mark.parametrize(
    ("left", "right", "found", "known"),
    [("yes", "no", 1, 1), ("no", "no", 0, 1), ("no", "", 0, 0), ("yes", "", 1, 1)],
)
def test_sperm_on_either_side_counts_and_an_unknown_side_is_not_none(
    tmp_path, left, right, found, known
):
    sides = operate("P1", (left, ""), (right, ""))

    row = find(
        describe(tmp_path, {"P1": "cells"}, injection=sides),
        "Sperm found at surgery, on either side",
    )

    assert (row.n, row.denominator) == (found, known)
    assert ("not recorded" in row.note) == (known == 0)
    assert "one arm only, not compared" in row.note


def test_a_man_has_a_better_and_a_worse_side(tmp_path):
    sides = operate("P1", ("no", "sertoli-only"), ("no", "hypospermatogenesis"))

    rows = describe(tmp_path, {"P1": "cells"}, injection=sides)

    assert find(rows, "Histology, better side", level="Hypospermatogenesis").n == 1
    assert find(rows, "Histology, worse side", level="Sertoli cell only").n == 1


def test_a_side_that_nobody_examined_does_not_count_as_the_worse(tmp_path):
    sides = operate("P1", ("no", "maturation-arrest"), ("no", "not-done"))

    rows = describe(tmp_path, {"P1": "cells"}, injection=sides)

    assert find(rows, "Histology, worse side", level="Maturation arrest").n == 1


def test_histology_that_is_missing_everywhere_is_said(tmp_path):
    rows = describe(tmp_path, {"P1": "cells"}, injection=operate("P1", ("no", ""), ("no", "")))

    level = "Not examined or not recorded"
    assert find(rows, "Histology, better side", level=level).n == 1


def test_an_injection_without_surgery_is_no_operation(tmp_path):
    given = [{"participant": "P1", "visit": "month-6", "side": "left", "microtese": "no"}]

    rows = describe(tmp_path, {"P1": "cells"}, injection=given)

    assert not [row for row in rows if row.section == "surgery"]
