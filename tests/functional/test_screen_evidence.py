"""A screen on a file of every kind: what it keeps, what it does again, and what its report shows.

All files are tiny and made up; nothing here is a finding.
"""

import json
import shutil

import polars as pl
import pytest
from tests.support.command_line import make_caller
from tests.support.evidence_files import EVIDENCE_KEYS, write_evidence_files, write_settings
from tests.support.small_trial import Bench, make_small_trial

from tubulus.core.progress import SilentProgress
from tubulus.runs import screen
from tubulus.runs.screen import plan_screen_step
from tubulus.runs.whole import run_study
from tubulus.runs.workspace import open_workspace
from tubulus.screen.layers.record import LAYERS

KEYS = """[screen]
shortlist_size = 5
detection_file = "insilico/detection.csv"
comparator_file = "insilico/comparator.csv"
comparator_min_genes = 20
"""
INTEGRATION = "\n[screen.integration]\nreplicates = 20\n"
TABLES = (
    "interactions", "receptor_tests", "cell_type_tests", "surprise", "excluded", "global_test",
    "evidence", "pair_knowledge", "pair_scores", "shortlist", "calibration_groups",
    "calibration_ratios", "comparator_lists",
)  # fmt: skip


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


def make_bench(folder, keys=EVIDENCE_KEYS):
    bench = make_small_trial(folder)
    write_evidence_files(folder)
    bench.edit("[screen]\n", KEYS)
    definition = folder / "study.toml"
    text = definition.read_text("utf-8") + "\n" + write_settings(keys) + INTEGRATION
    definition.write_text(text, "utf-8")
    return bench


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A study that ``tubulus run`` has finished."""
    bench = make_bench(tmp_path_factory.mktemp("evidence") / "study")
    run_study(open_workspace(bench.folder), SilentProgress())
    return bench


@pytest.fixture
def bench(finished, tmp_path):
    """A copy of the finished study."""
    shutil.copytree(finished.folder, tmp_path / "study")
    return Bench(tmp_path / "study")


def read_table(bench, name):
    return pl.read_parquet(bench.folder / "results" / "screen" / f"{name}.parquet")


def read_manifest(bench):
    return json.loads((bench.folder / "results" / "screen" / "manifest.json").read_text())


def compute_key(bench):
    workspace = open_workspace(bench.folder)
    return plan_screen_step(workspace, workspace.whole.screen).key


def list_named_files():
    names = [EVIDENCE_KEYS[key] for key in EVIDENCE_KEYS if key.endswith("_file")]
    return [*names, *EVIDENCE_KEYS["physical_files"], "insilico/cellphonedb/complex_input.csv"]


def test_a_run_keeps_every_table_of_the_casebook(finished):
    kept = {path.stem for path in (finished.folder / "results" / "screen").glob("*.parquet")}

    assert kept == set(TABLES)
    assert set(read_table(finished, "evidence")["layer"]) == set(LAYERS)
    assert all("provenance" in read_table(finished, name).columns for name in TABLES)


def test_each_question_is_answered_or_names_its_key(finished):
    rows = read_table(finished, "surprise").to_dicts()

    states = {row["null"]: row["state"] for row in rows}
    assert states["rewired"] == states["comparator"] == "computed"
    assert states["downstream"] == "not_computed"
    assert all(row["key"] for row in rows if row["state"] == "not_computed")


def test_the_manifest_names_every_file_with_its_hash(finished):
    manifest = read_manifest(finished)

    (record,) = manifest["provenance"].values()
    assert set(list_named_files()) <= set(record["inputs"])
    data = {entry["name"]: entry for entry in manifest["screen"]["data"]}
    assert len(data["signor.tsv (SIGNOR)"]["sha256"]) == 64
    assert data["normal_ihc_data.tsv"]["version"] == "SYNTHETIC"
    assert data["cells.csv"]["sha256"] == record["inputs"]["insilico/cells.csv"]
    assert data["SYNTHETIC"]["sha256"] == record["inputs"]["insilico/sets.gmt"]
    assert any("signor.tsv (SIGNOR): 6 inter" in n for n in manifest["screen"]["evidence_notes"])


def test_interactions_name_every_table_that_holds_their_pair(finished):
    rows = read_table(finished, "interactions")

    (source,) = rows.filter(ligand="CSF1", receptor="CSF1R")["pair_source"].unique()
    assert all(name in source for name in ("ConnectomeDB2020", "CellPhoneDB", "hpmr"))


def test_the_report_shows_a_dossier_for_each_pair_of_the_shortlist(finished):
    page = (finished.folder / "report" / "report.html").read_text("utf-8")
    shortlist = read_table(finished, "shortlist")

    assert shortlist.height == 5
    assert page.count('class="dossier" ') == 5
    first = page[page.index('id="dossier-1"') : page.index('id="dossier-2"')]
    ligand, receptor = shortlist.select("ligand", "receptor").row(0)
    assert ligand in first
    assert receptor in first
    assert "SYNTHETIC" in page


def test_a_second_run_changes_nothing(bench, call):
    before = bench.list_files()

    answer = call("screen", "run", bench.folder)

    assert answer.status == 0
    assert "Nothing changed" in answer.err
    assert bench.list_files() == before


@pytest.mark.parametrize("name", list_named_files())
def test_the_key_of_the_step_follows_every_file(bench, name):
    before = compute_key(bench)
    path = bench.folder / name
    path.write_bytes(path.read_bytes() + b"\n")

    assert compute_key(bench) != before


def test_an_installed_liana_of_another_content_changes_the_key(bench, tmp_path, monkeypatch):
    bench.edit('liana_file = "insilico/omni_resource.csv"\n', "")
    table = tmp_path / "omni_resource.csv"
    monkeypatch.setattr(screen, "find_liana_table", lambda: (table, "1"))
    table.write_text("one")
    before = compute_key(bench)

    table.write_text("two")

    assert compute_key(bench) != before


def test_a_changed_file_is_screened_again_and_the_exports_are_written_anew(bench, call):
    network = bench.folder / "results" / "screen" / "network"
    assert {"dossiers.csv", "edges.csv", "network.graphml"} <= {p.name for p in network.iterdir()}
    before = (network / "dossiers.csv").read_bytes()
    bench.edit("shortlist_size = 5", "shortlist_size = 2")

    answer = call("screen", "run", bench.folder)

    assert answer.status == 0, answer.err
    assert read_table(bench, "shortlist").height == 2
    assert (network / "dossiers.csv").read_bytes() != before


def test_exports_that_were_removed_are_written_from_the_kept_results(bench, call):
    network = bench.folder / "results" / "screen" / "network"
    before = (network / "edges.csv").read_bytes()
    shutil.rmtree(network)

    answer = call("screen", "run", bench.folder)

    assert "Nothing changed" in answer.err
    assert (network / "edges.csv").read_bytes() == before


def test_every_missing_file_is_told_with_its_place_before_anything_is_computed(bench, call):
    shutil.rmtree(bench.folder / "insilico")
    before = bench.list_files()

    answer = call("screen", "run", bench.folder)

    assert answer.status == 2
    for name in (*list_named_files()[:-1], "insilico/cellphonedb"):
        assert f"there is no file '{name}'" in answer.err
    assert "study.toml, line" in answer.err
    assert bench.list_files() == before


def test_a_file_outside_the_study_is_refused_when_the_study_is_checked(bench, call):
    bench.edit("insilico/signor.tsv", "../signor.tsv")

    answer = call("study", "check", bench.folder)

    assert answer.status == 2
    assert "screen.evidence.signalling_file" in answer.err
    assert "outside the study folder" in answer.err


def test_files_under_each_other_s_key_are_refused_together(bench, call):
    bench.edit('stainings_file = "insilico/normal_ihc_data.tsv"', 'stainings_file = "insilico/x"')
    bench.edit("insilico/rna_single_cell_type.tsv", "insilico/normal_ihc_data.tsv")
    bench.edit('stainings_file = "insilico/x"', 'stainings_file = "insilico/signor.tsv"')
    bench.edit('signalling_file = "insilico/signor.tsv"', 'signalling_file = "insilico/cells.csv"')

    answer = call("screen", "run", bench.folder)

    assert answer.status == 2
    for name in ("normal_ihc_data.tsv", "signor.tsv", "cells.csv"):
        assert name in answer.err
    assert "Traceback" not in answer.err


def test_receptors_from_the_evidence_are_those_of_the_files(bench, call):
    bench.edit("[screen.evidence]\n", '[screen.evidence]\nreceptors_from = "evidence"\n')

    answer = call("screen", "run", bench.folder)

    assert answer.status == 0, answer.err
    tests = read_table(bench, "receptor_tests")
    assert set(tests["receptor"]) <= {"KIT", "TGFBR1", "TGFBR2", "CSF1R", "AXL", "FGFR1", "ITGB1"}
    assert "KIT" in set(tests["receptor"])
