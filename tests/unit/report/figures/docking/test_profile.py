import re

import pytest

from tubulus.report.figures.docking.profile import draw_profiles, find_top

NAMES = {"fixed": "TGFBR2", "mobile": "TGFB3"}


def make_rows(*residues, side="fixed"):
    return [{"side": side, "residue": label, "share": share} for label, share in residues]


def draw(rows, touching=()):
    return draw_profiles(rows, touching, NAMES)


def test_each_chain_has_a_strip_from_its_first_to_its_last_touched_residue():
    strips = draw(make_rows(("B:ALA7", 0.1), ("A:LEU30", 0.4), ("A:GLY4", 0.2)))

    assert [(s.chain, s.first, s.last) for s in strips] == [("A", 4, 30), ("B", 7, 7)]


def test_the_most_shared_residues_are_named_first():
    strip = draw(make_rows(("A:GLY4", 0.2), ("A:LEU30", 0.41)))[0]

    assert strip.most.replace("\N{NO-BREAK SPACE}", " ") == "LEU30 41 %, GLY4 20 %"


def test_residues_of_the_best_pose_are_dark():
    rows = make_rows(("A:GLY4", 0.2), ("A:LEU30", 0.41))
    strip = draw(rows, [{"side": "fixed", "residue": "A:LEU30"}])[0]

    dark = re.search(r'<path d="([^"]*)"[^>]*stroke-opacity="1"', strip.drawing).group(1)
    assert dark.count("M") == 1
    assert dark.startswith("M992 ")


@pytest.mark.parametrize("label", ["A:GLY-3", "A:ASN42B", "x1:DA5", ":SER9"])
def test_odd_labels_are_read(label):
    assert len(draw(make_rows((label, 0.5)))) == 1


@pytest.mark.parametrize(
    ("label", "number"), [("A:SF4201", 201), ("A:ZN314", 314), ("A:ASN42B", 42), ("A:GLY-3", -3)]
)
def test_a_name_that_ends_in_a_digit_is_told_from_the_number(label, number):
    assert draw(make_rows((label, 0.5)))[0].first == number


def test_a_label_that_is_none_is_passed_over():
    assert draw(make_rows(("no label", 0.5))) == ()


@pytest.mark.parametrize(
    ("most", "top"), [(0.41, 0.5), (0.3, 0.3), (0.02, 0.1), (1.0, 1.0), (0.0, 0.1)]
)
def test_a_full_bar_is_a_whole_tenth_that_no_residue_passes(most, top):
    assert find_top(make_rows(("A:GLY4", most))) == top
