"""What goes wrong in a study office: each slip gets a message that says where it is.

A file that cannot be used stops the command, with every problem of the file and nothing written.
A value that cannot be true becomes a finding with its file, line and item; the study goes on.
"""

import json
import shutil

import pytest
from tests.support.command_line import make_caller
from tests.support.small_trial import Bench, make_small_trial


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    return make_small_trial(tmp_path_factory.mktemp("trial") / "trial")


@pytest.fixture
def bench(trial, tmp_path):
    shutil.copytree(trial.folder, tmp_path / "study")
    return Bench(tmp_path / "study")


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


def recode(bench, form, encoding):
    path = bench.folder / "data" / f"{form}.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))


def find_line(bench, text):
    lines = bench.toml.read_text(encoding="utf-8").splitlines()
    return f"study.toml, line {next(n for n, line in enumerate(lines, 1) if text in line)}, "


def write_bytes(bench, form, content):
    (bench.folder / "data" / f"{form}.csv").write_bytes(content)


def test_the_trial_itself_is_in_order(bench, call):
    answer = call("study", "check", bench.folder, "--json")

    assert answer.status == 0
    assert {f["severity"] for f in json.loads(answer.out)["findings"]} <= {"note"}


HISTOLOGY = """[[baseline]]
id = "histology"
label = "Histology"
value = "injection.histology"

[[baseline]]
id = "fsh\""""

DEFINITIONS = {
    "a misspelt key": (
        lambda b: b.edit('masking = "open label"', 'maskin = "open label"'),
        ["@maskin =", "study.maskin", "unknown key", "did you mean 'masking'?"],
    ),
    "a required key left out": (
        lambda b: b.edit('title = "A small trial"', ""),
        ["study.title", "a required key is missing", "add it"],
    ),
    "an unknown section": (
        lambda b: b.append("\n[scren]\n"),
        ["@[scren]", "scren: ", "unknown section", "did you mean 'screen'?"],
    ),
    "an unknown unit": (
        lambda b: b.edit('unit = "IU/L"', 'unit = "IU/l"'),
        ["@IU/l", "laboratories[1].assays.fsh", "unknown unit 'IU/l'", "did you mean 'IU/L'?"],
    ),
    "two arms with one identifier": (
        lambda b: b.edit('id = "control"', 'id = "cells"'),
        ["arms[2].id", "'cells' is declared twice", "give each its own id"],
    ),
    "an expression with an unknown item": (
        lambda b: b.edit("hormones.fsh@month-6", "hormones.fhs@month-6"),
        ["@fhs", "endpoints[3].value", "at character 1", "no item 'fhs'", "fsh"],
    ),
    "an expression that compares a code with a number": (
        lambda b: b.edit('sperm_seen = "none"', "sperm_seen > 3"),
        [
            "@sperm_seen > 3",
            "eligibility[1].when",
            "at character",
            "cannot be compared with a code",
        ],
    ),
    "an expression nested without end": (
        lambda b: b.edit('"exists(allocation)"', f'"{"(" * 900}exists(allocation){")" * 900}"'),
        ["analysis_sets[1].when", "nested", "split it"],
    ),
    "an unknown endpoint in an estimand": (
        lambda b: b.edit('variable = "fsh"', 'variable = "fsh-6"'),
        ["@fsh-6", "estimands[3].variable", "no endpoint 'fsh-6'", "did you mean 'fsh'?"],
    ),
    "an unknown arm in an estimand": (
        lambda b: b.edit('treatment = ["cells", "control"]', 'treatment = ["cells", "contrl"]'),
        ["@contrl", "estimands[1].treatment", "no arm 'contrl'", "did you mean 'control'?"],
    ),
    "a covariate that only one arm has": (
        lambda b: b.edit('[[baseline]]\nid = "fsh"', HISTOLOGY).edit(
            'estimator = "ancova"', 'estimator = "ancova"\ncovariates = ["histology"]'
        ),
        ["estimands[3].covariates", "'injection' does not exist in the arm 'control'", "adjust"],
    ),
    "a text without its closing quote": (
        lambda b: b.edit('label = "Cell therapy"', 'label = "Cell therapy'),
        ["study.toml, line ", "not valid TOML", "mend the line"],
    ),
    "lists nested without end": (
        lambda b: b.append(f"\nx = {'[' * 3000}{']' * 3000}\n"),
        ["study.toml", "nested in each other too deeply"],
    ),
    "no schema version": (
        lambda b: b.edit("schema_version = 1", ""),
        ["study.toml, schema_version", "is missing", "reads schema_version = 1"],
    ),
    "a schema version to come": (
        lambda b: b.edit("schema_version = 1", "schema_version = 2"),
        ["@schema_version", "schema_version", "is 2", "reads schema_version = 1"],
    ),
    "a definition in another encoding": (
        lambda b: b.toml.write_bytes("title = 'Größe'".encode("cp1252")),
        ["study.toml, line 1", "not UTF-8", "save the file as UTF-8"],
    ),
    "an empty definition": (
        lambda b: b.toml.write_text(""),
        ["study.toml, schema_version", "is missing"],
    ),
}


