"""Decoy partners near in size: how many, how far, ties, and those scored with each other."""

import numpy as np
import pytest
from tests.unit.dock.calibration.tables import make_table

from tubulus.dock.calibration.matching import choose_block, derive_decoy_mask, match_partners
from tubulus.dock.calibration.score_table import Partners
from tubulus.dock.calibration.settings import CalibrationSettings


def lay_out(residues, areas, structures=()):
    blank = ("",) * len(residues)
    names = tuple(f"P{i}" for i in range(len(residues)))
    return Partners(names, np.array(residues), np.array(areas), blank, blank, structures)


PARTNERS = lay_out([100, 110, 200, 400, 95], [5e3, 5e3, 9e3, 2e4, 5e3])


def choose(settings, allowed=None):
    allowed = np.ones(5, dtype=bool) if allowed is None else np.array(allowed)
    return match_partners(PARTNERS, 0, allowed, CalibrationSettings(**settings)).tolist()


def test_the_nearest_in_size_and_area_are_taken_and_never_the_partner_itself():
    assert choose({"n_nearest": 2}) == [1, 4]
    assert choose({"n_nearest": 3}) == [1, 2, 4]
    assert choose({"n_nearest": 50}) == [1, 2, 3, 4]


def test_what_is_not_allowed_is_passed_over():
    assert choose({"n_nearest": 1}, [True, True, True, True, False]) == [1]
    assert choose({"n_nearest": 1}, [True, False, False, False, False]) == []


def test_partners_at_the_same_distance_are_all_taken():
    sizes = lay_out([100, 200, 50, 200], [1e4, 1e4, 1e4, 1e4])
    allowed = np.ones(4, dtype=bool)

    chosen = match_partners(sizes, 0, allowed, CalibrationSettings(n_nearest=1))

    assert chosen.tolist() == [1, 2, 3]


def test_one_structure_under_several_names_is_taken_once_and_never_beside_itself():
    partners = lay_out([100] * 5, [1e4] * 5, ("a", "b", "a", "b", "c"))
    allowed = np.ones(5, dtype=bool)

    assert match_partners(partners, 0, allowed, CalibrationSettings()).tolist() == [1, 4]
    allowed[1] = False
    assert match_partners(partners, 0, allowed, CalibrationSettings()).tolist() == [3, 4]


def test_a_largest_factor_bounds_size_and_area():
    assert choose({"largest_fold": 2.0}) == [1, 2, 4]
    assert choose({"largest_fold": 1.0}) == []


def test_partners_that_few_others_were_scored_with_leave_the_block():
    scores = np.random.default_rng(0).normal(size=(8, 8))
    scores[3, 1:] = np.nan
    table = make_table(scores)

    block = choose_block(
        table, derive_decoy_mask(table), (0, 0), CalibrationSettings(least_decoys=3)
    )

    assert block.is_crossed
    assert block.rows.tolist() == [1, 2, 4, 5, 6, 7]
    assert block.columns.tolist() == [1, 2, 3, 4, 5, 6, 7]


def test_two_names_of_one_protein_are_no_decoy_pair():
    families = {"family": ["a", None, "c"]}
    table = make_table(np.ones((3, 3)), asked=(), fixed=families, mobile=families)

    mask = derive_decoy_mask(table)

    assert np.argwhere(~mask).tolist() == [[0, 0], [2, 2]]


@pytest.mark.parametrize("field", ["n_nearest", "least_decoys"])
def test_settings_without_a_decoy_are_refused(field):
    with pytest.raises(ValueError, match=field):
        CalibrationSettings(**{field: 0})
