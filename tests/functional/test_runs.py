"""What a run keeps, what it does again, and what an interruption leaves."""

import json
import shutil

import polars as pl
import pytest
from tests.support.small_trial import Bench, make_small_trial

from tubulus.analysis.plan.lock import LockError
from tubulus.core.progress import SilentProgress
from tubulus.core.results import MANIFEST_NAME, ResultError, read_results
from tubulus.runs.analyse import analyse_study, plan_analysis, read_status
from tubulus.runs.check import check_study
from tubulus.runs.plan import amend_plan, freeze_plan
from tubulus.runs.report import build_report
from tubulus.runs.screen import screen_study
from tubulus.runs.simulate import simulate_data
from tubulus.runs.whole import run_study
from tubulus.runs.workspace import open_workspace

ALL = ("checks", "analysis", "screen", "report")
SILENT = SilentProgress()


class Interrupter:
    """Progress that presses Ctrl-C when told about a step for the n-th time."""

    def __init__(self, event, step, times=1):
        self.wanted, self.step, self.times, self.current = event, step, times, ""

    def start(self, step, total=None):
        self.current = step
        self._meet("start")

    def advance(self, units=1):
        self._meet("advance")

    def finish(self, note=""):
        self._meet("finish")

    def _meet(self, event):
        if event == self.wanted and self.current == self.step:
            self.times -= 1
            if not self.times:
                raise KeyboardInterrupt


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    bench = make_small_trial(tmp_path_factory.mktemp("runs") / "trial")
    run_study(open_workspace(bench.folder), SILENT)
    return bench


@pytest.fixture
def bench(finished, tmp_path):
    """Return a copy of a trial whose run is finished."""
    shutil.copytree(finished.folder, tmp_path / "trial")
    return Bench(tmp_path / "trial")


@pytest.fixture
def fresh(tmp_path):
    """Return a trial that was not run and has no data."""
    return make_small_trial(tmp_path / "fresh", data=False)


def run(bench):
    return run_study(open_workspace(bench.folder), SILENT)


def run_steps(bench):
    """Run all but the report; return what was computed."""
    workspace = open_workspace(bench.folder)
    steps = {"checks": check_study, "analysis": analyse_study, "screen": screen_study}
    return [name for name, step in steps.items() if step(workspace, SILENT).computed]


def hash_tables(bench):
    return {
        place.name: json.loads((place / MANIFEST_NAME).read_text())["tables"]
        for place in (bench.folder / "results").iterdir()
        if place.is_dir()
    }


def list_leftovers(bench):
    return [p for p in bench.folder.rglob("*") if p.name.endswith((".part", ".old"))]


def test_a_second_run_computes_nothing_and_writes_nothing(bench):
    before = bench.list_files()

    summary = run(bench)

    assert (summary.computed, summary.kept) == ((), ALL)
    assert bench.list_files() == before


def test_a_changed_cell_recomputes_all_but_the_screen(bench):
    bench.set_cell("hormones", 3, "fsh", "33.3")

    summary = run(bench)

    assert (summary.computed, summary.kept) == (("checks", "analysis", "report"), ("screen",))


def test_changed_settings_of_the_screen_recompute_the_screen_and_the_report(bench):
    bench.edit("sets = 199", "sets = 299")

    summary = run(bench)

    assert (summary.computed, summary.kept) == (("screen", "report"), ("checks", "analysis"))


def test_a_changed_estimand_recomputes_the_analysis_and_the_report(bench):
    bench.edit('test = "boschloo"', 'test = "fisher"')

    assert run_steps(bench) == ["analysis"]


def test_more_workers_recompute_nothing(bench):
    bench.edit("seed = 1", "seed = 1\nworkers = 2")

    assert run_steps(bench) == []


def test_an_inserted_blank_line_renews_the_places_in_the_findings(bench):
    bench.set_cell("hormones", 2, "fsh", "12,5")
    run_steps(bench)
    bench.edit("\n", "\n\n\n", "data/hormones.csv")

    computed = run_steps(bench)

    findings = read_results(bench.folder / "results" / "checks").tables["findings"]
    row = findings.filter(pl.col("check") == "unreadable-value")["row"].to_list()
    assert row == [4]
    assert computed == ["checks"]


def test_rows_in_another_order_change_no_number(bench):
    before = hash_tables(bench)["analysis"]
    path = bench.folder / "data" / "demographics.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n")

    assert run_steps(bench) == ["checks"]
    assert hash_tables(bench)["analysis"] == before


def test_two_runs_of_one_study_give_the_same_tables_byte_by_byte(finished, tmp_path):
    again = make_small_trial(tmp_path / "trial")
    workspace = open_workspace(again.folder)
    check_study(workspace, SILENT)
    analyse_study(workspace, SILENT)
    screen_study(workspace, SILENT)

    assert hash_tables(again) == hash_tables(finished)


