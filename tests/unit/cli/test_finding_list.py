import pytest

from tubulus.cli import finding_list
from tubulus.cli.finding_list import group_findings, print_findings, render_list, select_groups


def make_row(number, check="unreadable-value", severity="error", message="decimal comma"):
    return {
        "severity": severity,
        "check": check,
        "participant": f"P{number:02d}",
        "visit": "baseline",
        "form": "hormones",
        "item": "fsh",
        "occurrence": 1,
        "message": message,
        "remedy": "write a point",
        "file": "data/hormones.csv",
        "row": number + 1,
    }


def test_five_equal_findings_stay_apart_and_six_become_one():
    assert len(group_findings([make_row(n) for n in range(1, 6)])) == 5
    assert len(group_findings([make_row(n) for n in range(1, 7)])) == 1


def test_findings_that_say_something_else_are_not_put_together():
    rows = [make_row(n, message=f"number {n}") for n in range(1, 9)]

    assert len(group_findings(rows)) == 8


@pytest.mark.parametrize(("item", "groups"), [("fsh", 1), ("", 2)])
def test_visits_part_what_concerns_the_whole_visit(item, groups):
    rows = [
        {**make_row(n), "visit": visit, "item": item}
        for visit in ("baseline", "month-6")
        for n in range(1, 8)
    ]

    assert len(group_findings(rows)) == groups


def test_a_group_names_the_first_and_counts_them_all():
    (group,) = group_findings([make_row(n) for n in range(1, 9)])

    assert group.check == "unreadable-value (8 times)"
    assert group.name_participants(2) == "P01, P02, ... (8)"
    assert group.name_place(2) == "data/hormones.csv:2, 3, ... (8) fsh"
    assert group.name_visits() == "baseline"
    assert group.name_participants(None).endswith("P07, P08")


def test_every_error_is_selected_five_warnings_of_a_check_and_no_note():
    rows = [make_row(n, message=f"e{n}") for n in range(7)]
    rows += [make_row(n, "w", "warning", f"w{n}") for n in range(7)]
    rows += [make_row(1, "n", "note")]

    selected = select_groups(group_findings(rows))

    assert [g.severity for g in selected] == ["error"] * 7 + ["warning"] * 5


@pytest.mark.parametrize("width", [40, 80])
def test_a_narrow_terminal_gets_a_list_that_fits(width):
    rows = [make_row(n, message="a long message " * 9) for n in range(1, 3)]

    text = render_list(group_findings(rows), 5, width)

    assert max(map(len, text.splitlines())) <= width
    assert text.startswith("error: unreadable-value\n  who    P01\n  visit  baseline\n")
    assert "  do     write a point" in text


@pytest.mark.parametrize(("width", "is_table"), [(119, False), (120, True)])
def test_the_width_decides_between_list_and_table(width, is_table, capsys, monkeypatch):
    monkeypatch.setattr(finding_list, "measure_width", lambda: width)

    print_findings([make_row(1)], show_all=False)

    assert ("┃" in capsys.readouterr().out) == is_table


def test_what_is_not_listed_is_counted(capsys):
    print_findings([make_row(1), make_row(2, "n", "note")], show_all=False)

    assert "1 of 2 findings are listed; --all lists every one." in capsys.readouterr().out
