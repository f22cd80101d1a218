from __future__ import annotations

from tubulus.core.estimates import Estimate
from tubulus.report.material import ShownEstimate
from tubulus.report.tables.footing import find_common_stamp, list_notes, list_origins


def show(**parts: object) -> ShownEstimate:
    row = {"section": "hormones", "statistic": "share", "value": 0.5, **parts}
    return ShownEstimate(Estimate(**row), 1)  # type: ignore[arg-type]


def test_a_note_that_holds_for_all_rows_names_none() -> None:
    assert list_notes([show(label="FSH", note="a"), show(label="LH", note="a")]) == ["a"]


def test_a_note_that_holds_for_some_rows_names_them() -> None:
    rows = [show(label="FSH", note="a"), show(label="LH"), show(label="Age", note="a")]

    assert list_notes(rows) == ["FSH, Age: a"]


def test_a_table_about_one_thing_names_the_statistic_of_a_note() -> None:
    rows = [show(label="FSH"), show(label="FSH", statistic="p", note="a")]

    assert list_notes(rows) == ["p-value: a"]


def test_remarks_on_the_same_rows_stay_together_and_equal_ones_merge() -> None:
    rows = [
        show(label="FSH", note="a; b"),
        show(label="FSH", statistic="p", note="c; a; b"),
        show(label="LH", note="a; d"),
        show(label="LH", statistic="p", note="c; a; d"),
        show(label="Age", note="a; b"),
        show(label="Age", statistic="p", note="c; a; b"),
    ]

    assert list_notes(rows) == ["a", "FSH, Age: b", "p-value: c", "LH: d"]


def test_numbers_that_differ_in_their_stamp_have_no_common_one() -> None:
    late, early = show(specified="not pre-specified: late"), show(specified="pre-specified")

    assert "not pre-specified" in find_common_stamp([late, late])
    assert not find_common_stamp([late, early])
    assert not find_common_stamp([early])


def test_an_origin_that_several_estimands_share_stands_once() -> None:
    rows = [show(estimand=name, method="exact", provenance="p") for name in ("s1", "s2", "s1")]

    assert list_origins(rows) == [("s1, s2", "", "exact", "", "p")]
