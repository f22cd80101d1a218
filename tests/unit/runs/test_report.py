import pytest

from tubulus.core.files import compute_file_hash, write_text
from tubulus.core.progress import SilentProgress
from tubulus.core.results import ResultError
from tubulus.runs import report
from tubulus.runs.analyse import analyse_study
from tubulus.runs.check import check_study
from tubulus.runs.plan import freeze_plan
from tubulus.runs.report import (
    POSE_FILE_SCHEMA,
    build_report,
    gather_results,
    read_pose_files,
)
from tubulus.runs.screen import screen_study
from tubulus.runs.workspace import open_workspace

SILENT = SilentProgress()


@pytest.fixture
def done(bench):
    """Return a trial of which checks, analysis and screen were run."""
    workspace = open_workspace(bench.folder)
    for step in (check_study, analyse_study, screen_study):
        step(workspace, SILENT)
    return bench


def test_tables_of_all_steps_are_gathered_under_one_manifest(done):
    results = gather_results(open_workspace(done.folder))

    assert {"findings", "estimates", "interactions"} <= set(results.tables)
    assert set(results.manifest["steps"]) == {"checks", "analysis", "screen"}
    assert set(results.manifest["provenance"]) == set(results.manifest["steps"].values())
    assert results.manifest["plan"]["state"] == "not pre-specified"


def test_a_step_that_was_not_run_is_left_out(bench):
    check_study(open_workspace(bench.folder), SILENT)

    results = gather_results(open_workspace(bench.folder))

    assert set(results.manifest["steps"]) == {"checks"}


def test_without_any_results_there_is_nothing_to_report(bench):
    with pytest.raises(ResultError, match="no results yet; run: tubulus run"):
        gather_results(open_workspace(bench.folder))


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (lambda b: b.set_cell("hormones", 2, "fsh", "31"), "checks"),
        (lambda b: b.edit("\n", "\n\n", "data/hormones.csv"), "checks"),
        (lambda b: b.edit('test = "boschloo"', 'test = "fisher"'), "analysis"),
        (lambda b: b.edit("sets = 199", "sets = 299"), "screen"),
    ],
)
def test_results_that_no_longer_hold_are_refused(done, change, step):
    change(done)

    with pytest.raises(ResultError, match=f"results/{step} holds results of other data"):
        build_report(open_workspace(done.folder), SILENT)


def test_a_lock_that_came_later_makes_the_analysis_stale(done):
    freeze_plan(open_workspace(done.folder), person="A", data="blinded")

    with pytest.raises(ResultError, match="results/analysis"):
        gather_results(open_workspace(done.folder))


def test_a_screen_that_is_no_longer_declared_is_left_out(done):
    done.edit("[screen]\nsets = 199\n", "")

    results = gather_results(open_workspace(done.folder))

    assert "interactions" not in results.tables
    assert "screen" not in results.manifest


@pytest.mark.parametrize("name", ["report.html", "ars.json"])
def test_a_damaged_file_of_the_report_is_written_again(done, name):
    _, written = build_report(open_workspace(done.folder), SILENT)
    _, again = build_report(open_workspace(done.folder), SILENT)
    damaged = done.folder / "report" / name
    damaged.write_text(damaged.read_text("utf-8")[:-40], "utf-8")

    _, mended = build_report(open_workspace(done.folder), SILENT)

    assert (written, again, mended) == (True, False, True)
    assert damaged.read_text("utf-8").rstrip().endswith(("</html>", "}"))


def test_another_version_of_what_draws_the_page_writes_it_again(done, monkeypatch):
    build_report(open_workspace(done.folder), SILENT)
    monkeypatch.setattr(report, "version", lambda name: f"99 of {name}")

    _, written = build_report(open_workspace(done.folder), SILENT)

    assert written


POSE = "poses/TGFBR2--TGFB3.pdb"


def keep_pose(folder, text="END\n"):
    """Write a pose below the results of docking; return their folder and manifest."""
    place = folder / "results" / "dock"
    write_text(place / POSE, text)
    entry = {"fixed": "TGFBR2", "mobile": "TGFB3", "file": POSE}
    hashes = {POSE: compute_file_hash(place / POSE)}
    return place, {"dock": {"pose_files": [entry]}, "files": hashes}


def test_poses_of_a_campaign_are_read_with_their_place_in_the_study(tmp_path):
    place, manifest = keep_pose(tmp_path)

    row = read_pose_files(place, manifest).row(0, named=True)

    assert (row["fixed"], row["mobile"]) == ("TGFBR2", "TGFB3")
    assert row["file"] == f"results/dock/{POSE}"
    assert (row["sha256"], row["content"]) == (manifest["files"][POSE], "END\n")


def test_a_campaign_that_wrote_no_pose_has_an_empty_table(tmp_path):
    frame = read_pose_files(tmp_path, {"dock": {}})

    assert frame.is_empty()
    assert set(frame.columns) == set(POSE_FILE_SCHEMA)


@pytest.mark.parametrize("hurt", [lambda f: f.unlink(), lambda f: f.write_text("ATOM\n", "utf-8")])
def test_a_pose_that_is_missing_or_was_changed_stops_the_report(tmp_path, hurt):
    place, manifest = keep_pose(tmp_path)
    hurt(place / POSE)

    with pytest.raises(ResultError, match=r"TGFB3\.pdb is missing or was changed"):
        read_pose_files(place, manifest)
