"""Predictions of other programs are read by pair, and calibrated only against decoy pairs."""

from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from tests.support.predictions import (
    N_RESIDUES,
    make_complex,
    write_boltz,
    write_colabfold,
)

from tubulus.core.errors import InputError
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.predictions import calibrate_predictions, read_campaign_predictions

FIXED, MOBILE = ["TGFBR2", "MET", "AXL"], ["TGFB3", "HGF", "GAS6"]
ASKED = [("TGFBR2", "TGFB3"), ("MET", "HGF")]
SETTINGS = DockSettings.model_validate({"calibration": {"least_decoys": 2}})


def tabulate(names):
    return pl.DataFrame(
        {
            "name": names,
            "n_residues": [45 + i for i in range(len(names))],
            "exposed_area": [3000.0 + 100.0 * i for i in range(len(names))],
            "family": pl.Series([None] * len(names), dtype=pl.String),
            "reason": pl.Series([None] * len(names), dtype=pl.String),
        }
    )


RESULT = SimpleNamespace(fixed_partners=tabulate(FIXED), mobile_partners=tabulate(MOBILE))


def read(folder):
    return read_campaign_predictions(folder, FIXED, MOBILE, ASKED)


def test_jobs_are_named_after_their_pairs_and_missing_ones_are_told(tmp_path):
    write_colabfold(tmp_path, job="TGFBR2_TGFB3")

    found = read(tmp_path)

    assert set(found.scores["fixed"]) == {"TGFBR2"}
    assert found.notes == ("No prediction of another program for MET with HGF.",)


def test_a_job_of_no_pair_is_told_and_the_others_are_read(tmp_path):
    write_colabfold(tmp_path, job="TGFBR2_TGFB3")
    write_colabfold(tmp_path, job="something_else")

    found = read(tmp_path)

    assert len(found.predictions) == 1
    assert "no pair is named for this job" in found.notes[0]


def test_a_folder_without_predictions_is_refused(tmp_path):
    with pytest.raises(InputError):
        read(tmp_path)


def test_without_decoy_predictions_nothing_is_calibrated(tmp_path):
    write_colabfold(tmp_path, job="TGFBR2_TGFB3")

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert table is None
    assert notes[0].startswith("No decoy predictions by colabfold")


def test_predictions_of_decoy_pairs_calibrate_the_asked_ones(tmp_path):
    for i, fixed in enumerate(FIXED):
        for j, mobile in enumerate(MOBILE):
            apart = 5.0 + 0.3 * i + 0.2 * j
            write_colabfold(
                tmp_path, job=f"{fixed}_{mobile}", structure=make_complex(apart=apart, lowest=75.0)
            )

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert notes == ()
    assert table["engine"].to_list() == ["colabfold"] * 2
    assert table["score_name"].unique().to_list() == ["ipsae"]
    assert table["state"].to_list() == ["calibrated"] * 2
    assert table["sentence"].str.contains("more favourable than").all()


@pytest.mark.parametrize(
    ("families", "pair"), [({}, ("TGFBR2", "GAS6")), ({"AXL": "TGFBR2"}, ("AXL", "GAS6"))]
)
def test_predictions_of_partners_out_of_one_complex_and_their_kin_are_no_decoys(
    tmp_path, families, pair
):
    for fixed in FIXED:
        for mobile in MOBILE:
            write_colabfold(tmp_path, job=f"{fixed}_{mobile}", structure=make_complex(lowest=75.0))
    family = pl.Series("family", [families.get(name, name) for name in FIXED])
    result = SimpleNamespace(
        fixed_partners=tabulate(FIXED).with_columns(family), mobile_partners=tabulate(MOBILE)
    )
    found = read(tmp_path)

    whole, _ = calibrate_predictions(found, result, ASKED[:1], SETTINGS)
    left, _ = calibrate_predictions(found, result, ASKED[:1], SETTINGS, excluded=[pair])

    assert whole["n_decoys_fixed"].to_list() == [2]
    assert left["n_decoys_fixed"].to_list() == [1]


def test_a_score_at_its_worst_is_more_favourable_than_nobody(tmp_path):
    unsure = np.full((N_RESIDUES, N_RESIDUES), 31.0).tolist()
    sure = make_complex(lowest=75.0)
    for fixed in FIXED:
        for mobile in MOBILE:
            of_asked = fixed == "TGFBR2" or mobile == "TGFB3"
            more = {"pae": unsure} if of_asked else {}
            write_colabfold(tmp_path, job=f"{fixed}_{mobile}", structure=sure, **more)
    found = read(tmp_path)

    table, _ = calibrate_predictions(found, RESULT, ASKED, SETTINGS)

    row = table.row(0, named=True)
    assert (row["score"], row["p"], row["percent_fixed"]) == (0.0, 1.0, 0.0)


def test_engines_are_never_mixed(tmp_path):
    write_colabfold(tmp_path / "a", job="TGFBR2_TGFB3")
    write_boltz(tmp_path / "b", job="MET_GAS6")

    _, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert len(notes) == 1
    assert "colabfold" in notes[0]


def write_all(folder, *, alone=()):
    """Write a job a pair; those of ``alone`` have one chain, and no score of an interface."""
    for i, fixed in enumerate(FIXED):
        for j, mobile in enumerate(MOBILE):
            whole = make_complex(apart=5.0 + 0.3 * i + 0.2 * j, lowest=75.0)
            job = f"{fixed}_{mobile}"
            if (fixed, mobile) in alone:
                made = whole.select(whole.chain == "A")
                n = len(made.residue_starts)
                pae = np.ones((n, n)).tolist()
                write_colabfold(folder, job=job, structure=made, pae=pae, iptm=None)
            else:
                write_colabfold(folder, job=job, structure=whole)


@pytest.mark.parametrize("alone", [("AXL", "GAS6"), ("MET", "HGF")], ids=["decoy", "asked"])
def test_a_model_of_one_chain_is_told_and_the_others_are_calibrated(tmp_path, alone):
    write_all(tmp_path, alone=[alone])

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    (note,) = notes
    assert note.startswith("Models by colabfold that hold one protein chain only are left out")
    assert note.endswith(f": {alone[0]} with {alone[1]}.")
    left = [pair for pair in ASKED if pair != alone]
    assert sorted(table.select("fixed", "mobile").iter_rows()) == sorted(left)
    assert table["score_name"].unique().to_list() == ["ipsae"]


def test_models_of_one_chain_alone_calibrate_nothing_and_are_told(tmp_path):
    write_all(tmp_path, alone=[(fixed, mobile) for fixed in FIXED for mobile in MOBILE])

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert table is None
    assert notes[0].startswith("Models by colabfold that hold one protein chain only")
    assert notes[1].startswith("No decoy predictions by colabfold")


def test_partners_whose_jobs_have_one_name_are_told_and_not_mixed(tmp_path):
    write_colabfold(tmp_path, job="IL-2_R")

    found = read_campaign_predictions(tmp_path, ["IL-2", "IL_2"], ["R"], [("IL_2", "R")])

    assert found.predictions == ()
    assert "stands for IL-2–R and for IL_2–R" in found.notes[0]
