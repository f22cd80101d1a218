import pytest

from tubulus.core.errors import InputError
from tubulus.dock.external.jobs import find_pair, name_jobs, normalise_job
from tubulus.dock.external.predictions import PredictedPair

PAIRS = [PredictedPair("BMPR1A", "BMP2"), PredictedPair("MET", "HGF")]


def test_a_name_is_compared_by_letters_and_digits_alone():
    assert normalise_job("fold_BMPR1A - bmp2") == normalise_job("BMPR1A_BMP2") == "bmpr1a_bmp2"


def test_a_job_that_is_named_the_other_way_round_is_told_its_name():
    with pytest.raises(InputError, match=r"bmp2_bmpr1a: no pair .*call the job BMPR1A_BMP2"):
        find_pair("bmp2_bmpr1a", name_jobs((), PAIRS, "predicted"))


def test_a_job_of_no_pair_lists_some_names_and_how_many_are_left():
    pairs = [PredictedPair(f"R{i}", "L") for i in range(9)]

    with pytest.raises(InputError, match="named: r0_l, r1_l, r2_l, r3_l, r4_l, r5_l and 3 more"):
        find_pair("another", name_jobs((), pairs, "predicted"))


def test_one_pair_is_that_of_the_only_job():
    assert find_pair("anything", name_jobs(["anything"], PAIRS[0], "predicted")) == PAIRS[0]


def test_one_pair_of_many_jobs_lists_some_and_how_many_are_left():
    jobs = [f"job{i}" for i in range(8)]

    with pytest.raises(InputError, match=r"holds 8 jobs; .*job5 and 2 more"):
        name_jobs(jobs, PAIRS[0], "predicted")
