"""A campaign says what it found, and claims nothing that was not shown."""

from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

from tubulus.dock.calibration.measured import MeasuredDiscrimination
from tubulus.dock.campaign.results import PAIR_DOCKING_SCHEMA
from tubulus.dock.partners.partner_table import PartnerTable
from tubulus.dock.preparation.partners import PartnerRequest
from tubulus.dock.structures.reading.origin import StructureOrigin
from tubulus.runs.docking.reading.asked_pairs import AskedPairs
from tubulus.runs.docking.reading.origins import find_pairs_of_one_entry
from tubulus.runs.docking.telling import (
    CampaignMaterial,
    conclude,
    count_pairs,
    has_docked_nothing,
    list_notes,
)

PAIRS = (("TGFBR2", "TGFB3"), ("MET", "HGF"))


def make_measured(auc, width=0.05):
    low, high = (None, None) if auc is None else (auc - width, auc + width)
    return MeasuredDiscrimination("p", "made", auc, low, high, 9, 99, "estimated", None, "said")


BOUND = StructureOrigin("2XYZ", "bound", ("B",))


def make_material(
    *, auc=0.8, width=0.05, q=(0.01, 0.4), asked=None, failed=(), one_file=False, origins=None,
    decoys=0, reason="too large",
):  # fmt: skip
    roles = [(f, "receptor", "f.pdb") for f, _ in PAIRS] + [
        (m, "ligand", "f.pdb" if one_file else "m.pdb") for _, m in PAIRS
    ]
    roles += [(f"D{i}", "ligand", f"d{i}.pdb") for i in range(decoys)]
    known = {("fixed", f): StructureOrigin(f"1AA{i}", "alone") for i, (f, _) in enumerate(PAIRS)}
    known |= {("mobile", m): StructureOrigin(f"1BB{i}", "alone") for i, (_, m) in enumerate(PAIRS)}
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
         "docked", "reason": reason.format(f=f, m=m) if (f, m) in failed else None,
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
        known | (origins or {}),
    )


def test_pairs_below_the_limit_are_named_as_candidates():
    text = conclude(make_material())

    assert (
        "1 scores more favourably at q of at most 0.05: TGFBR2 with TGFB3; this is a candidate "
        "interaction."
    ) in text


def test_where_no_pair_stands_out_nothing_is_called_a_candidate():
    text = conclude(make_material(q=(0.2, 0.4)))

    assert text == (
        "Of 2 asked pairs 2 could be set against decoy partners and none scores more favourably "
        "at q of at most 0.05."
    )


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
    (note,) = list_notes(make_material(one_file=True), 2)

    assert note.startswith(
        "Bound conformations: both come from file f.pdb (TGFBR2 with TGFB3, MET with HGF)."
    )
    assert list_notes(make_material(), 2) == []


def test_pairs_of_one_entry_are_told_to_be_bound_though_each_has_a_file_of_its_own():
    origin = StructureOrigin("1KTZ", "unknown")
    origins = {("fixed", "TGFBR2"): origin, ("mobile", "TGFB3"): origin}

    (note,) = list_notes(make_material(origins=origins), 2)

    assert note.startswith("Bound conformations: both come from entry 1KTZ (TGFBR2 with TGFB3).")
    assert find_pairs_of_one_entry(origins) == (("TGFBR2", "TGFB3"),)


def test_partners_without_an_entry_share_none():
    origins = {("fixed", "MET"): StructureOrigin(), ("mobile", "HGF"): StructureOrigin()}

    (note,) = list_notes(make_material(origins=origins), 2)

    assert "solved bound is not known to the program" in note
    assert note.endswith("MET (f.pdb), HGF (m.pdb).")
    assert find_pairs_of_one_entry(origins) == ()


def test_bound_decoy_partners_against_unbound_asked_ones_are_counted():
    origins = {("mobile", "D0"): BOUND, ("mobile", "D1"): StructureOrigin("1CCC", "alone")}
    origins |= {("mobile", "HGF"): StructureOrigin()}

    *_, note = list_notes(make_material(origins=origins, decoys=2), 2)

    assert note == (
        "1 of 2 decoy partners were cut out of complexes (bound), and 0 of 4 asked partners (of 1 "
        "it is not known): bound decoy partners against unbound asked ones is an unequal "
        "comparison."
    )


def test_decoy_partners_as_bound_as_asked_ones_make_no_note():
    sides = {("fixed", f) for f, _ in PAIRS} | {("mobile", m) for _, m in PAIRS}
    origins = {
        key: StructureOrigin(f"3{i}AA", "bound", ("X",)) for i, key in enumerate(sorted(sides))
    }

    assert (
        list_notes(make_material(origins={**origins, ("mobile", "D0"): BOUND}, decoys=1), 2) == []
    )


def test_failures_and_pairs_without_structure_are_listed_with_their_reasons():
    asked = AskedPairs(PAIRS, "shortlist of the screen", without_structure=(("A+B", "C", "A+B"),))
    material = make_material(asked=asked, failed=[("MET", "HGF")])

    notes = list_notes(material, 1)

    assert notes == [
        "No structure for 1 of 3 pairs of the shortlist: A+B with C (no A+B).",
        "1 pair failed and the rest was docked. 1 pair: too large (MET with HGF).",
    ]
    assert count_pairs(material)["failed"] == 1
    assert count_pairs(material)["without_structure"] == 1


def test_a_campaign_that_docked_nothing_says_so_and_its_reason_once():
    reason = "{f} with {m} needs a box of 90 points; raise worker_megabytes"
    material = make_material(failed=PAIRS, reason=reason)

    assert has_docked_nothing(material.result.pair_docking)
    assert conclude(material) == "No pair was docked: 2 of 2 pairs failed; the notes say why."
    (note,) = list_notes(material, 0)
    assert note == (
        "No pair was docked. 2 pairs: needs a box of 90 points; raise worker_megabytes "
        "(TGFBR2 with TGFB3, MET with HGF, the others alike)."
    )
    assert not has_docked_nothing(make_material(failed=PAIRS[:1]).result.pair_docking)


def test_pairs_that_are_not_shown_are_told():
    (note,) = list_notes(make_material(), 1)

    assert note.startswith("Poses of 1 of 2 asked pairs are assessed")
