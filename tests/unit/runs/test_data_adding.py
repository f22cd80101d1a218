import tomllib
from datetime import UTC, datetime

import pytest
from tests.support.evidence_files import write_evidence_files

from tubulus.core.errors import InputError, StudyError
from tubulus.runs.data_adding import add_data
from tubulus.runs.data_index import read_index, verify_data
from tubulus.screen.inputs import list_screen_files
from tubulus.screen.reference import load_builtin_cargo
from tubulus.screen.settings import ScreenSettings

STRING = "protein1 protein2 combined_score\n9606.A 9606.B 900\n"


@pytest.fixture
def study(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "study.toml").write_text("")
    return tmp_path / "study"


@pytest.fixture
def string(tmp_path):
    path = tmp_path / "links.txt"
    path.write_text(STRING)
    return path


def test_a_file_is_copied_with_hash_date_and_source(study, string):
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)

    added = add_data("string", string, study=study, source="v12.0", clock=lambda: noon)

    (entry,) = read_index(study / "insilico" / "data")
    assert (added.folder / "links.txt").read_text() == STRING
    assert (entry.kind, entry.source, entry.added) == ("string", "v12.0", "2026-03-01T12:00:00Z")
    assert [file.state for file in verify_data(study)] == ["unchanged"]


def test_a_file_of_another_format_is_refused_and_nothing_is_written(study, string):
    with pytest.raises(InputError):
        add_data("biogrid", string, study=study)

    assert not (study / "insilico").exists()


def test_another_content_replaces_a_file_only_when_asked(study, string):
    add_data("string", string, study=study)
    add_data("string", string, study=study)
    string.write_text(STRING + "9606.A 9606.C 800\n")

    with pytest.raises(StudyError, match="another content"):
        add_data("string", string, study=study)
    add_data("string", string, study=study, replace_existing=True)

    assert [file.state for file in verify_data(study)] == ["unchanged"]


def test_the_settings_that_use_a_file_are_told(study, tmp_path):
    (tmp_path / "mine.csv").write_text("uniprot\nP01137\n")

    added = add_data("cargo", tmp_path / "mine.csv", study=study)

    assert added.settings == ('cargo_file = "insilico/data/mine.csv"',)


def test_a_folder_of_lists_becomes_a_panel_with_its_detection(study, tmp_path):
    (tmp_path / "lists").mkdir()
    genes = load_builtin_cargo(("ms_other_msc",))["symbol"].sort().to_list()
    for name, count in (("a", 250), ("b", 240), ("short", 20)):
        text = "symbol\n" + "\n".join(genes[:count]) + "\n"
        (tmp_path / "lists" / f"{name}.csv").write_text(text)

    added = add_data("comparator", tmp_path / "lists", study=study)

    assert [entry.file for entry in added.files] == ["comparator.csv", "detection.csv"]
    assert f"symbol,n_lists\n{genes[0]},2\n" in (added.folder / "detection.csv").read_text()
    assert any("short has 20 genes" in note for note in added.notes)
    assert added.settings == (
        'comparator_file = "insilico/data/comparator.csv"',
        'detection_file = "insilico/data/detection.csv"',
    )


def test_the_table_of_a_panel_is_taken_as_it_is(study, tmp_path):
    (tmp_path / "panel.csv").write_text("list_id,symbol\na,KIT\nb,CD63\n")

    added = add_data("comparator", tmp_path / "panel.csv", study=study)

    assert [entry.file for entry in added.files] == ["panel.csv"]


def test_a_name_of_the_index_is_refused(study, tmp_path):
    (tmp_path / "index.json").write_text(STRING)

    with pytest.raises(StudyError, match="name of the index"):
        add_data("string", tmp_path / "index.json", study=study)


def test_a_missing_file_is_told(study, tmp_path):
    with pytest.raises(StudyError, match="there is no file"):
        add_data("string", tmp_path / "none.txt", study=study)


@pytest.mark.parametrize(
    ("kind", "name", "text", "lines"),
    [
        ("string", "links.txt", STRING, ('physical_files = ["insilico/data/links.txt"]',)),
        (
            "pairs", "own.csv", "ligand,receptor\nKITLG,KIT\n",
            ('pairs_file = "insilico/data/own.csv"', 'pair_sources = ["builtin", "table"]'),
        ),
        (
            "liana", "omni.csv", ",source,target,source_genesymbol,target_genesymbol,resource\n",
            ('liana_file = "insilico/data/omni.csv"', 'pair_sources = ["builtin", "liana"]'),
        ),
    ],
)  # fmt: skip
def test_the_lines_of_the_evidence_are_told_with_their_section(
    study, tmp_path, kind, name, text, lines
):
    (tmp_path / name).write_text(text)

    added = add_data(kind, tmp_path / name, study=study)

    assert (added.section, added.settings) == ("screen.evidence", lines)
    settings = tomllib.loads("\n".join(added.settings))
    assert ScreenSettings(evidence=settings).list_names()


def test_the_tables_of_a_folder_are_copied_into_a_folder_of_its_name(study, tmp_path):
    folder = tmp_path / "cellphonedb-v5.0.0"
    write_evidence_files(tmp_path)
    (tmp_path / "insilico" / "cellphonedb").rename(folder)
    (folder / "readme.txt").write_text("x")

    added = add_data("cellphonedb", folder, study=study)

    names = [f"cellphonedb-v5.0.0/{stem}_input.csv" for stem in ("complex", "interaction")]
    assert [entry.file for entry in added.files] == names
    assert added.settings == (
        'cellphonedb_folder = "insilico/data/cellphonedb-v5.0.0"',
        'pair_sources = ["builtin", "cellphonedb"]',
    )
    assert {file.state for file in verify_data(study)} == {"unchanged"}
    keys = ScreenSettings(evidence=tomllib.loads("\n".join(added.settings)))
    assert len(list_screen_files(keys, study)) == 2


def test_a_table_of_a_folder_is_replaced_only_when_asked(study, tmp_path):
    write_evidence_files(tmp_path)
    folder = tmp_path / "insilico" / "cellphonedb"
    add_data("cellphonedb", folder, study=study)
    target = study / "insilico" / "data" / "cellphonedb" / "interaction_input.csv"
    before = target.read_bytes()
    for path in folder.iterdir():
        path.write_text(path.read_text() + "\n")

    with pytest.raises(StudyError, match="another content"):
        add_data("cellphonedb", folder, study=study)

    assert target.read_bytes() == before
    add_data("cellphonedb", folder, study=study, replace_existing=True)
    assert target.read_bytes() == before + b"\n"


def test_a_folder_without_the_tables_is_refused_and_nothing_is_written(study, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(InputError, match="interaction_input"):
        add_data("cellphonedb", tmp_path / "empty", study=study)

    assert not (study / "insilico").exists()


def test_a_file_is_added_under_another_kind_only_when_asked(study, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("source,target,sign\nKITLG,KIT,1\n")
    add_data("signalling", path, study=study)
    other = tmp_path / "other" / "own.csv"
    other.parent.mkdir()
    other.write_text("a,b\nKITLG,KIT\n")

    with pytest.raises(StudyError, match="was added as signalling"):
        add_data("physical", other, study=study)
    added = add_data("physical", other, study=study, replace_existing=True)

    assert [file.kind for file in verify_data(study)] == ["physical"]
    assert added.settings == ('physical_files = ["insilico/data/own.csv"]',)
