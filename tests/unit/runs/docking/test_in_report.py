import re
from dataclasses import replace

import polars as pl
import pytest

from tubulus.core.files import compute_file_hash
from tubulus.core.progress import SilentProgress
from tubulus.core.results import ResultError, read_results, write_results
from tubulus.runs.report import build_report, gather_results
from tubulus.runs.workspace import open_workspace

SILENT = SilentProgress()


def test_a_docked_study_reports_every_asked_pair_with_its_pose_and_hash(docked_copy):
    path, _ = build_report(open_workspace(docked_copy), SILENT)
    page = path.read_text("utf-8")
    results = gather_results(open_workspace(docked_copy))

    section = re.search(r'<section id="docking".*?</section>', page, re.DOTALL).group()
    for fixed, mobile in results.tables["pair_calibration"].select("fixed", "mobile").iter_rows():
        assert f"{fixed} – {mobile}" in section
    assert results.tables["pose_files"].height > 0
    for row in results.tables["pose_files"].to_dicts():
        assert f'href="../{row["file"]}"' in section
        assert compute_file_hash(docked_copy / row["file"]) in section
    assert 'class="pose-still"' in section
    assert results.manifest["steps"]["dock"] in page


def test_pairs_that_were_docked_again_make_a_new_page(docked_copy):
    assert build_report(open_workspace(docked_copy), SILENT)[1]
    assert not build_report(open_workspace(docked_copy), SILENT)[1]
    place = docked_copy / "results" / "dock"
    kept = read_results(place)
    pairs = kept.tables["pair_docking"].with_columns(state=pl.lit("failed"))

    write_results(place, replace(kept, tables={**kept.tables, "pair_docking": pairs}))

    assert build_report(open_workspace(docked_copy), SILENT)[1]


def test_a_docking_of_other_structures_than_the_study_has_now_is_not_reported(docked_copy):
    structure = next((docked_copy / "insilico").rglob("*.pdb"))
    structure.write_text(structure.read_text("utf-8") + "END\n", "utf-8")

    with pytest.raises(ResultError, match="results/dock holds results of other data"):
        gather_results(open_workspace(docked_copy))


def test_a_study_that_was_not_docked_yet_has_no_results_of_docking(study):
    with pytest.raises(ResultError, match="holds no results yet"):
        gather_results(open_workspace(study))
