import polars as pl
import pytest
from tests.support.study_data import make_trial

from tubulus.core.errors import InputError
from tubulus.study.records.reading import read_records
from tubulus.study.records.table import RECORD_SCHEMA

STUDY = make_trial()


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "data"
    place.mkdir()
    return place


def write(folder, form, text):
    (folder / f"{form}.csv").write_text(text, encoding="utf-8")


def read(folder):
    return read_records(STUDY, folder)


def find_problems(folder):
    with pytest.raises(InputError) as error:
        read(folder)
    return [(p.file, p.row, p.field) for p in error.value.problems]


def test_each_cell_of_an_item_becomes_a_record_with_its_place(folder):
    write(folder, "demographics", "participant,birth_date,age\nP01,1990-05-05,35\n")

    records = read(folder)

    assert records.schema == RECORD_SCHEMA
    assert records.select("participant", "item", "source_file", "source_row").rows() == [
        ("P01", "birth_date", "data/demographics.csv", 2),
        ("P01", "age", "data/demographics.csv", 2),
    ]


def test_a_cell_after_one_of_several_lines_names_its_own_line(folder):
    write(
        folder,
        "adverse-event",
        'participant,term,started_on\nP01,"pain\nat night",2026-01-05\nP02,cold,2026-01-06\n',
    )

    assert read(folder)["source_row"].to_list() == [2, 2, 4, 4]


def test_rows_of_one_participant_and_visit_are_counted(folder):
    write(
        folder,
        "semen",
        "participant,visit,volume\nP01,baseline,2\nP02,baseline,3\nP01,baseline,4\nP01,month-6,5\n",
    )

    kept = read(folder).select("participant", "visit", "occurrence").rows()

    assert kept == [
        ("P01", "baseline", 1),
        ("P02", "baseline", 1),
        ("P01", "baseline", 2),
        ("P01", "month-6", 1),
    ]


def test_a_value_that_cannot_be_read_is_kept_with_its_reason(folder):
    write(folder, "demographics", 'participant,age\nP01,"35,5"\n')

    (record,) = read(folder).rows(named=True)

    assert (record["entered"], record["state"], record["number"]) == ("35,5", "unreadable", None)
    assert "decimal comma" in record["problem"]


def test_the_laboratory_of_the_row_gives_unit_and_factor(folder):
    write(
        folder,
        "hormones",
        "participant,visit,laboratory,prolactin\nP01,baseline,central,10\nP02,baseline,,10\n",
    )

    records = read(folder).filter(pl.col("item") == "prolactin")

    assert records["number"].to_list() == [pytest.approx(212.0), 10.0]
    assert records["entered_unit"].to_list() == ["ng/mL", "mIU/L"]


def test_a_unit_column_holds_for_its_item(folder):
    write(
        folder,
        "hormones",
        "participant,visit,testosterone,testosterone_unit\nP01,baseline,300,ng/dL\n",
    )

    (record,) = read(folder).rows(named=True)

    assert record["number"] == pytest.approx(10.4, rel=1e-3)
    assert (record["unit"], record["entered_unit"]) == ("nmol/L", "ng/dL")


def test_a_header_alone_gives_an_empty_table(folder):
    write(folder, "demographics", "participant,age\n")

    records = read(folder)

    assert records.height == 0
    assert records.schema == RECORD_SCHEMA


def test_a_missing_folder_and_an_empty_one_are_problems(folder, tmp_path):
    assert find_problems(tmp_path / "none") == [(str(tmp_path / "none"), 0, "")]
    assert find_problems(folder) == [(str(folder), 0, "")]


def test_all_problems_of_all_files_come_at_once(folder):
    write(folder, "demographics", "participant,agee\nP01\n")
    write(folder, "semen", "participant,volume\n,2\n")
    write(folder, "hormons", "x\n")
    (folder / "consent.xlsx").write_bytes(b"PK")

    assert find_problems(folder) == [
        ("data/consent.xlsx", 0, ""),
        ("data/demographics.csv", 1, "agee"),
        ("data/demographics.csv", 2, ""),
        ("data/hormons.csv", 0, ""),
        ("data/semen.csv", 1, "visit"),
        ("data/semen.csv", 2, "participant"),
    ]


@pytest.mark.parametrize("name", [".semen.csv", "~$semen.xlsx", "SYNTHETIC.txt", "README.md"])
def test_files_that_are_no_tables_are_left_alone(folder, name):
    write(folder, "demographics", "participant,age\nP01,35\n")
    (folder / name).write_text("x")

    assert read(folder).height == 1


@pytest.mark.parametrize("name", ["semen.CSV", "semen.tsv", "semen.xls", "semen.ods"])
def test_a_table_that_would_be_passed_over_is_a_problem(folder, name):
    write(folder, "demographics", "participant,age\nP01,35\n")
    (folder / name).write_text("x")

    assert find_problems(folder) == [(f"data/{name}", 0, "")]


def test_a_unit_column_of_an_item_without_unit_is_unknown(folder):
    write(folder, "semen", "participant,visit,sperm_seen,sperm_seen_unit\n")

    assert find_problems(folder) == [("data/semen.csv", 1, "sperm_seen_unit")]


def test_a_number_whose_laboratory_is_not_declared_has_no_unit_to_be_guessed(folder):
    text = "participant,visit,laboratory,fsh,fsh_unit\nP01,baseline,Centrall,5.1,{}\n"
    write(folder, "hormones", text.format(""))
    guessed = read(folder).filter(item="fsh").row(0, named=True)
    write(folder, "hormones", text.format("IU/L"))
    entered = read(folder).filter(item="fsh").row(0, named=True)

    assert (guessed["state"], guessed["number"]) == ("unreadable", None)
    assert "laboratory is not declared" in guessed["problem"]
    assert (entered["state"], entered["number"]) == ("present", 5.1)


def test_a_table_without_header_repeats_none_of_its_values(folder):
    write(folder, "demographics", "P01,1990-05-05,35\n")

    with pytest.raises(InputError) as error:
        read(folder)

    (problem,) = error.value.problems
    assert "no header" in problem.message
    assert "1990" not in str(problem)
