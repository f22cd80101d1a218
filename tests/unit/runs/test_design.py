import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from tests.unit.analysis.operating.conftest import STUDY, TESTING, write_scenario

from tubulus.cli.main import cli
from tubulus.core.errors import StudyError
from tubulus.core.progress import SilentProgress
from tubulus.runs.design import (
    SimulationRequest,
    list_left_out,
    plan_design_step,
    simulate_design,
)
from tubulus.runs.report import add_simulated_trials
from tubulus.runs.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[3]


def write_study(folder, *, trials=40, chunk=20):
    text = STUDY.format(
        third_arm="",
        treatment='["cells", "hormones"]',
        missing="non-response",
        testing=TESTING,
        scenarios=write_scenario(missing="{ share = 0.1 }") + write_scenario("second"),
    )
    text = text.replace("trials = 40", f"trials = {trials}").replace(
        "chunk = 20", f"chunk = {chunk}"
    )
    folder.mkdir(exist_ok=True)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def study(tmp_path):
    return write_study(tmp_path / "study")


def simulate(study, **asked):
    force = asked.pop("force", False)
    request = SimulationRequest(**asked)
    return simulate_design(open_workspace(study), SilentProgress(), request, force=force)


@pytest.mark.slow
def test_results_are_the_same_for_any_number_of_workers(study):
    alone = simulate(study).results.tables["operating"]
    shared = simulate(study, workers=2, force=True).results.tables["operating"]

    assert shared.equals(alone)


def test_results_are_kept_until_the_plan_or_the_request_changes(study):
    simulate(study)

    assert not simulate(study).computed
    assert simulate(study, trials=20).computed
    toml = study / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("sd = 7.0", "sd = 8.0"), "utf-8")
    assert simulate(study, trials=20).computed


def test_what_is_asked_of_proteins_changes_no_simulated_trial(study):
    before = plan_design_step(open_workspace(study)).key
    definition = study / "study.toml"
    definition.write_text(definition.read_text("utf-8") + "\n[dock]\nshown_pairs = 5\n", "utf-8")

    assert plan_design_step(open_workspace(study)).key == before


def test_finished_chunks_leave_no_trace(study):
    simulate(study)

    assert [path.name for path in (study / "results").iterdir()] == ["design"]


def test_a_study_without_design_says_where_to_read(study):
    toml = study / "study.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text[: text.index("[design]")], "utf-8")

    with pytest.raises(StudyError, match="no \\[design\\] section"):
        simulate(study)


def test_an_unknown_scenario_is_named_with_the_nearest_known(study):
    with pytest.raises(StudyError, match=r"no scenario 'secnd'.*second"):
        simulate(study, scenarios=("secnd",))


def test_the_command_prints_a_table_and_json(study):
    table = CliRunner().invoke(cli, ["design", "simulate", str(study), "--scenario", "second"])
    plain = CliRunner().invoke(
        cli, ["design", "simulate", str(study), "--scenario", "second", "--json"]
    )

    assert table.exit_code == 0
    assert "Miettinen-Nurminen" in table.output
    assert "stopping probability" in table.output
    content = json.loads(plain.stdout)
    assert content["design"] == {
        "trials": 40,
        "scenarios": ["second"],
        "arms": {"cells": 12, "hormones": 14},
        "left_out": [],
    }
    assert {row["scenario"] for row in content["operating"]} == {"second"}


def test_what_is_not_simulated_is_listed_with_the_reason(study):
    toml = study / "study.toml"
    text = toml.read_text("utf-8")
    asked = 'test = "boschloo"\nsensitivity = ["worst case"]'
    text = text.replace('test = "boschloo"', asked, 1)
    text = text.replace('["overlap", "ate", "att"]', '["overlap", "entropy"]', 1)
    toml.write_text(text, "utf-8")

    assert list_left_out(open_workspace(study)) == [
        {
            "estimand": "r1",
            "label": "Responders",
            "reason": "run without these analyses beside it: worst case",
        },
        {"estimand": "adjustment", "label": "Adjusted contrasts", "reason": "not run: entropy"},
    ]


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_was_with_the_same_numbers(tmp_path):
    whole = write_study(tmp_path / "whole", trials=600, chunk=20)
    killed = write_study(tmp_path / "killed", trials=600, chunk=20)
    program = f"from tubulus.cli.main import main; main(['design', 'simulate', {str(killed)!r}])"
    command = [sys.executable, "-c", program]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    finished = wait_for_chunks(killed, 4)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept = {path: path.stat().st_mtime_ns for path in list_chunks(killed)}

    if plan_design_step(open_workspace(killed)).key != next(iter(kept)).parent.name:
        pytest.skip("the code was changed while the other process ran")
    watched = Watch(killed)
    outcome = simulate_design(open_workspace(killed), watched, SimulationRequest())
    expected = simulate(whole).results.tables["operating"]

    assert finished >= 4
    # what was finished comes at once and is not computed or written again
    assert watched.first >= len(kept) >= 4
    assert watched.rewritten(kept) == []
    assert strip(outcome.results.tables["operating"]).equals(strip(expected))


class Watch(SilentProgress):
    """Progress that notes the first advance and looks at the kept files at each."""

    def __init__(self, study):
        self.study, self.first, self.seen = study, 0, {}

    def advance(self, units=1):
        self.first = self.first or units
        for path in list_chunks(self.study):
            self.seen.setdefault(path, set()).add(path.stat().st_mtime_ns)

    def rewritten(self, kept):
        return [path for path, stamp in kept.items() if self.seen.get(path, {stamp}) != {stamp}]


def list_chunks(study):
    return list((study / "results" / ".design-chunks").glob("*/*.json"))


def wait_for_chunks(study, number):
    for _ in range(1200):
        if len(list_chunks(study)) >= number:
            return len(list_chunks(study))
        time.sleep(0.02)
    return 0


def strip(table):
    return table.drop("provenance")


def test_the_report_shows_simulated_trials_until_the_plan_changes(study):
    simulate(study, trials=20)
    outcome = gather_trials(open_workspace(study))
    toml = study / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("sd = 7.0", "sd = 8.0"), "utf-8")
    changed = gather_trials(open_workspace(study))

    assert outcome["tables"] == {"operating"}
    assert outcome["manifest"]["design"]["trials"] == 20
    assert changed["tables"] == set()
    assert changed["manifest"]["design_is_stale"]


def gather_trials(workspace):
    tables, manifest = {}, {"provenance": {}, "steps": {}, "tables": {}}
    add_simulated_trials(workspace, tables, manifest)
    return {"tables": set(tables), "manifest": manifest}


@pytest.mark.slow
def test_a_cluster_gives_the_same_numbers(study, tmp_path):
    pytest.importorskip("distributed")
    alone = simulate(study).results.tables["operating"]
    script = ROOT / "tests" / "support" / "cluster_run.py"
    done = subprocess.run(
        [sys.executable, str(script), str(study)], capture_output=True, text=True, check=True
    )
    on_cluster = pl.read_parquet(study / "results" / "design" / "operating.parquet")

    assert on_cluster.equals(alone)
    assert "E145 no scheduler answers at tcp://127.0.0.1:9" in done.stdout
