import polars as pl

from tubulus.exchange.networks import make_dossier_frame, write_dossiers
from tubulus.exchange.networks.dossiers import DOSSIER_SCHEMA


def test_a_pair_has_a_row_for_each_piece_of_evidence_on_its_cell_types(tables):
    frame = make_dossier_frame(tables)
    first = frame.filter(rank=1)

    assert first["ligand"].unique().to_list() == ["LIGA"]
    assert first["receptor"].unique().to_list() == ["RECA"]
    assert set(first["cell_type"].drop_nulls()) == {"Sertoli cells"}
    assert first["layer"].n_unique() == 9
    assert frame["rank"].to_list() == sorted(frame["rank"])


def test_scores_of_a_pair_stand_in_each_of_its_rows(tables):
    shortlist = tables["shortlist"].row(0, named=True)

    first = make_dossier_frame(tables).filter(rank=1)

    assert first["log_odds"].unique().to_list() == [shortlist["log_odds"]]


def test_without_evidence_a_pair_has_one_row_without_a_layer(tables):
    del tables["evidence"]

    frame = make_dossier_frame(tables)

    assert frame.height == tables["shortlist"].height
    assert frame["layer"].null_count() == frame.height


def test_without_a_shortlist_the_file_has_its_heading_alone(old_tables, tmp_path):
    write_dossiers(tmp_path / "dossiers.csv", old_tables)

    assert (tmp_path / "dossiers.csv").read_text("utf-8") == ",".join(DOSSIER_SCHEMA) + "\n"


def test_a_shortlist_without_cell_types_takes_the_evidence_of_all(tables):
    whole = make_dossier_frame({**tables, "shortlist": tables["shortlist"].drop("cell_types")})

    assert whole.filter(rank=1, layer="receptor_protein")["cell_type"].n_unique() == 4


def test_types_and_columns_are_those_of_the_schema(tables):
    assert dict(make_dossier_frame(tables).schema) == DOSSIER_SCHEMA
    assert isinstance(make_dossier_frame({}), pl.DataFrame)