def test_two_workers_give_the_numbers_of_one(bench, monkeypatch):
    # enough chunks that both have some
    monkeypatch.setattr("tubulus.screen.plan._SETS_PER_CHUNK", 50)
    screen_study(open_workspace(bench.folder), SILENT, force=True)
    alone = hash_tables(bench)["screen"]
    bench.edit("seed = 1", "seed = 1\nworkers = 2")

    outcome = screen_study(open_workspace(bench.folder), SILENT, force=True)

    assert outcome.computed
    assert hash_tables(bench)["screen"] == alone


def test_another_seed_gives_another_screen(bench):
    before = hash_tables(bench)
    bench.edit("seed = 1", "seed = 2")
    screen_study(open_workspace(bench.folder), SILENT)

    after = hash_tables(bench)

    assert after["screen"]["receptor_tests"] != before["screen"]["receptor_tests"]


def test_the_same_seed_draws_the_same_men(repository, tmp_path):
    files = []
    for name in ("first", "second"):
        shutil.copytree(repository / "examples" / "noa-bmmsc", tmp_path / name)
        workspace = open_workspace(tmp_path / name)
        simulate_data(workspace, SILENT, seed=5, replace=workspace.has_data)
        files.append({p.name: p.read_bytes() for p in (tmp_path / name / "data").iterdir()})

    assert files[0] == files[1]
    assert "semen.csv" in files[0]


MOMENTS = [
    ("start", "checks", 1),
    ("finish", "checks", 1),
    ("start", "analysis", 1),
    ("advance", "analysis", 2),
    ("finish", "analysis", 1),
    ("start", "screen", 1),
    ("advance", "screen", 1),
    ("finish", "screen", 1),
    ("start", "report", 1),
]


@pytest.mark.parametrize(("event", "step", "times"), MOMENTS)
def test_an_interrupted_run_leaves_the_old_results_readable(bench, event, step, times):
    before = hash_tables(bench)
    report = (bench.folder / "report" / "report.html").read_bytes()
    bench.set_cell("hormones", 3, "fsh", "33.3").edit("sets = 199", "sets = 299")

    with pytest.raises(KeyboardInterrupt):
        run_study(open_workspace(bench.folder), Interrupter(event, step, times))

    assert list_leftovers(bench) == []
    assert (bench.folder / "report" / "report.html").read_bytes() == report
    assert step == "report" or hash_tables(bench)[step] == before[step]
    for name in before:
        assert read_results(bench.folder / "results" / name).tables


def test_a_run_goes_on_where_it_was_interrupted(bench):
    bench.set_cell("hormones", 3, "fsh", "33.3").edit("sets = 199", "sets = 299")
    with pytest.raises(KeyboardInterrupt):
        run_study(open_workspace(bench.folder), Interrupter("advance", "screen"))

    assert run_steps(bench) == ["screen"]
    assert run_steps(bench) == []


def test_a_first_run_that_is_interrupted_leaves_no_half_result(tmp_path):
    bench = make_small_trial(tmp_path / "trial")

    with pytest.raises(KeyboardInterrupt):
        run_study(open_workspace(bench.folder), Interrupter("finish", "analysis"))

    assert [p.name for p in (bench.folder / "results").iterdir()] == ["checks"]
    assert not (bench.folder / "report").exists()


def test_a_report_whose_writing_was_interrupted_is_written_again(bench):
    with pytest.raises(KeyboardInterrupt):
        build_report(open_workspace(bench.folder), Interrupter("finish", "report"), force=True)

    path, _ = build_report(open_workspace(bench.folder), SILENT)

    assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_a_run_manifest_that_was_lost_is_written_again(bench):
    path = bench.folder / "results" / "run.json"
    path.unlink()

    run(bench)

    assert set(json.loads(path.read_text())["steps"]) == {"checks", "analysis", "screen"}


def test_a_report_does_not_join_results_of_another_plan(bench):
    bench.edit('test = "boschloo"', 'test = "fisher"')

    with pytest.raises(ResultError, match=r"results/analysis holds results of other data"):
        build_report(open_workspace(bench.folder), SILENT)


def test_a_screen_that_the_study_no_longer_declares_leaves_the_report(bench):
    text = bench.toml.read_text()
    bench.toml.write_text(text.replace("[screen]\nsets = 199\n", ""))

    summary = run(bench)

    assert summary.computed == ("report",)
    assert summary.kept == ("checks", "analysis")


def stamps(bench):
    frame = read_results(bench.folder / "results" / "analysis").tables["estimates"]
    return set(frame.filter(pl.col("estimand") != "")["specified"].to_list())


def test_without_a_lock_every_number_is_not_pre_specified(bench):
    assert stamps(bench) == {"not pre-specified: the plan was not frozen"}


