import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tubulus.core.files import (
    compute_file_hash,
    compute_text_hash,
    leaves_folder,
    replace_file,
    write_bytes,
    write_text,
)

# a few marks are enough; drawing from all of Unicode first builds a table for seconds
texts = st.text("ab é")


def test_a_file_is_written_with_line_feeds_and_its_missing_folders(tmp_path):
    path = tmp_path / "deep" / "er" / "note.txt"

    write_text(path, "testículo\nsecond\n")

    assert path.read_bytes() == "testículo\nsecond\n".encode()


def test_writing_replaces_what_was_there(tmp_path):
    path = tmp_path / "note.txt"
    write_text(path, "a much longer old text")

    write_text(path, "new")

    assert path.read_text() == "new"


def break_off(path, interruption):
    with replace_file(path) as stream:
        stream.write(b"half of the ne")
        raise interruption


@pytest.mark.parametrize("interruption", [OSError, KeyboardInterrupt, SystemExit])
def test_an_interruption_leaves_the_old_file_and_nothing_beside_it(tmp_path, interruption):
    path = tmp_path / "note.txt"
    write_text(path, "old")

    with pytest.raises(interruption):
        break_off(path, interruption)

    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["note.txt"]


def test_an_interruption_of_a_first_write_leaves_no_file(tmp_path):
    path = tmp_path / "note.txt"

    with pytest.raises(KeyboardInterrupt):
        break_off(path, KeyboardInterrupt)

    assert list(tmp_path.iterdir()) == []


def test_nobody_sees_the_new_content_before_the_block_ends(tmp_path):
    path = tmp_path / "note.txt"
    write_text(path, "old")

    with replace_file(path) as stream:
        stream.write(b"new")
        stream.flush()
        seen_within = path.read_text()

    assert (seen_within, path.read_text()) == ("old", "new")


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_a_written_file_has_the_mode_that_the_umask_gives(tmp_path):
    path = tmp_path / "note.txt"
    before = os.umask(0o027)
    try:
        write_text(path, "shared with the group")
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_the_hash_of_a_file_is_sha256_of_its_bytes(tmp_path):
    path = tmp_path / "abc"
    write_bytes(path, b"abc")

    # FIPS 180-2, appendix B.1
    assert compute_file_hash(path) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@given(texts, st.text("ab é", min_size=1), texts)
def test_the_border_between_the_parts_of_a_text_hash_counts(first, moved, second):
    assert compute_text_hash(first + moved, second) != compute_text_hash(first, moved + second)


@pytest.mark.parametrize("name", ["/etc/x", "../x.csv", "a/../../x", "C:\\x.csv", "..\\x"])
def test_a_name_that_leads_out_of_the_folder_is_seen(name):
    assert leaves_folder(name)


@pytest.mark.parametrize("name", ["x.csv", "insilico/x.csv", "a..b.csv"])
def test_a_name_inside_of_the_folder_is_none(name):
    assert not leaves_folder(name)
