"""Tables with habits of their own are checked and described as they are, by a mapping in TOML.

The files of CI are synthetic; the real ones are read wherever ``../shared`` lies.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tubulus.cli.main import cli
from tubulus.core.errors import InputError

FIXTURES = Path(__file__).parent / "fixtures"

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(tmp_path: Path, repository: Path) -> Iterator[Ask]:
    """Run a command on a copy of an example, so that nothing is written beside it."""

    def run(verb: str, example: str, data: Path) -> dict[str, Any]:
        study = tmp_path / example
        study.mkdir(exist_ok=True)
        shutil.copy(repository / "examples" / example / "study.toml", study)
        return run_command(verb, study, data)

    return run


def run_command(verb: str, study: Path, data: Path) -> dict[str, Any]:
    arguments = ["study", verb, str(study), "--data", str(data), "--json"]
    outcome = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    answer: dict[str, Any] = json.loads(outcome.stdout)
    return answer


def list_findings(answer: dict[str, Any], check: str) -> list[tuple[str, str]]:
    return [(f["participant"], f["item"]) for f in answer["findings"] if f["check"] == check]


def find_item(answer: dict[str, Any], name: str, visit: str = "visit") -> dict[str, Any]:
    form, item = name.split(".")
    rows = [r for r in answer["items"] if (r["form"], r["item"], r["visit"]) == (form, item, visit)]
    assert len(rows) == 1
    return rows[0]


def count(answer: dict[str, Any], label: str) -> tuple[int, int]:
    row = next(r for r in answer["declared"] if r["label"] == label)
    return row["n"], row["denominator"]


# --- the synthetic likeness of VISEM: byte order mark, semicolons, decimal commas ---------------


def test_a_table_with_decimal_commas_is_described_in_the_units_of_the_forms(ask):
    described = ask("describe", "visem", FIXTURES / "visem")

    assert described["participants"] == 12
    assert find_item(described, "hormones.fsh")["minimum"] == pytest.approx(2.1)
    assert find_item(described, "hormones.fsh")["maximum"] == pytest.approx(14.1)
    # 0,10 nmol/L of the first man and no more than 0,20 of anybody
    assert 90 <= find_item(described, "hormones.estradiol")["minimum"] <= 100
    assert count(described, "Concentration below 16 million/mL") == (3, 12)
    assert count(described, "Concentration below 15 million/mL") == (2, 12)


def test_a_word_for_missing_is_missing_and_a_decimal_point_is_not_guessed_at(ask):
    described = ask("describe", "visem", FIXTURES / "visem")
    checked = ask("check", "visem", FIXTURES / "visem")

    abstinence = find_item(described, "semen.abstinence_d")
    assert (abstinence["n"], abstinence["missing"], abstinence["other"]) == (11, 1, 0)
    assert find_item(described, "hormones.estradiol")["other_states"] == "unreadable: 1"
    assert list_findings(checked, "unreadable-value") == [("7", "estradiol")]
    assert list_findings(checked, "missing-item") == [("3", "abstinence_d")]


def test_what_does_not_add_up_in_the_semen_table_is_found(ask):
    checked = ask("check", "visem", FIXTURES / "visem")

    assert list_findings(checked, "semen.total-as-printed") == [("6", "total")]
    assert list_findings(checked, "semen-total") == [("6", "total")]
    assert list_findings(checked, "semen-motility-sum") == [("8", "progressive")]
    assert list_findings(checked, "semen-abstinence") == [("5", "abstinence_d")]


def test_a_table_of_one_visit_is_not_asked_for_consent_products_or_further_forms(ask):
    checked = ask("check", "visem", FIXTURES / "visem")

    expected = {
        "unreadable-value",
        "missing-item",
        "semen.total-as-printed",
        "semen-total",
        "semen-motility-sum",
        "semen-abstinence",
    }
    # how sperm were looked for is not in the table, and the check of that says so
    assert {f["check"] for f in checked["findings"]} - {"examination-record"} == expected
    assert checked["counts"]["stop"] == 0


def count_below(answer: dict[str, Any], label: str) -> tuple[int, int, str]:
    rows = [
        r
        for r in answer["declared"]
        if r["statistic"] == "below reference limit" and r["label"] == label
    ]
    assert len(rows) == 1
    return rows[0]["n"], rows[0]["denominator"], rows[0]["note"]


def test_ejaculates_below_the_limits_of_the_study_s_edition_are_counted(ask):
    described = ask("describe", "visem", FIXTURES / "visem")

    note = "ejaculates below 16 million/mL; WHO 6th edition (2021)"
    assert count_below(described, "concentration") == (3, 12, note)


# --- the synthetic likeness of the eLife table: words for missing, headers that stand twice ------


def test_the_second_of_two_equal_headers_can_be_mapped(ask):
    described = ask("describe", "semen-elife", FIXTURES / "semen-elife")

    abstinence = find_item(described, "semen.abstinence_d")
    assert (abstinence["n"], abstinence["missing"]) == (9, 1)
    assert abstinence["maximum"] == 5


def test_words_for_missing_count_as_missing_whatever_their_case(ask):
    described = ask("describe", "semen-elife", FIXTURES / "semen-elife")

    # tfta, "No data" and an empty cell
    assert find_item(described, "semen.normal_forms")["missing"] == 3
    # "not enough volume" and "no data"
    assert find_item(described, "semen.oxygen_species")["missing"] == 2


def test_a_sentence_in_a_column_of_numbers_is_a_finding_and_no_zero(ask):
    described = ask("describe", "semen-elife", FIXTURES / "semen-elife")
    checked = ask("check", "semen-elife", FIXTURES / "semen-elife")

    progressive = find_item(described, "semen.progressive")
    assert (progressive["n"], progressive["missing"], progressive["other"]) == (9, 0, 1)
    assert progressive["minimum"] == 40
    assert list_findings(checked, "unreadable-value") == [("S08", "progressive")]


def test_a_total_that_is_not_the_product_is_found_once(ask):
    checked = ask("check", "semen-elife", FIXTURES / "semen-elife")

    assert list_findings(checked, "semen.total-as-printed") == [("S05", "total")]


def test_groups_are_translated_to_codes_and_counted(ask):
    described = ask("describe", "semen-elife", FIXTURES / "semen-elife")

    levels = find_item(described, "clinical-group.group")["levels"]
    assert levels == "control: 2; female: 2; male: 2; miscarriage: 2; unexplained: 2"


# --- a laboratory's export: an old encoding, quoted line ends, dates and visits in words ---------


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Copy the export of the synthetic clinic, written as an old Windows machine writes it."""
    study = tmp_path / "clinic"
    study.mkdir()
    shutil.copy(FIXTURES / "clinic" / "study.toml", study)
    text = (FIXTURES / "clinic" / "labor.csv").read_text("utf-8")
    (study / "labor.csv").write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
    return study


