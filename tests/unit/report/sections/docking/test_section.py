import base64
import hashlib
import re

import polars as pl
import pytest
from tests.support.docking_material import (
    DOCK_RECORD,
    NOTHING_ELSE,
    USELESS,
    make_docking_material,
    make_docking_results,
    make_docking_tables,
    write_pose,
)
from tests.support.results_fixture import make_results
from tests.support.screen_material import read_invented_study

from tubulus.core.results import Results
from tubulus.report.page import render_report
from tubulus.report.sections.docking import make_docking_section
from tubulus.report.settings import ReportSettings

STUDY = read_invented_study()
BAD = "<script>alert(1)</script>\"'"


def render(**given):
    return render_report(STUDY, make_docking_results(**given), ReportSettings())


@pytest.fixture(scope="module")
def page():
    return render()


def find_section(page):
    return re.search(r'<section id="docking".*?</section>', page, re.DOTALL).group()


def test_verdict_and_table_come_before_scores_and_the_pictures_last():
    blocks = make_docking_section(make_docking_material()).blocks

    assert [block.template for block in blocks] == [
        "verdict", "conclusion", "points", "table", "decoy_scores", "pair_sheets", "points",
        "folded", "folded", "folded", "folded", "folded",
    ]  # fmt: skip


def test_what_predictions_of_other_programs_say_stands_before_the_pictures():
    calibrated = pl.DataFrame(
        {
            "fixed": ["TGFBR2"],
            "mobile": ["TGFB3"],
            "engine": ["boltz"],
            "score_name": ["ipsae"],
            "model": ["made_model_0"],
            "rank": [1],
            "n_models": [5],
            "score": [0.42],
            "p": [0.01],
            "smallest_p": [0.01],
            "q": [0.02],
            "state": ["calibrated"],
            "sentence": [f"An invented sentence {BAD}."],
        }
    )

    section = find_section(render(external_calibration=calibrated))

    assert section.index("What predictions of other programs say") < section.index("pair-sheets")
    assert "made_model_0, 1 of 5" in section.replace("<wbr>", "")
    assert BAD not in section


def test_a_study_without_docking_shows_nothing_new():
    page = render_report(STUDY, make_results(**NOTHING_ELSE), ReportSettings())

    assert 'id="docking"' not in page
    assert "createViewer" not in page
    assert "Docking" not in page.partition("<main")[2]


def test_scripts_run_by_their_hash_alone_and_none_is_evaluated(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
    policy = policy.replace("&#39;", "'")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)

    assert len(scripts) == 3
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe-eval" not in policy
    assert policy.startswith("default-src 'none'")


def test_no_element_holds_a_handler_or_loads_anything(page):
    section = find_section(page)

    assert not re.search(r"<[^>]*\s(?:on\w+|src)=", section)
    assert not re.search(r'href="(?!#|\.\./results/dock/poses/)', section)


def test_each_sheet_has_picture_words_atoms_and_file(page):
    sheets = re.findall(
        r'<details class="dossier" id="docked-\d+"( open)?>(.*?)</details>', page, re.DOTALL
    )

    assert [bool(opened) for opened, _ in sheets] == [True, True, True, False]
    for _, sheet in sheets:
        assert 'class="pose-still"' in sheet
        assert re.search(r'role="img" aria-label="Best pose of \w+', sheet)
        assert '<script type="application/json">{"traced"' in sheet
        assert "1 to 16 in 40 measured complexes" in sheet
        assert "../results/dock/poses/" in sheet


def test_an_affinity_stands_only_at_a_pair_that_stands_out_and_with_its_limit(page):
    first, *others = re.findall(r"<dt>Affinity</dt><dd>(.*?)</dd>", page)

    assert first == "−8.31 kcal/mol of this pose; means nothing unless the pose is right"
    assert len(others) == 3
    assert all(text.startswith("not shown, for nothing here speaks") for text in others)


def test_where_docking_tells_nothing_no_pair_has_an_affinity_beside_its_picture():
    tables = make_docking_tables(area=USELESS)

    page = render(discrimination=tables["discrimination"])

    assert "kcal/mol of this pose" not in page
    assert page.count("<dt>Affinity</dt><dd>not shown") == 4


def test_it_is_said_how_many_were_compared_and_the_names_are_folded_below(page):
    assert "each pair was compared with 12 decoy partners of its fixed and 12 of its mobile" in page
    assert "Decoy partners that each pair was compared with" in find_section(page)
    assert "decoy partners of its fixed" not in render(
        pair_calibration=make_docking_tables()["pair_calibration"].with_columns(
            n_decoys_fixed=pl.lit(None, dtype=pl.Int64)
        )
    )


