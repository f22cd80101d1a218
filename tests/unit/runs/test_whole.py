import json

from tubulus.core.files import compute_file_hash
from tubulus.core.progress import SilentProgress
from tubulus.runs.whole import run_study
from tubulus.runs.workspace import open_workspace


def test_a_run_says_what_it_did_and_on_what_it_rests(bench):
    bench.edit("[screen]\nsets = 199\n", "")
    workspace = open_workspace(bench.folder)

    summary = run_study(workspace, SilentProgress())

    manifest = json.loads((bench.folder / "results" / "run.json").read_text(encoding="utf-8"))
    assert summary.computed == ("checks", "analysis", "report")
    assert summary.report == bench.folder / "report" / "report.html"
    assert list(summary.findings) == ["stop", "error", "warning", "note"]
    assert summary.plan == "not pre-specified: the plan was not frozen"
    assert not summary.synthetic
    assert manifest["inputs"] == workspace.hash_inputs()
    assert manifest["snapshot"] == workspace.snapshot.content_hash
    assert set(manifest["steps"]) == {"checks", "analysis"}
    assert manifest["report"] == compute_file_hash(summary.report)
    assert manifest["event"] == compute_file_hash(bench.folder / "report" / "ars.json")
    assert manifest["finished_at"]