def test_a_plan_frozen_before_the_data_is_pre_specified(bench, fresh):
    lock = freeze_plan(open_workspace(fresh.folder), person="A. Urologist")
    shutil.copytree(bench.folder / "data", fresh.folder / "data", dirs_exist_ok=True)

    analyse_study(open_workspace(fresh.folder), SILENT)

    assert (lock.data_state, lock.person) == ("none", "A. Urologist")
    assert stamps(fresh) == {"pre-specified"}


def test_a_plan_frozen_with_data_present_says_that_they_were_seen(bench):
    lock = freeze_plan(open_workspace(bench.folder), person="A. Urologist")

    assert lock.data_state == "seen"
    assert read_status(open_workspace(bench.folder)).state == "not pre-specified"


def test_data_that_were_seen_elsewhere_stay_seen(fresh):
    lock = freeze_plan(open_workspace(fresh.folder), person="A. Urologist", data="seen")

    assert lock.data_state == "seen"


def test_data_that_are_there_cannot_be_declared_absent(bench):
    with pytest.raises(LockError, match="there are data"):
        freeze_plan(open_workspace(bench.folder), person="A. Urologist", data="none")


def test_a_plan_is_frozen_once(bench):
    freeze_plan(open_workspace(bench.folder), person="A. Urologist", data="blinded")
    before = (bench.folder / "plan.lock").read_bytes()

    with pytest.raises(LockError, match="frozen before"):
        freeze_plan(open_workspace(bench.folder), person="A. Urologist", data="blinded")

    assert (bench.folder / "plan.lock").read_bytes() == before


def test_a_changed_estimand_stamps_every_number_not_pre_specified(bench):
    freeze_plan(open_workspace(bench.folder), person="A. Urologist", data="blinded")
    bench.edit('test = "boschloo"', 'test = "fisher"')

    analyse_study(open_workspace(bench.folder), SILENT)

    (stamp,) = stamps(bench)
    assert stamp.startswith("not pre-specified: changed since the plan was frozen")
    assert stamp.endswith("estimands")


def test_an_amendment_keeps_its_reason_on_every_number(bench):
    freeze_plan(open_workspace(bench.folder), person="A. Urologist", data="blinded")
    bench.edit('test = "boschloo"', 'test = "fisher"')

    lock = amend_plan(
        open_workspace(bench.folder), reason="the journal asks", person="B", data="blinded"
    )
    analyse_study(open_workspace(bench.folder), SILENT)

    (stamp,) = stamps(bench)
    assert lock.amendments[0].sections == ("estimands",)
    assert stamp.startswith("amended: ")
    assert "the journal asks" in stamp


def test_an_amendment_after_the_data_were_seen_is_not_pre_specified(bench):
    freeze_plan(open_workspace(bench.folder), person="A. Urologist", data="blinded")
    bench.edit('test = "boschloo"', 'test = "fisher"')
    amend_plan(open_workspace(bench.folder), reason="it looks better", person="B")

    status = read_status(open_workspace(bench.folder))

    assert status.state == "not pre-specified"
    assert "it looks better" in status.reason


@pytest.mark.parametrize(("reason", "said"), [(" ", "needs a reason"), ("so", "nothing to amend")])
def test_an_amendment_needs_a_reason_and_a_change(bench, reason, said):
    freeze_plan(open_workspace(bench.folder), person="A. Urologist", data="blinded")
    before = (bench.folder / "plan.lock").read_bytes()

    with pytest.raises(LockError, match=said):
        amend_plan(open_workspace(bench.folder), reason=reason, person="B", data="blinded")

    assert (bench.folder / "plan.lock").read_bytes() == before


def test_a_plan_that_was_never_frozen_cannot_be_amended(bench):
    with pytest.raises(LockError, match="never frozen"):
        amend_plan(open_workspace(bench.folder), reason="so", person="B")


def test_a_screen_changed_after_the_lock_leaves_the_stamp_of_the_clinical_numbers(bench):
    freeze_plan(open_workspace(bench.folder), person="A. Urologist", data="blinded")
    bench.edit("sets = 199", "sets = 299")

    analyse_study(open_workspace(bench.folder), SILENT)

    assert stamps(bench) == {"pre-specified"}
    assert read_status(open_workspace(bench.folder)).changed == ("screen",)


def test_docking_that_is_declared_after_the_lock_leaves_the_clinical_numbers(bench):
    freeze_plan(open_workspace(bench.folder), person="A. Urologist", data="blinded")
    before = plan_analysis(open_workspace(bench.folder)).key
    definition = bench.folder / "study.toml"
    definition.write_text(definition.read_text("utf-8") + "\n[dock]\nshown_pairs = 5\n", "utf-8")

    analyse_study(open_workspace(bench.folder), SILENT)

    assert stamps(bench) == {"pre-specified"}
    assert plan_analysis(open_workspace(bench.folder)).key == before
    assert read_status(open_workspace(bench.folder)).changed == ("dock",)