def test_an_export_in_an_old_encoding_is_read_with_its_micro_sign(clinic):
    described = run_command("describe", clinic, clinic)

    before = find_item(described, "hormones.prolactin", "before")
    # 200 and 210 uIU/mL are as many mIU/L; one word of the column means missing
    assert (before["n"], before["missing"]) == (2, 1)
    assert (before["minimum"], before["maximum"]) == (200, 210)


def test_visits_and_answers_in_words_are_translated_whatever_their_case(clinic):
    described = run_command("describe", clinic, clinic)

    assert find_item(described, "hormones.fsh", "before")["n"] == 3
    assert find_item(described, "hormones.fasting", "before")["levels"] == "no: 1; yes: 2"
    assert find_item(described, "hormones.fasting", "month-6")["levels"] == "yes: 2"
    assert count(described, "FSH above 12 IU/L before") == (2, 3)


def test_a_visit_that_did_not_take_place_counts_as_missing(clinic):
    described = run_command("describe", clinic, clinic)

    # M1 has 12,0; M2 a decimal point; M3 did not come
    after = find_item(described, "hormones.fsh", "month-6")
    assert (after["n"], after["missing"], after["other_states"]) == (1, 1, "unreadable: 1")


def test_values_are_converted_to_the_unit_of_the_form(clinic):
    described = run_command("describe", clinic, clinic)

    # 350 to 500 ng/dL of testosterone; 1 ng/dL is 0.03467 nmol/L
    before = find_item(described, "hormones.testosterone", "before")
    assert before["maximum"] == pytest.approx(500 * 0.03467, rel=1e-3)
    below = find_item(described, "hormones.inhibin_b", "before")
    assert (below["n"], below["other_states"]) == (2, "below limit: 1")


