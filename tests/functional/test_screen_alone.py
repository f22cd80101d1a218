"""A study folder that asks the in-silico question alone: cargo in, a report out, no participants.

The lists are made up; nothing here is a finding.
"""

import json
import shutil

import pytest
from tests.support.command_line import make_caller

CARGO = """symbol,method,source
TGFB1,MS,invented list
CSF1,MS,invented list
GAS6,western blot,invented list
GNAI2,MS,invented list
FSHB,MS,invented list
"""
FEW = """cargo_file = "cargo.csv"
sets = 99
shortlist_size = 3

[screen.evidence]
rewired_graphs = 0

[screen.integration]
replicates = 20
"""
CLINICAL = ("flow", "baseline", "safety", "responders", "findings", "methods", "cautions")


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


def write_study(folder, call):
    """Make the study by the template, with few draws; return its definition."""
    call("study", "new", folder, "--template", "screen")
    definition = folder / "study.toml"
    head = definition.read_text("utf-8").partition("[screen]\n")[0]
    definition.write_text(f"{head}[screen]\n{FEW}", "utf-8")
    (folder / "cargo.csv").write_text(CARGO, "utf-8")
    return definition


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A copy of what the three commands leave."""
    return tmp_path_factory.mktemp("cargo") / "cargo"


@pytest.fixture
def study(finished, tmp_path, call):
    if not finished.exists():
        write_study(finished, call)
        assert call("screen", "run", finished).status == 0
        assert call("report", "build", finished).status == 0
    shutil.copytree(finished, tmp_path / "cargo")
    return tmp_path / "cargo"


def append(study, text):
    path = study / "study.toml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_the_template_asks_for_the_cargo_file_and_for_nothing_else(tmp_path, call):
    call("study", "new", tmp_path / "new", "--template", "screen")

    checked = call("study", "check", tmp_path / "new")
    answer = call("run", tmp_path / "new")

    for told in (checked, answer):
        assert told.status == 2
        assert "screen.cargo_file: there is no file 'proteinGroups.txt'" in told.err
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["study.toml"]


def test_the_report_holds_the_screen_its_limits_and_its_origins_alone(study):
    page = (study / "report" / "report.html").read_text("utf-8")

    assert "This study has no participants" in page
    assert "What the screen does not know" in page
    assert all(f'<section id="{name}"' in page for name in ("in-silico", "plan", "provenance"))
    assert not [name for name in CLINICAL if f'<section id="{name}"' in page]
    assert "TREND" not in page
    assert "Without results in this run" not in page
    assert not (study / "report" / "ars.json").exists()


def test_run_keeps_what_the_single_commands_did(study, call):
    answer = call("run", study, "--json")

    told = json.loads(answer.out)
    manifest = json.loads((study / "results" / "run.json").read_text("utf-8"))
    assert answer.status == 0
    assert (told["computed"], told["kept"]) == ([], ["screen", "report"])
    assert told["findings"] == {}
    assert manifest["snapshot"] is None
    assert list(manifest["inputs"]) == ["cargo.csv"]


def test_cargo_may_lie_in_the_data_folder(tmp_path, call):
    study = tmp_path / "cargo"
    definition = write_study(study, call)
    (study / "data").mkdir()
    (study / "cargo.csv").rename(study / "data" / "cargo.csv")
    definition.write_text(definition.read_text("utf-8").replace('"cargo.csv"', '"data/cargo.csv"'))

    checked = call("study", "check", study)

    assert checked.out == "The definition is in order. It has no participants.\n"


def test_a_screen_that_was_not_run_is_asked_for(study, call):
    shutil.rmtree(study / "results")

    answer = call("report", "build", study)

    assert answer.status == 2
    assert "holds no results yet; run: tubulus run" in answer.err


@pytest.mark.parametrize("command", [("run",), ("report", "build")])
def test_neither_participants_nor_a_screen_is_nothing_to_run(tmp_path, call, command):
    definition = tmp_path / "study.toml"
    definition.write_text('schema_version = 1\n[study]\nid = "empty"\ntitle = "Empty"\n', "utf-8")

    answer = call(*command, tmp_path)

    assert answer.status == 2
    assert "declares neither participants nor a screen" in answer.err
    assert "add [[forms]]" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["study.toml"]


def test_arms_ask_for_the_design_and_forms_for_data(study, call):
    arm = '\n[[arms]]\nid = "all"\nlabel = "All"\nrole = "experimental"\n'
    append(study, f'{arm}[[forms]]\nuse = "consent"\n')
    unsaid = call("study", "check", study)
    path = study / "study.toml"
    design = '[study]\nallocation = "single-arm"\nmasking = "open label"'
    path.write_text(path.read_text("utf-8").replace("[study]", design), "utf-8")

    answer = call("report", "build", study)

    assert "study.allocation: a required key is missing" in unsaid.err
    assert "study.masking: a required key is missing" in unsaid.err
    assert answer.status == 2
    assert "data: the folder does not exist" in answer.err


def test_a_table_of_nobody_asked_for_is_not_passed_over(study, call):
    (study / "data").mkdir()
    (study / "data" / "semen.csv").write_text("participant,volume\nP1,2\n", "utf-8")

    answer = call("run", study)

    assert answer.status == 2
    assert "data/semen.csv" in answer.err


def test_a_question_that_is_frozen_after_its_answer_is_not_pre_specified(study, call):
    refused = call("plan", "freeze", study, "--person", "A. N.", "--data", "none")
    frozen = call("plan", "freeze", study, "--person", "A. N.")

    assert "there are results of the screen in the study folder" in refused.err
    assert "data: seen" in frozen.err


def test_a_question_that_is_frozen_before_its_answer_is_pre_specified(study, call):
    shutil.rmtree(study / "results")
    frozen = call("plan", "freeze", study, "--person", "A. N.")

    answer = call("run", study, "--json")

    assert "data: none" in frozen.err
    assert json.loads(answer.out)["plan"].startswith("pre-specified")


def test_a_cargo_file_that_changed_after_the_freeze_is_told(study, call):
    shutil.rmtree(study / "results")
    frozen = call("plan", "freeze", study, "--person", "A. N.")
    cargo = study / "cargo.csv"
    cargo.write_text(cargo.read_text("utf-8").replace("CSF1,MS,invented list\n", ""), "utf-8")

    answer = call("run", study, "--json")

    stamp = "files of the screen changed after the freeze: cargo.csv (cargo_file)"
    assert "Files of the screen, kept by hash: cargo.csv (cargo_file)" in frozen.err
    assert json.loads(answer.out)["plan"] == f"not pre-specified: {stamp}"
    assert stamp in (study / "report" / "report.html").read_text("utf-8")


def test_check_reads_every_file_that_the_screen_names(study, call):
    (study / "cargo.csv").write_text("symbol,method\nTGFB1,MS\nNOGENE1,MS\n", "utf-8")
    (study / "stainings.tsv").write_text("a\tb\n1\t2\n", "utf-8")
    definition = study / "study.toml"
    text = definition.read_text("utf-8")
    named = '[screen.evidence]\nstainings_file = "stainings.tsv"'
    definition.write_text(text.replace("[screen.evidence]", named), "utf-8")

    answer = call("study", "check", study)

    assert answer.status == 2
    assert "NOGENE1" in answer.err
    assert "stainings.tsv" in answer.err


def test_run_and_screen_run_say_the_same_of_what_was_read(study, call):
    screened = call("screen", "run", study)
    run = call("run", study)

    told = [line for line in screened.out.splitlines() if line.startswith(("Cargo:", "Evidence:"))]
    assert any(line.startswith("Cargo:") for line in told)
    assert any(line.startswith("Evidence:") for line in told)
    assert [line for line in run.err.splitlines() if line in told] == told


def test_a_key_of_the_evidence_is_sent_to_its_section(study, call):
    definition = study / "study.toml"
    text = definition.read_text("utf-8")
    definition.write_text(text.replace("[screen]\n", '[screen]\npairs_file = "p.csv"\n'), "utf-8")

    answer = call("study", "check", study)

    assert "unknown key 'pairs_file'; write it into [screen.evidence]" in answer.err


def test_a_pair_table_that_nothing_reads_is_told_with_its_line(study, call):
    definition = study / "study.toml"
    (study / "p.csv").write_text("ligand,receptor\nKITLG,KIT\n", "utf-8")
    named = '[screen.evidence]\npairs_file = "p.csv"'
    text = definition.read_text("utf-8").replace("[screen.evidence]", named)
    definition.write_text(text, "utf-8")
    line = text.splitlines().index('pairs_file = "p.csv"') + 1

    answer = call("study", "check", study)

    assert f"study.toml, line {line}, screen.evidence.pairs_file: is named" in answer.err
    assert 'nothing reads it: pair_sources lacks "table"; add "table" to' in answer.err
