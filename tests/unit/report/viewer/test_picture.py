import re

from tests.support.docking_material import write_pose

from tubulus.report.viewer.atoms import read_pose_atoms
from tubulus.report.viewer.orientation import turn_to_view
from tubulus.report.viewer.picture import draw_picture

POSE = write_pose("TGFBR2", "TGFB3")


def draw(text=POSE, touching=()):
    atoms = read_pose_atoms(text, touching)
    return draw_picture(atoms, turn_to_view(atoms), "pose-1")


def count_pieces(picture):
    return sum(path.count("q") for path in re.findall(r' d="([^"]*)"', picture))


def test_every_residue_of_both_partners_is_a_piece_of_a_tube():
    picture = draw()

    assert count_pieces(picture) == 48
    assert {"pose-1-fixed", "pose-1-mobile"} == {
        name.rpartition("-")[0] for name in re.findall(r'<path id="([^"]+)"', picture)
    }


def test_residues_that_touch_are_round_or_square_by_partner():
    picture = draw(touching=[("fixed", "A:ALA1"), ("fixed", "A:LEU2"), ("mobile", "A:LYS3")])

    assert picture.count("<circle") == 2
    assert picture.count("<rect") == 1


def test_every_use_leads_to_a_path_of_this_picture():
    picture = draw()
    ids = re.findall(r'<path id="([^"]+)"', picture)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', picture)) == set(ids)


def test_a_tube_does_not_bridge_a_gap_of_the_chain():
    lines = [
        line
        for line in POSE.splitlines()
        if not (line.startswith("ATOM") and line[21] == "A" and 8 <= int(line[22:26]) <= 16)
    ]
    picture = draw("\n".join(lines))
    steps = re.findall(r"q\S+ \S+ (-?\d+) (-?\d+)", picture)

    assert count_pieces(picture) == 39
    # a piece is at most the step from one residue to the next
    assert max(abs(int(x)) + abs(int(y)) for x, y in steps) < 1_000


def test_what_is_far_away_is_paler_than_what_is_near():
    strokes = re.findall(r'href="#pose-1-fixed-(\d)" stroke="(#[0-9a-f]{6})"', draw())
    shades = [int(colour[1:3], 16) for _, colour in sorted(strokes)]

    assert shades == sorted(shades, reverse=True)
    assert shades[0] > shades[-1]


def test_a_picture_of_five_hundred_residues_stays_below_thirty_kilobytes():
    assert len(draw(write_pose("TGFBR2", "TGFB3", 250))) < 30_000
