from tests.support.evidence_files import EVIDENCE_KEYS, write_evidence_files

from tubulus.screen.inputs import list_screen_files
from tubulus.screen.settings import EVIDENCE_FILES, EVIDENCE_FOLDERS, ScreenSettings


def test_without_names_no_file_is_read(tmp_path):
    assert list_screen_files(ScreenSettings(), tmp_path) == ()


def test_every_named_file_is_listed_at_its_place(tmp_path):
    write_evidence_files(tmp_path)
    settings = ScreenSettings(cargo_file="cargo.csv", evidence=EVIDENCE_KEYS)

    listed = list_screen_files(settings, tmp_path)

    assert (("cargo_file",), "cargo.csv") in listed
    assert (("evidence", "physical_files", 1), "insilico/huri.tsv") in listed
    named = {key[1] for key, _ in listed if key[0] == "evidence"}
    assert named == {*EVIDENCE_FILES, *EVIDENCE_FOLDERS} - {"physical_names_file"}
    assert all((tmp_path / name).is_file() for key, name in listed if key[0] == "evidence")


def test_a_folder_stands_for_its_tables_whatever_their_form(tmp_path):
    folder = tmp_path / "cpdb"
    folder.mkdir()
    for name in ("interaction_input.tsv.gz", "complex_input.csv", "readme.csv"):
        (folder / name).write_text("")
    settings = ScreenSettings(evidence={"cellphonedb_folder": "cpdb"})

    names = [name for _, name in list_screen_files(settings, tmp_path)]

    assert names == ["cpdb/complex_input.csv", "cpdb/interaction_input.tsv.gz"]


def test_a_folder_that_is_not_there_stands_for_itself(tmp_path):
    settings = ScreenSettings(evidence={"cellphonedb_folder": "cpdb"})

    assert list_screen_files(settings, tmp_path) == ((("evidence", "cellphonedb_folder"), "cpdb"),)
