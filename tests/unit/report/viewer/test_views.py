import polars as pl
from tests.support.docking_material import make_docking_material, write_pose

from tubulus.report.viewer.views import POSES_SHOWN, list_views


def make_files(pairs):
    return pl.DataFrame(
        [
            {"fixed": f, "mobile": m, "file": f"{f}.pdb", "sha256": "", "content": write_pose(f, m)}
            for f, m in pairs
        ]
    )


def test_pairs_keep_their_order_and_those_without_a_file_are_passed_over():
    material = make_docking_material()

    views = list_views(material, [("MET", "HGF"), ("AXL", "GAS6"), ("TGFBR2", "TGFB3")])

    assert list(views) == [("MET", "HGF"), ("TGFBR2", "TGFB3")]


def test_no_more_than_the_first_twelve_are_in_the_page():
    pairs = [(f"R{i}", f"L{i}") for i in range(POSES_SHOWN + 3)]

    views = list_views(make_docking_material(pose_files=make_files(pairs)), pairs)

    assert list(views) == pairs[:POSES_SHOWN]


def test_words_say_which_residues_touch_for_those_who_see_no_view():
    view = list_views(make_docking_material(), [("TGFBR2", "TGFB3")])["TGFBR2", "TGFB3"]

    assert "8 residues of TGFBR2" in view.alternative
    # those with most contacts first
    assert "(A:SER12, A:ARG11" in view.alternative
    assert "8 residues of TGFB3" in view.alternative


def test_a_file_that_names_no_partners_makes_no_view():
    files = make_files([("TGFBR2", "TGFB3")]).with_columns(content=pl.lit("END\n"))

    assert not list_views(make_docking_material(pose_files=files), [("TGFBR2", "TGFB3")])


def test_two_pictures_share_no_identifier():
    views = list_views(make_docking_material(), [("TGFBR2", "TGFB3"), ("MET", "HGF")])

    assert 'id="pose-1-fixed' in views["TGFBR2", "TGFB3"].picture
    assert 'id="pose-1-' not in views["MET", "HGF"].picture
