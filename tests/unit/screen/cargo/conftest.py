"""Small files in the formats of cargo."""

import pytest


@pytest.fixture
def write(tmp_path):
    def write_file(content, name="cargo.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write_file


@pytest.fixture
def write_rows(write):
    def write_table(rows, name="cargo.txt", separator="\t", end="\n"):
        return write(end.join(separator.join(map(str, row)) for row in rows) + end, name)

    return write_table
