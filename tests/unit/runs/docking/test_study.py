"""A study is docked once, its results hold together, and only what changed is done again."""

import json
import shutil

import polars as pl
import pytest

from tubulus.core.progress import SilentProgress
from tubulus.core.results import Results, read_results, write_results
from tubulus.dock.campaign.results import POSE_SCHEMA
from tubulus.dock.structures.reading.read import read_structure
from tubulus.runs.docking import DockRequest, check_dock_inputs, dock_study
from tubulus.runs.docking import study as module
from tubulus.runs.whole import run_study
from tubulus.runs.workspace import open_workspace

TABLES = {
    "decoy_partners", "discrimination", "fixed_partners", "interface_profile", "interface_residues",
    "mobile_partners", "pair_calibration", "pair_docking", "pose_assessment", "poses",
    "preparation",
}  # fmt: skip


def run(folder, **request):
    return dock_study(open_workspace(folder), SilentProgress(), DockRequest(**request))


@pytest.fixture
def results(docked):
    return read_results(docked / "results" / "dock")


def test_every_table_is_there_and_every_row_names_its_provenance(results):
    assert set(results.tables) == TABLES
    for table in results.tables.values():
        assert set(table["provenance"]) <= {results.manifest["key"]}


def test_asked_pairs_are_calibrated_against_the_others(results):
    pairs, docking = results.tables["pair_calibration"], results.tables["pair_docking"]

    assert pairs.select("fixed", "mobile").rows() == [(f"F0{i}", f"M0{i}") for i in range(3)]
    assert docking.height == 12
    assert docking.filter(role="decoy").height == 9
    assert pairs["sentence"].str.contains("more favourable than|too few decoys").all()
    assert results.manifest["dock"]["counts"]["asked"] == 3


def test_relatives_without_a_declared_family_are_told_and_no_decoy_partners(study):
    folder = study / "insilico"
    rows = [row.split(",") for row in (folder / "partners.csv").read_text("utf-8").splitlines()]
    for row in rows:
        if row[0] in ("M00", "M01"):
            row[3] = ""
            path = folder / row[2]
            lines = path.read_text("utf-8").splitlines()
            # no other made partner has a tryptophan; one chain, for two would be peptides
            spelt = [f"{x[:17]}TRP A{x[22:]}" if x.startswith("ATOM") else x for x in lines]
            path.write_text("\n".join(spelt), "utf-8")
    (folder / "partners.csv").write_text("\n".join(map(",".join, rows)) + "\n", "utf-8")

    results = run(study).results

    families = dict(results.tables["mobile_partners"].select("name", "family").iter_rows())
    assert families == {"M00": "M00", "M01": "M00", "M02": "M02"}
    assert any("M00, M01 (M00)" in note for note in results.manifest["dock"]["notes"])
    assert ("F00", "M01") not in results.tables["pair_docking"].select("fixed", "mobile").rows()


def test_partners_of_one_entry_are_no_decoy_pair_though_each_has_a_file(study):
    header = f"HEADER    {'MADE':40}{'15-JAN-02':9}   1KTZ\n"
    for path in (study / "insilico" / "structures").iterdir():
        if path.stem in ("F01", "M02"):
            path.write_text(header + path.read_text("utf-8"), "utf-8")

    docking = run(study).results.tables["pair_docking"]

    pairs = docking.select("fixed", "mobile").rows()
    assert ("F01", "M02") not in pairs
    assert {("F01", "M00"), ("F00", "M02")} <= {*pairs}


def test_partners_out_of_one_file_are_no_decoy_pair(study):
    table = study / "insilico" / "partners.csv"
    lines = table.read_text("utf-8").splitlines()
    place = {line.split(",")[0]: line.split(",")[2] for line in lines[1:]}
    table.write_text("\n".join(lines).replace(place["M01"], place["F00"]) + "\n", "utf-8")

    docking = run(study).results.tables["pair_docking"]

    pairs = docking.select("fixed", "mobile").rows()
    assert ("F00", "M01") not in pairs
    assert {("F00", "M00"), ("F00", "M02"), ("F01", "M01")} <= {*pairs}


def test_poses_and_their_assessment_are_of_asked_pairs_alone(results):
    poses, assessed = results.tables["poses"], results.tables["pose_assessment"]
    named = ["fixed", "mobile", "pose"]

    assert set(poses.columns) == {*POSE_SCHEMA, "provenance"}
    assert poses.select(named).equals(assessed.select(named))
    assert set(poses["fixed"]) == {"F00", "F01", "F02"}
    assert (assessed["buried_area"] >= 0.0).all()
    assert assessed["affinity_kcal_mol"].is_not_null().any()
    assert set(assessed["membrane_side"]) <= {"right", "wrong", "unknown"}


def test_pose_files_hold_the_best_pose_and_stand_in_the_manifest(docked, results):
    files = {entry["file"] for entry in results.manifest["dock"]["pose_files"]}
    poses = results.tables["poses"].filter(fixed="F00", pose=1).row(0, named=True)
    read = read_structure(docked / "results" / "dock" / "poses" / "F00--M00.pdb").structure
    mobile = read.select_chains(["C", "D"])
    original = read_structure(docked / "insilico" / "structures" / "M00.pdb").structure
    moved = mobile.positions.mean(axis=0) - [poses[f"translation_{axis}"] for axis in "xyz"]

    assert files == set(results.manifest["files"])
    assert read.chains == ("A", "B", "C", "D")
    # a rotation keeps the distance of the centre from the origin
    assert (moved**2).sum() == pytest.approx((original.positions.mean(axis=0) ** 2).sum(), abs=0.1)


def test_interface_residues_touch_the_partner_in_the_best_pose(results):
    residues = results.tables["interface_residues"]

    assert set(residues["side"]) == {"fixed", "mobile"}
    assert (residues["n_contacts"] > 0).all()


