"""Each participant's values."""

from tests.support.small_study import Man, make_small_study


def read(small, endpoint, visit="follow-up"):
    rows = small.tables["observations"].filter(endpoint=endpoint, visit=visit)
    return {r["participant"]: r for r in rows.iter_rows(named=True)}


def test_a_number_is_there_before_and_after_with_its_unit(tmp_path):
    small = make_small_study(tmp_path, men=(Man(fsh=("20", "25")), Man(arm="control")))

    before, after = read(small, "fsh", "baseline")["P001"], read(small, "fsh")["P001"]

    assert (before["value"], after["value"], after["unit"]) == (20.0, 25.0, "IU/L")
    assert after["state"] == "present"


def test_a_value_below_the_limit_and_a_missing_one_have_their_states(tmp_path):
    small = make_small_study(tmp_path, men=(Man(fsh=("20", "<0.2")), Man(fsh=("20", ""))))

    rows = read(small, "fsh")

    assert (rows["P001"]["state"], rows["P001"]["value"]) == ("below limit", 0.2)
    assert (rows["P002"]["state"], rows["P002"]["value"]) == ("missing", None)


def test_an_amount_says_none_and_seen(tmp_path):
    men = (Man(), Man(sperm="single", concentration="SNQ"), Man(sperm="counted", concentration="2"))
    rows = read(make_small_study(tmp_path, men=men), "concentration")

    assert [rows[p]["state"] for p in sorted(rows)] == ["none", "seen, not quantifiable", "present"]


def test_a_more_sensitive_examination_is_flagged_at_follow_up(tmp_path):
    men = (Man(sperm="single", methods=("direct", "sediment")), Man(sperm="single"))
    rows = read(make_small_study(tmp_path, men=men), "sperm")

    assert [rows[p]["flagged"] for p in sorted(rows)] == [True, False]
    assert rows["P001"]["value"] == 1.0


def test_harms_are_not_listed_person_by_person(plain):
    assert "harm" not in set(plain.tables["observations"]["endpoint"])


def test_the_stratum_is_that_of_the_estimand(tmp_path):
    small = make_small_study(tmp_path, men=(Man(infertility="secondary"), Man(arm="control")))

    assert read(small, "sperm")["P001"]["stratum"] == "secondary"
    assert read(small, "concentration")["P001"]["stratum"] == ""


def test_whom_nobody_examined_is_missing_and_not_without_sperm(tmp_path):
    rows = read(make_small_study(tmp_path, men=(Man(), Man(sperm=""))), "concentration")

    assert [rows[p]["state"] for p in sorted(rows)] == ["none", "missing"]


def test_an_amount_before_has_a_state_of_its_own(tmp_path):
    value = "value = 'max(semen.concentration@month-6 where sperm_seen = \"counted\")'\n"
    before = value.replace("month-6", "baseline").replace("value =", "baseline =")
    seen = "baseline_when = 'any(semen@baseline where sperm_seen != \"none\")'\n"
    small = make_small_study(
        tmp_path,
        men=(Man(sperm="counted", concentration="2"), Man(arm="control")),
        edits={value: value + before + seen},
    )

    before, after = (read(small, "concentration", visit) for visit in ("baseline", "follow-up"))

    assert [before["P001"]["state"], after["P001"]["state"]] == ["none", "present"]