def replace_by_folder(bench):
    bench.toml.unlink()
    bench.toml.mkdir()


DEFINITIONS["a folder in its place"] = (
    replace_by_folder,
    ["study.toml is a folder", "expected a text file"],
)
DEFINITIONS["no definition at all"] = (
    lambda b: b.toml.unlink(),
    ["the folder holds no study.toml", "tubulus study new"],
)


@pytest.mark.parametrize("slip", DEFINITIONS)
def test_a_slip_in_the_definition_is_named_and_nothing_is_written(slip, bench, call):
    bend, expected = DEFINITIONS[slip]
    bend(bench)
    before = bench.list_files()
    wanted = [find_line(bench, part[1:]) if part[0] == "@" else part for part in expected]

    answer = call("run", bench.folder)

    assert answer.status == 2
    assert answer.err.startswith("Error E101: ")
    for part in wanted:
        assert part in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""
    assert bench.list_files() == before


def test_sections_of_four_rooms_are_read_although_each_has_a_problem(bench, call):
    bench.edit('variable = "fsh"', 'variable = "fsh-6"')
    bench.edit('sperm_seen = "none"', 'sperm_sen = "none"')
    bench.edit("sets = 199", 'sets = "many"').edit("seed = 1", "seed = -1")

    answer = call("study", "check", bench.folder)

    assert "4 problems in the input:" in answer.err
    for place in ("eligibility[1].when", "estimands[3].variable", "screen.sets", "run.seed"):
        assert place in answer.err


def test_a_rule_that_cannot_be_read_does_not_shift_the_place_of_the_next(bench, call):
    bench.append('\n[[checks]]\nid = "no rule"\nrequire = "true"\nmessage = "m"\n')
    bench.append('\n[[checks]]\nid = "age"\nrequire = "demographics.agee > 17"\nmessage = "m"\n')

    answer = call("study", "check", bench.folder)

    assert "checks[1].id: 'no rule' is not an identifier" in answer.err
    assert find_line(bench, "agee") + "checks[2].require" in answer.err


