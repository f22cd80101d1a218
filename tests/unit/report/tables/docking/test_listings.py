import polars as pl
import pytest
from tests.support.docking_material import make_docking_material, make_docking_tables

from tubulus.report.tables.docking.compared import make_compared_table
from tubulus.report.tables.docking.discrimination import make_discrimination_table
from tubulus.report.tables.docking.external import make_external_table
from tubulus.report.tables.docking.plausibility import make_plausibility_table
from tubulus.report.tables.docking.pose_files import make_pose_file_table, render_file_link
from tubulus.report.tables.docking.preparation import make_preparation_table

LISTINGS = {
    "pose_assessment": make_plausibility_table,
    "pose_files": make_pose_file_table,
    "preparation": make_preparation_table,
    "decoy_partners": make_compared_table,
    "external_scores": make_external_table,
}


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_without_its_table_is_left_out(name):
    assert LISTINGS[name](make_docking_material(**{name: None})) is None


def test_the_decoy_partners_of_a_pair_are_counted_and_named_for_each_of_its_partners():
    table = make_compared_table(make_docking_material())

    assert len(table.rows) == 8
    group, label, (number, names) = table.rows[0]
    assert (group, label, number) == ("TGFBR2 – TGFB3", "with TGFBR2", "12")
    assert names.startswith("decoy 00, decoy 01, ")


def test_one_area_stands_above_and_needs_no_table():
    assert make_discrimination_table(make_docking_material()) is None


def test_an_area_that_was_not_measured_gives_its_reason():
    rows = make_docking_tables()["discrimination"]
    rows = rows.with_columns(pl.col("reason").cast(pl.String))
    unknown = rows.with_columns(
        auc=pl.lit(None, dtype=pl.Float64), label=pl.lit("raw score"), reason=pl.lit("too few")
    )
    table = make_discrimination_table(
        make_docking_material(discrimination=pl.concat([rows, unknown]))
    )

    assert [cells[0] for *_, cells in table.rows] == ["0.71 (0.62 to 0.80)", "too few"]


def test_poses_are_grouped_by_pair_with_affinity_that_ranks_no_decoys():
    table = make_plausibility_table(make_docking_material())

    assert len(table.rows) == 8
    group, label, cells = table.rows[0]
    assert (group, label) == ("TGFBR2 – TGFB3", "Pose 1")
    assert list(cells[:4]) == ["0", "1\N{NARROW NO-BREAK SPACE}432", "not known", "−8.31"]
    assert any("means nothing unless the pose is right" in note for note in table.notes)


def test_what_is_not_known_of_a_pose_is_a_dash_and_not_zero():
    rows = make_docking_tables()["pose_assessment"].with_columns(
        clashes=pl.lit(None, dtype=pl.Int64), affinity_kcal_mol=pl.lit(None, dtype=pl.Float64)
    )
    cells = make_plausibility_table(make_docking_material(pose_assessment=rows)).rows[0][2]

    assert (cells[0], cells[3]) == ("–", "–")


def test_poses_of_more_pairs_than_a_reader_can_compare_are_left_to_the_results():
    pairs = tuple((f"R{i}", f"L{i}", "calibrated", i / 100, 0.5) for i in range(27))

    table = make_plausibility_table(make_docking_material(**make_docking_tables(pairs)))

    assert len({group for group, *_ in table.rows}) == 25
    assert table.notes[-1] == "The poses of 2 more pairs are in the results."


def test_partners_of_asked_pairs_are_listed_before_decoy_partners():
    note = {"kind": "chains", "message": "m", "source_file": None, "file_hash": None}
    rows = [{"partner": name, "side": "fixed", **note} for name in ("A1", "MET", "AXL")]
    rows += [{"partner": "MET", "side": "mobile", **note}]

    table = make_preparation_table(make_docking_material(preparation=pl.DataFrame(rows)))

    assert [group for group, *_ in table.rows] == [
        "AXL, fixed partner", "MET, fixed partner", "A1, fixed partner", "MET, mobile partner",
    ]  # fmt: skip


def test_notes_on_a_structure_stand_under_its_partner_file_and_hash():
    table = make_preparation_table(make_docking_material())

    assert table.rows[2] == (
        "TGFBR2, fixed partner: structures/invented.pdb (abababababab)",
        "missing atoms",
        ("3 side chains lack atoms",),
    )


def test_files_of_poses_have_their_hash_and_a_link_from_the_report():
    table = make_pose_file_table(make_docking_material())
    link, digest = table.rows[0][2]

    assert 'href="../results/dock/poses/TGFBR2--TGFB3.pdb"' in link
    assert "cd" * 32 in digest


def test_odd_characters_in_a_file_name_do_not_break_its_link():
    link = render_file_link('results/dock/poses/a"><b>#1.pdb')

    assert '"><b>' not in link
    assert "%23" in link