def test_findings_name_the_line_of_the_export_behind_a_quoted_line_end(clinic):
    checked = run_command("check", clinic, clinic)

    unreadable = {
        (f["participant"], f["item"], f["file"], f["row"])
        for f in checked["findings"]
        if f["check"] == "unreadable-value"
    }
    assert unreadable == {
        ("M2", "fsh", "labor.csv", 6),
        ("M3", "collected_on", "labor.csv", 7),
    }


def test_the_wrong_encoding_is_named_as_the_problem(clinic):
    toml = clinic / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace('"cp1252"', '"utf-8"'), encoding="utf-8")

    with pytest.raises(InputError, match=r"labor\.csv, line 1: the text is not UTF-8"):
        run_command("describe", clinic, clinic)


# --- the real files, wherever they lie ---------------------------------------------------------


@pytest.fixture
def real(shared_folder: Path) -> Callable[[str], Path]:
    def find(name: str) -> Path:
        folder = shared_folder / "data" / name
        if not folder.is_dir():
            pytest.skip(f"the folder ../shared/data/{name} is not here")
        return folder

    return find


@pytest.mark.external
def test_fsh_and_inhibin_b_of_85_real_men_are_correlated_as_published_files_say(ask, real):
    described = ask("describe", "visem", real("visem"))

    row = next(r for r in described["declared"] if r["label"].startswith("log hormones.fsh and"))
    assert described["participants"] == 85
    assert row["n"] == 85
    assert math.isclose(row["value"], -0.62, abs_tol=0.005)


@pytest.mark.external
def test_12_and_11_of_85_real_men_are_below_the_limits_of_two_editions(ask, real):
    described = ask("describe", "visem", real("visem"))

    assert count(described, "Concentration below 16 million/mL") == (12, 85)
    assert count(described, "Concentration below 15 million/mL") == (11, 85)


@pytest.mark.external
def test_12_of_85_real_men_are_below_the_limit_of_the_sixth_edition(ask, real):
    described = ask("describe", "visem", real("visem"))

    assert count_below(described, "concentration")[:2] == (12, 85)


@pytest.mark.external
def test_the_totals_of_85_real_men_are_their_products(ask, real):
    checked = ask("check", "visem", real("visem"))

    assert list_findings(checked, "semen.total-as-printed") == []
    assert list_findings(checked, "semen-total") == []
    assert list_findings(checked, "missing-item") == [("24", "abstinence_d")]
    assert list_findings(checked, "unreadable-value") == []
    assert checked["counts"]["stop"] == 0


@pytest.mark.external
def test_one_of_223_real_rows_has_a_total_that_is_not_the_product(ask, real):
    checked = ask("check", "semen-elife", real("semen_elife96090"))

    found = [f for f in checked["findings"] if f["check"] == "semen.total-as-printed"]
    assert [(f["participant"], f["row"]) for f in found] == [("SMS19", 203)]


@pytest.mark.external
def test_the_mess_of_223_real_rows_is_told_apart_from_their_numbers(ask, real):
    described = ask("describe", "semen-elife", real("semen_elife96090"))
    checked = ask("check", "semen-elife", real("semen_elife96090"))

    assert described["participants"] == 223
    assert find_item(described, "semen.abstinence_d")["missing"] == 36
    assert find_item(described, "semen.normal_forms")["missing"] == 5
    assert find_item(described, "semen.oxygen_species")["missing"] == 47
    assert find_item(described, "semen.dna_fragmentation")["missing"] == 27
    assert [item for _, item in list_findings(checked, "unreadable-value")] == ["progressive"]
    # the file's own classes at 15 million/mL say 41 as well
    assert count(described, "Concentration below 15 million/mL") == (41, 223)