FILES = {
    "an empty file": (
        lambda b: write_bytes(b, "semen", b""),
        ["data/semen.csv: the file is empty", "expected a header line"],
    ),
    "a file of blank lines": (
        lambda b: write_bytes(b, "semen", b"\n \n\n"),
        ["data/semen.csv: the file is empty"],
    ),
    "half a row": (
        lambda b: b.append("P13,2025-0\n", "data/demographics.csv"),
        ["data/demographics.csv, line 14", "2 cells where the header has 3", "separator"],
    ),
    "too many cells": (
        lambda b: b.append("P13,1990-01-01,35,,9\n", "data/demographics.csv"),
        ["data/demographics.csv, line 14", "5 cells where the header has 3"],
    ),
    "a quote that never ends": (
        lambda b: b.append('P13,"1990-01-01,35\n', "data/demographics.csv"),
        ["data/demographics.csv, line 14", "opened and never closed", "mend its quotes"],
    ),
    "text of a Russian Windows": (
        lambda b: (
            b.set_cell("history", 3, "other_history", "нет"),
            recode(b, "history", "cp1251"),
        ),
        ["data/history.csv, line 3", "not UTF-8", "save the file as UTF-8"],
    ),
    "UTF-16": (
        lambda b: recode(b, "history", "utf-16"),
        ["data/history.csv, line 1", "not UTF-8 but UTF-16"],
    ),
    "UTF-16 without a mark": (
        lambda b: recode(b, "history", "utf-16-le"),
        ["data/history.csv, line 1", "zero bytes", "UTF-8"],
    ),
    "a zero byte in one cell": (
        lambda b: b.append("P13,1990-01-01,\x0035\n", "data/demographics.csv"),
        ["data/demographics.csv, line 14", "zero bytes"],
    ),
    "a file of no form": (
        lambda b: b.append("participant\n", "data/hormons.csv"),
        ["data/hormons.csv", "no form 'hormons'", "did you mean 'hormones'?"],
    ),
    "a workbook": (
        lambda b: write_bytes(b.append("", "data/semen.xlsx"), "partner", b""),
        ["data/semen.xlsx", "save it as CSV", "data/partner.csv"],
    ),
    "an unknown column": (
        lambda b: b.edit("birth_date", "birthdate", "data/demographics.csv"),
        ["data/demographics.csv, line 1, birthdate", "did you mean 'birth_date'?"],
    ),
    "a column twice": (
        lambda b: b.edit("birth_date", "age", "data/demographics.csv"),
        ["data/demographics.csv, line 1, age", "stands twice", "keep one"],
    ),
    "no column of the participant": (
        lambda b: b.edit("participant", "patient", "data/demographics.csv"),
        ["data/demographics.csv, line 1, participant", "is missing", "patient"],
    ),
    "a row of nobody": (
        lambda b: b.append(",1990-01-01,35\n", "data/demographics.csv"),
        ["data/demographics.csv, line 14, participant", "the cell is empty"],
    ),
    "a folder in place of a file": (
        lambda b: [(b.folder / "data/semen.csv").unlink(), (b.folder / "data/semen.csv").mkdir()],
        ["data/semen.csv: cannot be read", "expected it at"],
    ),
    "no data at all": (
        lambda b: shutil.rmtree(b.folder / "data"),
        ["data", "the folder does not exist", "study simulate"],
    ),
    "an empty folder": (
        lambda b: [path.unlink() for path in (b.folder / "data").iterdir()],
        ["data", "the folder holds no data", "study simulate"],
    ),
}


@pytest.mark.parametrize("slip", FILES)
def test_a_data_file_that_cannot_be_read_is_named_and_nothing_is_written(slip, bench, call):
    bend, expected = FILES[slip]
    bend(bench)
    before = bench.list_files()

    answer = call("run", bench.folder)

    assert answer.status == 2
    assert answer.err.startswith("Error E101: ")
    for part in expected:
        assert part in answer.err
    assert bench.list_files() == before


def test_all_problems_of_all_data_files_come_at_once(bench, call):
    bench.append("P13,2025-0\nP14,1,2,3\n", "data/demographics.csv")
    bench.edit("birth_date", "birthdate", "data/demographics.csv")
    write_bytes(bench, "semen", b"")
    bench.append("participant\n", "data/hormons.csv")

    answer = call("study", "check", bench.folder)

    assert "5 problems in the input:" in answer.err
    for place in ("line 1, birthdate", "line 14:", "line 15:", "semen.csv:", "hormons.csv:"):
        assert place in answer.err


