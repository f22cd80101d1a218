"""A study with predictions of other programs: read before docking, shown after it."""

import re
import shutil

import numpy as np
import pytest
from tests.support.command_line import make_caller
from tests.support.predictions import make_complex, write_colabfold

from tubulus.core.errors import InputError
from tubulus.core.progress import SilentProgress
from tubulus.runs.docking import dock_study
from tubulus.runs.docking.foresight import foresee_campaign
from tubulus.runs.docking.reading.inputs import read_dock_tables
from tubulus.runs.docking.reading.predictions import list_partner_sequences
from tubulus.runs.docking.reading.sides import prepare_sides
from tubulus.runs.report import build_report
from tubulus.runs.workspace import open_workspace

SILENT = SilentProgress()
WRONG = "F01_M02"
TURNED = "F02_M02"


@pytest.fixture(scope="module")
def predicted(plain, tmp_path_factory):
    """Return a study with a prediction of every pair; one job holds other proteins."""
    study = shutil.copytree(plain, tmp_path_factory.mktemp("predicted") / "study")
    workspace = open_workspace(study)
    settings = workspace.whole.dock
    sides = prepare_sides(read_dock_tables(workspace, settings), settings, SILENT)
    fixed, mobile = (
        {name: "".join(letters) for name, letters in list_partner_sequences(side, {}).items()}
        for side in (sides.fixed, sides.mobile)
    )
    text = (study / "study.toml").read_text("utf-8")
    (study / "study.toml").write_text(
        text.replace("[dock]", '[dock]\npredictions_folder = "predicted"'), "utf-8"
    )
    for i, (receptor, one) in enumerate(fixed.items()):
        for j, (ligand, two) in enumerate(mobile.items()):
            job = f"{receptor}_{ligand}"
            sequences = {TURNED: (two, one), WRONG: ("W" * 30, two)}.get(job, (one, two))
            model = make_complex(sequences=sequences)
            n = len(one) + len(two) if job != WRONG else 30 + len(two)
            pae = np.full((n, n), 4.0 + i * 0.3 + j * 0.2 - 2.0 * (i == j == 0)).tolist()
            write_colabfold(study / "predicted" / job, job=job, structure=model, pae=pae)
    return study


class Told(SilentProgress):
    """Take the predictions away when docking begins: what was read is what is used."""

    def __init__(self, study):
        self.study, self.steps = study, []

    def start(self, step, total=None):
        self.steps.append(step)
        if step.startswith("dock (pairs"):
            (self.study / "predicted").rename(self.study / "away")


@pytest.fixture(scope="module")
def finished(predicted, tmp_path_factory):
    study = shutil.copytree(predicted, tmp_path_factory.mktemp("finished") / "study")
    told = Told(study)
    results = dock_study(open_workspace(study), told).results
    (study / "away").rename(study / "predicted")
    return study, results, told.steps


def test_what_is_wrong_with_predictions_is_told_before_docking(predicted):
    notes = foresee_campaign(open_workspace(predicted), SILENT).notes

    (wrong,) = [note for note in notes if note.startswith("Prediction: ")]
    assert "F01_M02, chain A: 30 residues that are neither F01 (" in wrong
    assert any(note.startswith("Predictions of F02 with M02: the mobile") for note in notes)


def test_predictions_are_read_once_and_before_the_first_pair_is_docked(finished):
    _, results, steps = finished

    assert len([step for step in steps if "reading predictions" in step]) == 1
    assert results.tables["external_calibration"].height == 3


def test_a_folder_that_is_no_longer_there_stops_before_docking(predicted, tmp_path):
    study = shutil.copytree(predicted, tmp_path / "study")
    shutil.rmtree(study / "predicted")

    with pytest.raises(InputError, match="there is no folder 'predicted'"):
        dock_study(open_workspace(study), SILENT)
    assert not (study / "results").exists()


def test_the_calibration_tells_what_was_refused_and_what_was_turned_round(finished):
    _, results, _ = finished
    notes, table = results.manifest["dock"]["notes"], results.tables["external_calibration"]

    assert "calibrated" in table["state"].to_list()
    assert any("F01_M02, chain A" in note for note in notes)
    assert any("compared by ipSAE of the best model of each job" in note for note in notes)
    scores = results.tables["external_scores"]
    assert scores.filter(fixed="F01", mobile="M02").height == 0
    assert scores.filter(fixed="F02", mobile="M02")["fixed_chains"].unique().to_list() == ["B"]


def test_notes_among_predictions_leave_the_report_as_it_is(finished):
    study, results, _ = finished
    (study / "predicted" / "notes.txt").write_text("mine", "utf-8")

    path, _ = build_report(open_workspace(study), SILENT)
    section = re.search(r'<section id="docking".*?</section>', path.read_text("utf-8"), re.DOTALL)

    for sentence in results.tables["external_calibration"]["sentence"]:
        assert sentence in section.group()
    assert "Models of decoy pairs are in the results alone: 8." in section.group()


def test_the_command_prints_what_predictions_say(finished, capsys):
    answer = make_caller(capsys)("dock", "run", finished[0], "--rows", "2")

    said = [line for line in answer.out.splitlines() if line.startswith("Prediction: F0")]
    assert len(said) == 2
    assert "1 more on predictions not shown; --rows 3 shows all." in answer.out
