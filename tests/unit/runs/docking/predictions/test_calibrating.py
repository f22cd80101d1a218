"""Predictions of other programs are calibrated only against decoy pairs, by one rule for all."""

import json
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

from tubulus.core.progress import SilentProgress
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.predictions import calibrate_predictions
from tubulus.runs.docking.predictions.calibrating import EXTERNAL_CALIBRATION_SCHEMA
from tubulus.runs.docking.reading.predictions import read_campaign_predictions

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
    sides = (dict.fromkeys(names, ()) for names in (FIXED, MOBILE))
    return read_campaign_predictions(folder, *sides, SilentProgress())


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

    table, _ = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert dict(table.schema) == EXTERNAL_CALIBRATION_SCHEMA
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


def write_all(folder, *, alone=(), unsure=()):
    """Write a job a pair; those of ``alone`` have one chain, and those of ``unsure`` low pLDDT."""
    for i, fixed in enumerate(FIXED):
        for j, mobile in enumerate(MOBILE):
            lowest = 40.0 if (fixed, mobile) in unsure else 75.0
            whole = make_complex(apart=5.0 + 0.3 * i + 0.2 * j, lowest=lowest)
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

    note = notes[0]
    assert note.startswith("Models by colabfold that hold one protein chain only are left out")
    assert note.endswith(f": {alone[0]} with {alone[1]}.")
    left = [pair for pair in ASKED if pair != alone]
    assert sorted(table.select("fixed", "mobile").iter_rows()) == sorted(left)
    assert table["score_name"].unique().to_list() == ["ipsae"]


def test_models_of_one_chain_alone_calibrate_nothing_and_are_told(tmp_path):
    write_all(tmp_path, alone=[(fixed, mobile) for fixed in FIXED for mobile in MOBILE])

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert table is None
    assert len(notes) == 1
    assert notes[0].startswith("Models by colabfold that hold one protein chain only")


@pytest.fixture(scope="module")
def sure(tmp_path_factory):
    """Calibrate predictions that are all of high confidence."""
    folder = tmp_path_factory.mktemp("sure")
    write_all(folder)
    return calibrate_predictions(read(folder), RESULT, ASKED, SETTINGS)[0]


DECOYS = [(f, m) for f in FIXED for m in MOBILE if (f, m) not in ASKED]


def test_decoy_pairs_of_low_confidence_stay_in_the_null_and_are_counted(tmp_path, sure):
    write_all(tmp_path, unsure=DECOYS)

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    kept = ["score", "p", "q", "n_decoys_fixed", "n_decoys_mobile", "n_decoy_pairs", "state"]
    assert table.select(kept).equals(sure.select(kept))
    assert table["state"].to_list() == ["calibrated"] * 2
    (told,) = [note for note in notes if "uncertain" in note]
    assert "interface of 0 of 2 asked and 7 of 7 decoy pairs is uncertain" in told


def test_an_asked_pair_of_low_confidence_is_judged_by_the_same_rule_and_its_doubt_is_told(
    tmp_path, sure
):
    write_all(tmp_path, unsure=ASKED[:1])

    table, _ = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert table["p"].to_list() == sure["p"].to_list()
    by_pair = {(row["fixed"], row["mobile"]): row for row in table.to_dicts()}
    assert "pLDDT below 70" in by_pair[ASKED[0]]["doubt"]
    assert "Its interface is uncertain" in by_pair[ASKED[0]]["sentence"]
    assert by_pair[ASKED[1]]["doubt"] is None


def drop_errors(folder, pair):
    """Take the predicted aligned errors out of one job, and so its ipSAE."""
    (path,) = folder.glob(f"{pair[0]}_{pair[1]}_scores_*.json")
    content = json.loads(path.read_text("utf-8"))
    del content["pae"]
    path.write_text(json.dumps(content), "utf-8")


def test_one_decoy_pair_without_a_score_is_left_out_by_name_and_stops_nothing(tmp_path):
    write_all(tmp_path)
    drop_errors(tmp_path, ("AXL", "GAS6"))

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert table["score_name"].unique().to_list() == ["ipsae"]
    assert table["p"].null_count() == 0
    assert any(
        "1 of 9 pairs has no ipSAE by colabfold and is left out: AXL with GAS6" in note
        for note in notes
    )


def test_where_an_asked_pair_lacks_a_score_the_next_that_all_asked_pairs_have_is_taken(tmp_path):
    write_all(tmp_path)
    drop_errors(tmp_path, ASKED[0])

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert table["score_name"].unique().to_list() == ["iptm"]
    assert table["state"].to_list() == ["calibrated"] * 2
    assert any("compared by ipTM of the whole complex of the best model" in note for note in notes)


def test_an_asked_pair_without_any_score_stays_in_the_table_with_its_reason(tmp_path):
    write_all(tmp_path)
    drop_errors(tmp_path, ASKED[0])
    (path,) = tmp_path.glob("TGFBR2_TGFB3_scores_*.json")
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"iptm": None}), "utf-8")

    table, _ = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    row = table.filter(fixed="TGFBR2").row(0, named=True)
    assert (row["state"], row["score"], row["p"]) == ("not scored", None, None)
    assert row["reason"] == "the predicted aligned error is not among the files"


def test_a_score_among_decoy_pairs_at_the_worst_has_the_smallest_p(tmp_path):
    unsure = np.full((N_RESIDUES, N_RESIDUES), 31.0).tolist()
    sure = make_complex(lowest=75.0)
    for fixed in FIXED:
        for mobile in MOBILE:
            more = {} if (fixed, mobile) == ASKED[0] else {"pae": unsure}
            write_colabfold(tmp_path, job=f"{fixed}_{mobile}", structure=sure, **more)

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED[:1], SETTINGS)

    row = table.row(0, named=True)
    assert row["score"] > 0.2
    assert row["p"] == row["smallest_p"]
    assert (row["percent_fixed"], row["percent_mobile"]) == (100.0, 100.0)
    assert "ipSAE, model TGFBR2_TGFB3_rank_001" in row["sentence"]
    assert "of 1 asked pair 1 could be set against decoy pairs" in notes[0]


def test_the_best_of_more_models_is_told(tmp_path):
    write_all(tmp_path)
    for fixed, mobile in ASKED:
        write_colabfold(tmp_path, job=f"{fixed}_{mobile}", rank=2)

    table, notes = calibrate_predictions(read(tmp_path), RESULT, ASKED, SETTINGS)

    assert table["n_models"].to_list() == [2, 2]
    assert any("2 models for asked pairs and 1 for decoy pairs" in note for note in notes)
    assert table["sentence"].str.contains(", the best of 2 by ranking_score").all()
