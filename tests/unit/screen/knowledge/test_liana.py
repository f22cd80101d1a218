"""Tests of the reader of LIANA's tables."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tubulus.core.errors import InputError
from tubulus.screen.knowledge.liana import (
    DEFAULT_LIANA_RESOURCES,
    LIANA_RESOURCES,
    find_liana_table,
    read_liana_pairs,
)

SHARED = (
    Path(__file__).parents[5] / "shared/data/lr/lr_tables/liana_1.10.0_omni_resource_human.tsv.gz"
)


@pytest.fixture
def installed(tmp_path, monkeypatch, liana_table):
    """Install a package of the name whose import would fail."""
    package = tmp_path / "site" / "liana"
    (package / "resource").mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    liana_table.rename(package / "resource" / "omni_resource.csv")
    info = tmp_path / "site" / "liana-9.8.7.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: liana\nVersion: 9.8.7\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return package / "resource" / "omni_resource.csv"


def test_an_installed_liana_is_read_without_importing_it(installed):
    source = read_liana_pairs()

    assert source.version == "9.8.7"
    assert find_liana_table() == (installed, "9.8.7")
    assert "liana" not in sys.modules


def test_a_file_inside_a_package_tells_its_version(installed):
    assert read_liana_pairs(installed).label == "LIANA 9.8.7"


def test_without_liana_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"liana is not installed; .*pip install liana"):
        read_liana_pairs()


def test_cellinker_and_the_consensus_are_read_only_when_asked_for(liana_table):
    usual = read_liana_pairs(liana_table)
    asked = read_liana_pairs(liana_table, resources=["Cellinker"])

    assert not {"cellinker", "consensus"} & set(usual.rows["resource"])
    assert asked.pairs.rows() == [("GAS6", "AXL")]
    assert set(LIANA_RESOURCES) - set(DEFAULT_LIANA_RESOURCES) == {"cellinker", "consensus"}


def test_rows_of_mice_are_never_read(liana_table):
    assert "mouseconsensus" not in set(read_liana_pairs(liana_table).rows["resource"])
    with pytest.raises(InputError, match="unknown: mouseconsensus"):
        read_liana_pairs(liana_table, resources=["mouseconsensus"])


def test_the_accession_helps_where_the_symbol_names_nothing(liana_table):
    source = read_liana_pairs(liana_table)

    assert ("KITLG", "KIT") in source.pairs.rows()
    assert source.left_out["given"].to_list() == ["NOSUCHGENE"]


def test_a_complex_is_read_by_its_subunits(liana_table):
    assert read_liana_pairs(liana_table).complexes == ("TGFBR1+TGFBR2",)


def test_a_table_that_holds_none_of_the_resources_is_refused(write_csv):
    names = ["source", "target", "source_genesymbol", "target_genesymbol", "resource"]
    path = write_csv("omni.csv", [names, ["P15018", "P42702", "LIF", "LIFR", "mine"]])
    with pytest.raises(InputError, match="holds no row of"):
        read_liana_pairs(path)


def test_a_half_written_file_is_refused_with_the_line(liana_table):
    text = liana_table.read_text(encoding="utf-8")
    liana_table.write_text(text + '"99","P15018","P42702","LIF"', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 13, target_genesymbol: is empty"):
        read_liana_pairs(liana_table)


def test_another_table_is_refused_with_every_column_that_it_lacks(write_csv):
    with pytest.raises(InputError) as caught:
        read_liana_pairs(write_csv("pairs.csv", [["ligand", "receptor"], ["LIF", "LIFR"]]))

    assert len(caught.value.problems) == 5


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"omni\.csv: cannot be read"):
        read_liana_pairs(tmp_path / "omni.csv")


@pytest.mark.skipif(not SHARED.is_file(), reason="the table of LIANA is not part of the project")
def test_the_table_of_liana_is_read_nearly_whole():
    source = read_liana_pairs(SHARED, resources=LIANA_RESOURCES)

    assert source.version == "1.10.0"
    assert source.rows.height > 31_000
    assert source.left_out["rows"].sum() < 60
