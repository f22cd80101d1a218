import polars as pl
from tests.support.docking_material import make_docking_material

from tubulus.report.tables.docking.external import (
    list_external_sentences,
    make_external_calibrated_table,
    make_external_table,
)


def make_score(score, value, *, rank=1, model="m", fixed="TGFBR2", **more):
    row = {
        "fixed": fixed,
        "mobile": "TGFB3",
        "engine": "boltz",
        "version": "2",
        "model": model,
        "rank": rank,
        "score": score,
        "value": value,
        "unit": "",
        "higher_is_better": True,
        "state": "evaluated" if value is not None else "unknown",
        "reason": "" if value is not None else "not in the files",
        "source": f"run/{model}.json",
    }
    return row | more


def make_pair(fixed, mobile, p, **more):
    row = {
        "fixed": fixed,
        "mobile": mobile,
        "engine": "boltz",
        "score_name": "ipsae",
        "model": "m",
        "rank": 1,
        "n_models": 5,
        "score": 0.42,
        "p": p,
        "smallest_p": 0.01,
        "q": p,
        "n_decoys_fixed": 12,
        "n_decoys_mobile": 11,
        "percent_fixed": 100.0,
        "percent_mobile": 50.0,
        "raw_percent_fixed": 100.0,
        "raw_percent_mobile": 50.0,
        "state": "calibrated",
        "reason": None,
        "doubt": None,
        "sentence": f"An invented sentence on {fixed} with {mobile}.",
    }
    return row | more


def calibrate(*rows):
    return make_docking_material(external_calibration=pl.DataFrame(rows, infer_schema_length=None))


def list_models(*scores):
    frame = pl.DataFrame(scores, infer_schema_length=None)
    return make_external_table(make_docking_material(external_scores=frame))


def test_each_model_is_one_row_with_its_rank_scores_state_and_file():
    table = list_models(
        make_score("ipsae", 0.31),
        make_score("iptm", None),
        make_score("haddock_score", -3.0),
        make_score("ipsae", 0.2, rank=2, model="n", state="not_evaluable", reason="low pLDDT"),
    )

    assert [column.label for column in table.columns] == [
        "Rank", "ipSAE", "ipTM of the complex", "State", "File",
    ]  # fmt: skip
    assert {group for group, *_ in table.rows} == {"TGFBR2 – TGFB3"}
    shown = [(label, *cells) for _, label, cells in table.rows]
    # a line may end behind the marks of a long name
    assert [tuple(str(cell).replace("<wbr>", "") for cell in row) for row in shown] == [
        ("boltz 2, m", "1", "0.310", "–", "evaluated", "run/m.json"),
        ("boltz 2, n", "2", "0.200", "–", "not evaluable: low pLDDT", "run/n.json"),
    ]


def test_models_of_decoy_pairs_are_left_to_the_results_and_counted():
    table = list_models(
        make_score("ipsae", 0.31), *(make_score("ipsae", 0.1, fixed=f"D{i}") for i in range(3))
    )

    assert len(table.rows) == 1
    assert table.notes[-1] == "Models of decoy pairs are in the results alone: 3."


def test_asked_pairs_stand_with_their_model_and_what_they_beat():
    table = make_external_calibrated_table(
        calibrate(
            make_pair("MET", "HGF", 0.5),
            make_pair("TGFBR2", "TGFB3", 0.01, doubt="9 of 12 residues have a pLDDT below 70"),
        )
    )

    (engine, first, cells), (_, second, _) = table.rows
    assert (engine, first, second) == ("boltz", "TGFBR2 – TGFB3", "MET – HGF")
    assert list(cells[:3]) == ["ipSAE", "m, 1 of 5", "0.420"]
    assert "uncertain interface: 9 of 12 residues" in cells[-1]
    assert any("was not measured" in note for note in table.notes)


def test_what_is_said_of_pairs_comes_smallest_p_first_and_is_cut():
    rows = [make_pair(f"R{i:02d}", "L", (20 - i) / 100) for i in range(14)]

    said = list_external_sentences(calibrate(*rows))

    assert said[0] == "An invented sentence on R13 with L."
    assert len(said) == 13
    assert said[-1] == "2 more stand in the table below."


def test_without_predictions_nothing_is_said():
    material = make_docking_material()

    assert list_external_sentences(material) == []
    assert make_external_calibrated_table(material) is None