def test_glycan_sites_in_contact_are_remarked_at_the_pose(page):
    touching = make_docking_tables()["interface_residues"]
    site = pl.when(pl.col("side") == "fixed").then(pl.lit("glycan")).otherwise(pl.lit("sequon"))
    marked = touching.with_columns(
        glycan_site=pl.when(mobile="TGFB3", n_contacts=8).then(site).otherwise(None)
    )

    shown = render(interface_residues=marked)

    assert shown.count("Glycan sites among these residues") == 1
    assert "of TGFBR2, a glycan in the file, " in shown
    assert "of TGFB3, may carry one (N-X-S/T)" in shown
    assert "Glycan sites" not in page


def test_each_partner_says_where_it_comes_from(page):
    assert (
        "<dt>Where TGFBR2 comes from</dt><dd>from an invented entry: a bound conformation</dd>"
        in page
    )


def test_a_study_that_only_docks_says_what_was_not_frozen():
    plan = {"state": "not pre-specified", "reason": "the plan was not frozen", "locked_at": ""}
    results = make_docking_results()
    manifest = {**results.manifest, "plan": plan, "has_participants": False}
    alone = render_report(STUDY, Results(results.tables, manifest), ReportSettings())
    with_screen = Results(results.tables, {**manifest, "screen": {}})

    assert "This is about docking alone" in alone
    assert "the plan was not frozen" not in alone
    assert "the plan was not frozen" in render_report(STUDY, with_screen, ReportSettings())


def test_identifiers_are_unique(page):
    ids = re.findall(r'\bid="([^"]+)"', page)

    assert len(ids) == len(set(ids))


def test_every_part_names_the_record_it_comes_from(page):
    section = find_section(page)

    assert section.count(f'href="#provenance-{DOCK_RECORD}"') == 8
    assert f'id="provenance-{DOCK_RECORD}"' in page


def test_limits_stand_beside_the_results_and_nothing_says_that_partners_bind(page):
    section = find_section(page)

    assert "An invented limit" in section
    assert "convinces more than it should" in section
    assert not re.search(r"\bbinds\b", section)


def test_hostile_texts_of_every_table_are_escaped():
    tables = {
        name: frame.with_columns(pl.col(pl.String).str.replace(r"^(an )?invented.*", BAD))
        for name, frame in make_docking_tables().items()
        if name != "pose_files"
    }
    tables["pair_calibration"] = tables["pair_calibration"].with_columns(sentence=pl.lit(BAD))
    shown = render(**tables, dock={"conclusion": BAD, "notes": [BAD], "limits": [BAD]})

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_hostile_names_of_partners_are_escaped():
    name = "<b onclick=x>"
    tables = make_docking_tables(((name, "TGFB3", "calibrated", 0.1, 0.1),))
    tables["pose_files"] = tables["pose_files"].with_columns(
        content=pl.lit(write_pose("A", "B")), file=pl.lit("results/dock/poses/b.pdb")
    )

    section = find_section(render(**tables))

    assert name not in section
    assert "&lt;b onclick=x&gt;" in section


@pytest.mark.parametrize("left_out", sorted(set(make_docking_tables()) - {"pair_calibration"}))
def test_each_table_but_the_calibrated_one_may_be_missing(left_out):
    section = make_docking_section(make_docking_material(**{left_out: None}))

    assert section.blocks[0].template == "verdict"


def test_tables_without_a_row_are_as_good_as_none():
    empty = {name: frame.clear() for name, frame in make_docking_tables().items()}
    section = make_docking_section(make_docking_material(**empty))

    assert [b.template for b in section.blocks][:4] == ["verdict", "conclusion", "points", "notice"]


def test_the_section_can_be_left_out_and_is_then_named():
    page = render_report(STUDY, make_docking_results(), ReportSettings(hide=("docking",)))

    assert 'id="docking"' not in page
    assert "Left out by the settings of the study: Docking" in page
    assert "createViewer" not in page


def test_more_pairs_than_can_be_drawn_say_so():
    pairs = tuple((f"R{i}", f"L{i}", "calibrated", 0.5, 0.5) for i in range(14))
    section = make_docking_section(make_docking_material(**make_docking_tables(pairs)))
    sheets = next(b.content for b in section.blocks if b.template == "pair_sheets")

    assert len(sheets["all"]) == 12
    assert "Of 14 asked pairs the poses of 12" in sheets["left"]


def test_a_study_of_docking_alone_says_what_it_asks_and_misses_no_screen():
    results = make_docking_results()
    results.manifest["has_participants"] = False
    page = render_report(STUDY, results, ReportSettings())

    assert "whether structures of proteins fit together better" in page
    assert "Without results in this run" not in page


def test_a_sheet_says_that_its_score_is_of_the_pose_shown(page):
    section = find_section(page)

    assert "Score of the best pose" not in section
    assert "Raw score of this pose" in section
    assert "whose score is the one that is calibrated" in section
