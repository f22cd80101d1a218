from itertools import pairwise

import numpy as np
import pytest

from tubulus.core.errors import InputError
from tubulus.dock.preparation.regions import CURATED_REGIONS, Region, find_kept, read_regions


def read(folder, text):
    path = folder / "regions.csv"
    path.write_text(text)
    return read_regions(path)


def test_regions_are_read_with_their_source(tmp_path):
    text = "accession,kind,start,end,source\nP37173,ectodomain,23,166,my notes\n"

    assert read(tmp_path, text) == (Region("P37173", "ectodomain", 23, 166, "my notes"),)


def test_all_bad_rows_are_told_at_once(tmp_path):
    text = (
        "accession,kind,start,end\n,mature,1,2\nP1060O,whole,²,0\n\nP10600,mature,9,3\n"
        "P10600,mature,1,2\n"
    )

    with pytest.raises(InputError) as caught:
        read(tmp_path, text)

    assert [(p.row, p.field) for p in caught.value.problems] == [
        (2, "accession"),
        (3, "accession"),
        (3, "end"),
        (3, "kind"),
        (3, "start"),
        (5, "end"),
    ]


def test_small_letters_and_other_separators_are_read_as_in_the_table_of_partners(tmp_path):
    text = "Accession;kind;start;end\np37173;Ectodomain;23;166\n"

    assert read(tmp_path, text) == (Region("P37173", "ectodomain", 23, 166),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("accession,kind,start\nP10600,mature,1\n", "the column is missing"),
        ('accession,kind,start,end\n"P10600,mature,1,2\n', "quotation mark"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        read(tmp_path, text)


def test_an_absent_table_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_regions(tmp_path / "none.csv")


POSITIONS = np.array([0, 1, 20, 21, 100, 101, 150, 170])


@pytest.mark.parametrize(
    ("regions", "kept"),
    [
        ([], [0, 1, 20, 21, 100, 101, 150, 170]),
        ([Region("P", "signal", 1, 20)], [21, 100, 101, 150, 170]),
        ([Region("P", "mature", 21, 150)], [21, 100, 101, 150]),
        ([Region("P", "mature", 21, 21), Region("P", "mature", 150, 170)], [21, 150, 170]),
        ([Region("P", "mature", 21, 170), Region("P", "ectodomain", 1, 100)], [21, 100]),
        ([Region("P", "transmembrane", 101, 150)], [1, 20, 21, 100, 170]),
    ],
)
def test_kept_residues_follow_the_regions_and_both_ends_count(regions, kept):
    assert POSITIONS[find_kept(POSITIONS, regions)].tolist() == kept


def test_curated_regions_tile_the_precursor_of_tgf_beta_1():
    own = sorted((r.start, r.end) for r in CURATED_REGIONS if r.accession == "P01137")

    assert own == [(1, 29), (30, 278), (279, 390)]
    assert all(region.source for region in CURATED_REGIONS)


def test_curated_parts_of_an_entry_follow_each_other_without_gaps():
    for accession in {region.accession for region in CURATED_REGIONS}:
        parts = sorted(
            (region.start, region.end)
            for region in CURATED_REGIONS
            if region.accession == accession
        )

        assert all(start == end + 1 for (_, end), (start, _) in pairwise(parts))