VALUES = {
    "an unknown unit": (
        lambda b: b.set_cell("hormones", 2, "fsh_unit", "mIU"),
        ("unreadable-value", "P01", "data/hormones.csv", 2, "fsh", "did you mean 'mIU/L'?"),
    ),
    "a unit of something else": (
        lambda b: b.set_cell("hormones", 2, "fsh_unit", "mL"),
        ("unreadable-value", "P01", "data/hormones.csv", 2, "fsh", "cannot become IU/L"),
    ),
    "prolactin without the laboratory's factor": (
        lambda b: b.set_cell("hormones", 3, "prolactin", "12").set_cell(
            "hormones", 3, "prolactin_unit", "ng/mL"
        ),
        ("unreadable-value", "P01", "data/hormones.csv", 3, "prolactin", "factor"),
    ),
    "a decimal comma": (
        lambda b: b.set_cell("hormones", 2, "fsh", "12,5"),
        ("unreadable-value", "P01", "data/hormones.csv", 2, "fsh", "decimal comma"),
    ),
    "a date the German way": (
        lambda b: b.set_cell("semen", 2, "collected_on", "31.01.2026"),
        ("unreadable-value", "P01", "data/semen.csv", 2, "collected_on", "year-month-day"),
    ),
    "a date that does not exist": (
        lambda b: b.set_cell("semen", 2, "collected_on", "2025-02-30"),
        ("unreadable-value", "P01", "data/semen.csv", 2, "collected_on", "not a date"),
    ),
    "an unknown code": (
        lambda b: b.set_cell("semen", 2, "sperm_seen", "singel"),
        ("unknown-code", "P01", "data/semen.csv", 2, "sperm_seen", "did you mean 'single'?"),
    ),
    "an arm with a slip": (
        lambda b: b.set_cell("allocation", 2, "arm", "cels"),
        ("unknown-code", "P01", "data/allocation.csv", 2, "arm", "did you mean 'cells'?"),
    ),
    "a negative concentration": (
        lambda b: b.set_cell("semen", 2, "concentration", "-3"),
        ("impossible-value", "P01", "data/semen.csv", 2, "concentration", "possible range"),
    ),
    "a participant entered twice": (
        lambda b: b.repeat_row("demographics", 2),
        ("duplicate-form", "P01", "data/demographics.csv", 14, "", "more than once"),
    ),
    "a visit before birth": (
        lambda b: b.set_cell("demographics", 2, "birth_date", "2025-03-05"),
        (
            "date-before-birth",
            "P01",
            "data/consent.csv",
            2,
            "signed_on",
            "before the date of birth",
        ),
    ),
    "an unknown visit": (
        lambda b: b.set_cell("semen", 2, "visit", "moth-6"),
        ("wrong-visit", "P01", "data/semen.csv", 2, "", "visit"),
    ),
    "an unknown participant": (
        lambda b: b.set_cell("semen", 2, "participant", "P99"),
        ("unknown-participant", "P99", "data/semen.csv", 2, "", ""),
    ),
    "an unknown laboratory": (
        lambda b: b.set_cell("hormones", 2, "laboratory", "centrl"),
        ("unknown-laboratory", "P01", "data/hormones.csv", 2, "laboratory", "not declared"),
    ),
    "another man's cells": (
        lambda b: b.set_cell("injection", 2, "recipient", "P03"),
        ("donor-is-recipient", "P01", "data/injection.csv", 2, "recipient", "another"),
    ),
}


@pytest.mark.parametrize("slip", VALUES)
def test_a_value_that_cannot_be_true_is_found_at_its_place(slip, bench, call):
    bend, (check, participant, file, row, item, said) = VALUES[slip]
    bend(bench)

    answer = call("study", "check", bench.folder, "--json")

    found = [f for f in json.loads(answer.out)["findings"] if f["check"] == check]
    place = {(f["participant"], f["file"], f["row"], f["item"]) for f in found}
    assert (participant, file, row, item) in place
    assert any(said in f["message"] + f["remedy"] for f in found)


def test_motility_that_sums_to_120_is_found(bench, call):
    counted = {"sperm_seen": "counted", "concentration": "5", "total": "17.5"}
    motility = {"progressive": "60", "non_progressive": "30", "immotile": "30"}
    for column, text in {**counted, **motility}.items():
        bench.set_cell("semen", 4, column, text)

    answer = call("study", "check", bench.folder, "--json")

    found = [f for f in json.loads(answer.out)["findings"] if f["severity"] != "note"]
    assert [(f["check"], f["participant"], f["file"], f["row"]) for f in found] == [
        ("semen-motility-sum", "P01", "data/semen.csv", 4)
    ]