def test_the_conclusion_claims_nothing_where_the_method_was_not_shown_to_work(results):
    told = results.manifest["dock"]
    useful = (results.tables["discrimination"]["auc"][0] or 0.0) >= 0.6

    assert useful or told["conclusion"].startswith("Docking gave no usable evidence on 3 asked")
    assert len(told["limits"]) >= 4
    assert "binds" not in json.dumps(told)


def test_results_are_kept_while_nothing_changes(docked_copy, monkeypatch):
    monkeypatch.setattr(module, "dock_campaign", None)

    assert not run(docked_copy).computed
    check_dock_inputs(open_workspace(docked_copy), SilentProgress())


def test_a_pose_file_that_was_changed_is_written_again_from_records(docked_copy):
    path = docked_copy / "results" / "dock" / "poses" / "F00--M00.pdb"
    text = path.read_text("utf-8")
    path.write_text("END\n", "utf-8")

    assert run(docked_copy).computed
    assert path.read_text("utf-8") == text


def test_another_pair_leaves_the_records_of_the_others_in_use(docked_copy, monkeypatch):
    docked_keys = []
    docking = module.dock_campaign

    def watch(plan, executor, *, records, **more):
        docked_keys.extend(set(plan.open_keys) - set(records.read(plan.open_keys)))
        return docking(plan, executor, records=records, **more)

    monkeypatch.setattr(module, "dock_campaign", watch)
    pairs = docked_copy / "insilico" / "pairs.csv"
    pairs.write_text(pairs.read_text("utf-8") + "F03,M00\n", "utf-8")
    outcome = run(docked_copy)

    assert outcome.computed
    assert docked_keys == []
    assert outcome.results.manifest["dock"]["counts"]["asked"] == 4


def test_force_docks_again_and_prune_drops_what_is_not_in_use(docked_copy):
    records = docked_copy / "results" / ".dock-records"
    before = {path.name: path.stat().st_mtime_ns for path in records.iterdir()}
    shutil.copy(next(records.iterdir()), records / "damaged.parquet")

    outcome = run(docked_copy, force=True, prune=True)

    after = {path.name: path.stat().st_mtime_ns for path in records.iterdir()}
    assert outcome.computed
    assert before.keys() == after.keys()
    assert all(after[name] > before[name] for name in before)


def test_declared_pairs_give_the_campaign_an_area_of_its_own(docked_copy):
    pairs = docked_copy / "insilico" / "pairs.csv"
    pairs.write_text("fixed,mobile,known\nF00,M00,yes\nF01,M01,yes\nF02,M02,no\n", "utf-8")

    table = run(docked_copy).results.tables["discrimination"]

    own = table.filter(pl.col("label").str.contains("of this campaign"))
    assert own["source"].to_list() == ["pairs declared as known in pairs.csv"] * 2
    assert own["n_partners"].to_list() == [2, 2]
    assert table.height == own.height + 1 or table["source"][0] != own["source"][0]


def ask_shortlist(study, rows):
    toml = study / "study.toml"
    text = toml.read_text("utf-8").replace('pairs_file = "insilico/pairs.csv"\n', "")
    toml.write_text(text + "\n[screen]\n", "utf-8")
    shortlist = pl.DataFrame(rows, schema=["rank", "ligand", "receptor"], orient="row")
    place = study / "results" / "screen"
    place.mkdir()
    write_results(place, Results({"shortlist": shortlist}))


def test_a_shortlist_without_a_structure_is_no_error(docked_copy):
    ask_shortlist(docked_copy, [(1, "nobody", "F01")])

    outcome = run(docked_copy)

    assert outcome.results.manifest["dock"]["conclusion"].startswith("No pair was docked")
    assert outcome.results.tables["pair_calibration"].height == 0


def test_without_a_table_the_shortlist_is_docked_and_its_ranks_are_kept(docked_copy):
    rows = [(1, "M01", "F01"), (2, "M00", "F00+F01"), (3, "M02", "F00")]
    ask_shortlist(docked_copy, rows)

    results = run(docked_copy).results

    pairs = results.tables["pair_calibration"].select("fixed", "mobile", "evidence_rank")
    assert pairs.rows() == [("F00", "M02", 3), ("F01", "M01", 1)]
    assert results.manifest["dock"]["without_structure"] == [
        {"fixed": "F00+F01", "mobile": "M00", "lacks": "F00+F01"}
    ]
    assert results.manifest["dock"]["notes"][0].startswith("No structure for 1 of 3 pairs")


def test_a_whole_run_docks_before_it_reports_and_keeps_both(docked_copy):
    workspace = open_workspace(docked_copy)

    first, second = (run_study(workspace, SilentProgress()) for _ in range(2))

    manifest = json.loads((docked_copy / "results" / "run.json").read_text("utf-8"))
    assert (first.computed, first.kept) == (("report",), ("dock",))
    assert second.computed == ()
    assert first.dock["conclusion"]
    assert set(manifest["steps"]) == {"dock"}
    assert "insilico/pairs.csv" in manifest["inputs"]
    assert "F00" in first.report.read_text("utf-8")


def test_a_pose_file_gives_the_score_that_is_calibrated(docked):
    (path, *_) = sorted((docked / "results" / "dock" / "poses").iterdir())
    said = " ".join(line[10:].strip() for line in path.read_text("utf-8").splitlines()[:40])
    pairs = pl.read_parquet(docked / "results" / "dock" / "pair_docking.parquet")

    assert "AUC of the p-value" in said
    scores = pairs.filter(role="asked")["score"].to_list()
    assert any(f"score {score:.4g}; compares no two pairs" in said for score in scores)
