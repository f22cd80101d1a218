"""Every file that a campaign reads is listed, and no other."""

from tests.support.predictions import write_boltz

from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.files import hash_dock_files

SETTINGS = DockSettings(predictions_folder="predicted")


def test_what_lies_among_predictions_and_is_not_read_is_not_hashed(tmp_path):
    folder = tmp_path / "predicted" / "job"
    write_boltz(folder, errors=False)
    for name in (".DS_Store", "notes.txt", "terms_of_use.md", "log.txt"):
        (folder / name).write_text("not read", "utf-8")

    hashes = hash_dock_files(SETTINGS, tmp_path)

    assert list(hashes) == [
        "predicted/job/confidence_made_model_0.json",
        "predicted/job/made_model_0.cif",
        "predicted/job/plddt_made_model_0.npz",
    ]


def test_a_new_file_of_notes_changes_no_hash_and_a_changed_model_does(tmp_path):
    write_boltz(tmp_path / "predicted")
    before = hash_dock_files(SETTINGS, tmp_path)

    (tmp_path / "predicted" / "notes.txt").write_text("mine", "utf-8")
    noted = hash_dock_files(SETTINGS, tmp_path)
    model = tmp_path / "predicted" / "made_model_0.cif"
    model.write_text(model.read_text("ascii") + "#\n", "ascii")

    assert noted == before
    assert hash_dock_files(SETTINGS, tmp_path) != before
