import re
from importlib import resources

import pytest

from tubulus.core.code_version import _collect, compute_code_version


def test_a_version_is_sixteen_hexadecimal_digits():
    assert re.fullmatch(r"[0-9a-f]{16}", compute_code_version("stats"))


def test_rooms_have_versions_of_their_own_in_any_order():
    assert compute_code_version("stats") != compute_code_version("screen")
    assert compute_code_version("stats", "screen") == compute_code_version("screen", "stats")


def test_core_is_always_among_the_rooms():
    assert compute_code_version("stats", "core") == compute_code_version("stats")


@pytest.fixture
def room(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "inner" / "b.toml").write_text("y = 1\n")
    return tmp_path


def collect(room):
    parts = []
    _collect(room, "room", parts)
    return parts


def test_code_and_tables_at_any_depth_count(room):
    before = collect(room)
    (room / "inner" / "b.toml").write_text("y = 2\n")

    assert before[0::2] == ["room/a.py", "room/inner/b.toml"]
    assert collect(room) != before


def test_compiled_files_and_notes_do_not_count(room):
    before = collect(room)
    (room / "__pycache__").mkdir()
    (room / "__pycache__" / "a.pyc").write_bytes(b"1")
    (room / "notes.md").write_text("note")

    assert collect(room) == before


def test_a_file_that_moves_counts(room):
    before = collect(room)
    (room / "a.py").rename(room / "c.py")

    assert collect(room) != before


def test_a_single_file_is_a_part_of_its_own(room):
    parts = []
    _collect(room / "inner" / "b.toml", "room/inner/b.toml", parts)

    assert parts[0::2] == ["room/inner/b.toml"]
    assert compute_code_version("dock/structures/structure.py") != compute_code_version()


def test_every_shipped_file_that_can_change_a_result_is_hashed():
    package = resources.files("tubulus")
    parts = []
    _collect(package, "", parts)
    shipped = {
        "/" + path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    # a mark for type checkers, and where tables come from; nothing reads them
    assert shipped - set(parts[0::2]) == {"/py.typed", "/screen/tables/SOURCES.md"}


def test_the_shipped_potentials_and_the_measured_scores_are_hashed():
    parts = []
    _collect(resources.files("tubulus") / "dock", "dock", parts)

    assert {
        "dock/potential/residue_potential.json",
        "dock/potential/contact_potential.json",
        "dock/ranking/ranking_weights.json",
        "dock/calibration/measured.json",
    } <= set(parts[0::2])
