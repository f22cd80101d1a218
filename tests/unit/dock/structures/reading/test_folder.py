import pytest

from tubulus.core.errors import InputError
from tubulus.dock.structures.reading.folder import list_structures


def touch(folder, *names):
    for name in names:
        (folder / name).touch()


def test_structures_are_listed_by_name_and_others_are_passed_over(tmp_path):
    touch(tmp_path, "b.PDB", "1KTZ.pdb.gz", "AF-P01137-F1.model.cif", "notes.txt", ".hidden.pdb")
    (tmp_path / "folder.pdb").mkdir()

    found = list_structures(tmp_path)

    assert {name: path.name for name, path in found.items()} == {
        "1KTZ": "1KTZ.pdb.gz",
        "AF-P01137-F1.model": "AF-P01137-F1.model.cif",
        "b": "b.PDB",
    }


def test_two_files_of_one_name_are_told(tmp_path):
    touch(tmp_path, "x.pdb", "x.cif.gz")

    with pytest.raises(InputError, match=r"x\.cif\.gz and x\.pdb are called x both"):
        list_structures(tmp_path)


def test_an_empty_folder_and_an_absent_one_are_told(tmp_path):
    with pytest.raises(InputError, match="holds no structure"):
        list_structures(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        list_structures(tmp_path / "none")
