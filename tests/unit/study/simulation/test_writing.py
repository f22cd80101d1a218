"""Simulated tables are written under a label, and never over collected data."""

import pytest

from tubulus.core.errors import InputError
from tubulus.core.seeds import make_generator
from tubulus.study.definition.reading import read_study
from tubulus.study.records.reading import read_records
from tubulus.study.simulation import simulate_study, write_simulated_data


@pytest.fixture
def tables(study, settings):
    return simulate_study(study, settings, make_generator(1, "test"))


def test_the_label_says_synthetic_and_names_seed_condition_and_settings(study, settings, tables):
    label = write_simulated_data(study, settings, tables, 17)[0].read_text("utf-8")

    assert label.startswith("SYNTHETIC DATA")
    assert "seed: 17" in label
    assert settings.condition.label in label
    assert "settings: sha256 " in label


def test_every_table_starts_with_its_header(study, settings, tables):
    written = write_simulated_data(study, settings, tables, 1)

    assert len(written) == 1 + len(tables)
    for path in written[1:]:
        assert path.read_text("utf-8").startswith("participant,")


def test_what_is_written_is_read_without_a_value_that_cannot_be_understood(study, settings, tables):
    write_simulated_data(study, settings, tables, 1)
    records = read_records(study)

    assert records.height > 10_000
    assert records.filter(records["problem"] != "").height == 0


def test_simulating_again_replaces_simulated_tables(study, settings, tables):
    write_simulated_data(study, settings, tables, 1)
    other = simulate_study(study, settings, make_generator(2, "test"))

    write_simulated_data(study, settings, other, 2)

    assert "seed: 2" in (study.folder / "data" / "SYNTHETIC.txt").read_text("utf-8")


def test_collected_data_are_never_replaced(study, settings, tables):
    folder = study.folder / "data"
    folder.mkdir()
    (folder / "semen.csv").write_text("participant\nP1\n", "utf-8")

    with pytest.raises(InputError, match="may be collected data"):
        write_simulated_data(study, settings, tables, 1)

    assert [path.name for path in folder.iterdir()] == ["semen.csv"]


def test_a_study_that_is_not_declared_synthetic_is_not_filled(study, settings, tables):
    path = study.folder / "study.toml"
    path.write_text(path.read_text("utf-8").replace("synthetic = true", "synthetic = false"))

    with pytest.raises(InputError, match="says it is synthetic"):
        write_simulated_data(read_study(study.folder), settings, tables, 1)


def test_an_interrupted_run_leaves_a_label_that_says_so(study, settings, tables):
    broken = {"semen": tables["semen"], "hormones": None}

    with pytest.raises(AttributeError):
        write_simulated_data(study, settings, broken, 1)

    label = study.folder / "data" / "SYNTHETIC.txt"
    assert "INCOMPLETE" in label.read_text("utf-8")
    write_simulated_data(study, settings, tables, 1)
    assert "INCOMPLETE" not in label.read_text("utf-8")
