"""Packed structure files: their members are one file with one limit."""

import gzip
import tracemalloc

import pytest

from tubulus.core.errors import InputError
from tubulus.dock.structures.reading.files import read_structure_text

LIMIT = 1_000_000
HEAD = b"HEADER\n"


def write(folder, *members, rest=b""):
    path = folder / "x.pdb.gz"
    path.write_bytes(b"".join(gzip.compress(member) for member in members) + rest)
    return path


def test_members_one_after_another_are_one_file(tmp_path):
    path = write(tmp_path, HEAD, b"", b"ATOM\n", b"END\n", rest=bytes(512))

    assert read_structure_text(path).text == "HEADER\nATOM\nEND\n"


@pytest.mark.parametrize(
    "sizes", [(LIMIT + 1,), (LIMIT // 2, LIMIT // 2 + 1), (8, 30 * LIMIT), (8, 8, 30 * LIMIT)]
)
def test_the_limit_holds_for_all_members_together(tmp_path, sizes):
    path = write(tmp_path, *(b" " * size for size in sizes))
    tracemalloc.start()

    with pytest.raises(InputError, match="larger than 1 MB unpacked"):
        read_structure_text(path, most_bytes=LIMIT)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * LIMIT


def test_members_that_reach_the_limit_exactly_are_read(tmp_path):
    path = write(tmp_path, HEAD, b" " * (LIMIT - len(HEAD)))

    assert len(read_structure_text(path, most_bytes=LIMIT).text) == LIMIT


@pytest.mark.parametrize("size", [LIMIT, LIMIT + 1])
def test_a_file_that_is_not_packed_has_the_same_limit(tmp_path, size):
    path = tmp_path / "x.pdb"
    path.write_bytes(HEAD.ljust(size))
    if size <= LIMIT:
        assert len(read_structure_text(path, most_bytes=LIMIT).text) == LIMIT
        return

    with pytest.raises(InputError, match="larger than 1 MB;"):
        read_structure_text(path, most_bytes=LIMIT)


def test_a_second_member_that_is_cut_is_told(tmp_path):
    path = write(tmp_path, HEAD, rest=gzip.compress(b"ATOM\n" * 99)[:-9])

    with pytest.raises(InputError, match="ends too early"):
        read_structure_text(path)


@pytest.mark.parametrize("rest", [b"garbage", b"\x1f\x8b\x07garbage"])
def test_what_follows_a_member_and_is_none_is_told(tmp_path, rest):
    with pytest.raises(InputError, match="damaged"):
        read_structure_text(write(tmp_path, HEAD, rest=rest))


def test_a_member_of_another_check_sum_is_told(tmp_path):
    content = bytearray(gzip.compress(HEAD))
    content[-6] ^= 1

    with pytest.raises(InputError, match="damaged"):
        read_structure_text(write(tmp_path, HEAD, rest=bytes(content)))
