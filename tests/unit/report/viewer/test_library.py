import hashlib
from importlib.resources import files

from tubulus.report.viewer.library import LIBRARY_FILE, LIBRARY_SHA256, LICENCE_FILES, load_library

FOLDER = files("tubulus.report.viewer")


def test_the_library_is_the_published_file():
    published = FOLDER.joinpath(LIBRARY_FILE).read_bytes()

    assert hashlib.sha256(published).hexdigest() == LIBRARY_SHA256


def test_the_script_element_holds_the_library_and_nothing_can_end_it():
    script = load_library()

    assert "</script" not in script.lower()
    assert "\r" not in script
    assert "createViewer" in script
    assert len(script.encode()) < 600_000


def test_its_licence_comes_with_it_and_stands_in_the_notice(repository):
    notice = (repository / "NOTICE").read_text("utf-8")

    for name, holder in zip(LICENCE_FILES, ("University of Pittsburgh", "Photopea"), strict=True):
        licence = FOLDER.joinpath(name).read_text("utf-8")
        assert holder in licence
        assert licence.strip() in load_library()
        assert name in notice
    assert "3Dmol.js 2.5.5" in notice
    assert LIBRARY_SHA256 in notice