def test_no_message_holds_the_value_of_a_participant(bench, call):
    bench.set_cell("hormones", 2, "fsh", "12,5").set_cell("semen", 2, "collected_on", "31.01.2026")
    bench.set_cell("semen", 3, "concentration", "-377")

    answer = call("study", "check", bench.folder, "--json")

    told = " ".join(f["message"] + f["remedy"] for f in json.loads(answer.out)["findings"])
    assert not [value for value in ("12,5", "31.01.2026", "-377") if value in told]


def test_another_man_s_cells_end_the_check_with_status_1(bench, call):
    bench.set_cell("injection", 2, "recipient", "P03")

    assert call("study", "check", bench.folder).status == 1


def test_tables_without_a_row_make_a_study_of_nobody(bench, call):
    for path in (bench.folder / "data").iterdir():
        path.write_text(path.read_text().splitlines()[0] + "\n")

    answer = call("study", "describe", bench.folder, "--json")

    assert answer.status == 0
    assert json.loads(answer.out)["participants"] == 0


def test_a_cargo_file_that_is_missing_stops_a_run_before_it_writes(bench, call):
    bench.edit("[screen]", '[screen]\ncargo_file = "insilico/cargo.csv"')
    before = bench.list_files()

    answer = call("run", bench.folder)

    assert answer.status == 2
    assert find_line(bench, "cargo_file") + "screen.cargo_file: there is no file" in answer.err
    assert bench.list_files() == before


def test_every_unknown_symbol_of_a_cargo_file_is_named(bench, call):
    bench.edit("[screen]", '[screen]\ncargo_file = "cargo.csv"')
    bench.append("symbol\nNOTAGENE1\nGDNF\nXYZZY\n", "cargo.csv")
    before = bench.list_files()

    answer = call("run", bench.folder)

    assert answer.status == 2
    assert "cargo.csv, line 2, symbol: 'NOTAGENE1'" in answer.err
    assert "cargo.csv, line 4, symbol: 'XYZZY'" in answer.err
    assert bench.list_files() == before


@pytest.mark.parametrize(
    "content",
    ["garbage", "[]", '"x"', "null", "{}", '{"locked_at": "", "person": "", "hashes": {}}'],
)
def test_a_lock_that_is_garbage_stops_a_run_before_it_writes(content, bench, call):
    bench.append(content, "plan.lock")
    before = bench.list_files()

    answer = call("run", bench.folder)

    assert answer.status == 2
    assert "plan.lock is not a lock" in answer.err
    assert "restore it" in answer.err
    assert bench.list_files() == before


def test_a_lock_with_an_invented_state_of_the_data_is_refused(bench, call):
    call("plan", "freeze", bench.folder, "--data", "blinded")
    bench.edit('"blinded"', '"unknown"', "plan.lock")

    answer = call("analysis", "run", bench.folder)

    assert answer.status == 2
    assert "data_state is one of none, blinded, seen" in answer.err


@pytest.mark.parametrize("name", ["results", "report"])
def test_a_file_in_place_of_a_folder_is_named(name, bench, call):
    bench.append("mine", name)

    answer = call("run", bench.folder)

    assert answer.status == 2
    assert f"Error E102: {bench.folder / name}" in answer.err
    assert (bench.folder / name).read_text() == "mine"


def test_a_report_refuses_a_table_that_was_tampered_with(bench, call):
    call("analysis", "run", bench.folder)
    table = bench.folder / "results" / "analysis" / "estimates.parquet"
    table.write_bytes(table.read_bytes()[:-1] + b"x")

    answer = call("report", "build", bench.folder)

    assert answer.status == 2
    assert "estimates.parquet was changed after the run that wrote it; run again" in answer.err
    assert not (bench.folder / "report").exists()


def test_a_table_that_was_tampered_with_is_computed_again(bench, call):
    call("analysis", "run", bench.folder)
    table = bench.folder / "results" / "analysis" / "estimates.parquet"
    good = table.read_bytes()
    table.write_bytes(good[:-1] + b"x")

    call("analysis", "run", bench.folder)

    assert table.read_bytes() == good
