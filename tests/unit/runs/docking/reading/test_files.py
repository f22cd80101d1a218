"""Every file that a campaign reads is listed, and no other."""

from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.files import hash_dock_files


def test_hidden_files_among_predictions_are_not_read_and_not_hashed(tmp_path):
    folder = tmp_path / "predicted" / "job"
    folder.mkdir(parents=True)
    (folder / "summary.json").write_text("{}", "utf-8")
    (folder / ".DS_Store").write_text("made by a file manager", "utf-8")

    hashes = hash_dock_files(DockSettings(predictions_folder="predicted"), tmp_path)

    assert list(hashes) == ["predicted/job/summary.json"]
