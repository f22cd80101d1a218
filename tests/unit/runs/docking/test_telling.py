"""A campaign says what it found, and claims nothing that was not shown."""

from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from tubulus.dock.calibration.measured import MeasuredDiscrimination
from tubulus.dock.campaign.results import PAIR_DOCKING_SCHEMA
from tubulus.dock.partners.partner_table import PartnerTable
from tubulus.dock.preparation.partners import PartnerRequest
from tubulus.runs.docking.reading.asked_pairs import AskedPairs
from tubulus.runs.docking.telling import CampaignMaterial, conclude, count_pairs, list_notes

PAIRS = (("TGFBR2", "TGFB3"), ("MET", "HGF"))


def make_measured(auc, width=0.05):
    low, high = (None, None) if auc is None else (auc - width, auc + width)
    return MeasuredDiscrimination("p", "made", auc, low, high, 9, 99, "estimated", None, "said")


def make_material(*, auc=0.8, width=0.05, q=(0.01, 0.4), asked=None, failed=(), one_file=False):
    roles = [(f, "receptor", "f.pdb") for f, _ in PAIRS] + [
        (m, "ligand", "f.pdb" if one_file else "m.pdb") for _, m in PAIRS
    ]
    requests = tuple(PartnerRequest(Path(file), name, role) for name, role, file in roles)
    calibration = pl.DataFrame(
        {
            "fixed": [f for f, _ in PAIRS][: len(q)],
            "mobile": [m for _, m in PAIRS][: len(q)],
            "q": pl.Series(list(q), dtype=pl.Float64),
            "state": ["calibrated"] * len(q),
        }
    )
    docking = [
        {"fixed": f, "mobile": m, "role": "asked", "state": "failed" if (f, m) in failed else
         "docked", "reason": "too large" if (f, m) in failed else None,
         "n_poses": None if (f, m) in failed else 5}
        for f, m in PAIRS
    ]  # fmt: skip
    result = SimpleNamespace(pair_docking=pl.DataFrame(docking, schema=PAIR_DOCKING_SCHEMA))
    return CampaignMaterial(
        PartnerTable("partners.csv", requests, {}),
        asked or AskedPairs(PAIRS, "pairs.csv"),
        result,
        calibration,
        (make_measured(auc, width),),
    )


def test_pairs_below_the_limit_are_named_as_candidates():
    text = conclude(make_material())

    assert "1 score more favourably at q of at most 0.05: TGFBR2 with TGFB3" in text
    assert "candidate interactions" in text


@pytest.mark.parametrize("auc", [None, 0.59])
def test_a_score_that_was_not_shown_to_work_gives_no_evidence(auc):
    text = conclude(make_material(auc=auc))

    assert text.startswith("Docking gave no usable evidence on 2 asked pairs")
    assert "TGFB3" not in text


def test_a_score_that_may_be_chance_is_read_with_doubt():
    assert "chance is not excluded" in conclude(make_material(auc=0.66, width=0.2))
    assert "chance" not in conclude(make_material(auc=0.66, width=0.1))


def test_an_empty_campaign_says_why():
    assert "no asked pair has a structure" in conclude(make_material(q=()))


def test_pairs_of_one_file_are_told_to_be_bound():
    assert any(
        note.startswith("Bound conformations") and "TGFBR2 with TGFB3 (f.pdb)" in note
        for note in list_notes(make_material(one_file=True), 2)
    )
    assert list_notes(make_material(), 2) == []


def test_failures_and_pairs_without_structure_are_listed_with_their_reasons():
    asked = AskedPairs(PAIRS, "shortlist of the screen", without_structure=(("A+B", "C", "A+B"),))
    material = make_material(asked=asked, failed=[("MET", "HGF")])

    notes = list_notes(material, 1)

    assert notes == [
        "No structure for 1 of 3 pairs of the shortlist: A+B with C (no A+B).",
        "1 pairs failed and the rest was docked: MET with HGF (too large).",
    ]
    assert count_pairs(material)["failed"] == 1
    assert count_pairs(material)["without_structure"] == 1


def test_pairs_that_are_not_shown_are_told():
    (note,) = list_notes(make_material(), 1)

    assert note.startswith("Poses of 1 of 2 asked pairs are assessed")
