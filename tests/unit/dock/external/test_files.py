import gzip
import json
import pickle

import numpy as np
import pytest

from tubulus.core.errors import InputError
from tubulus.dock.external.files import (
    find_file,
    get_fraction,
    get_matrix,
    read_array,
    read_json,
)


def test_a_file_that_is_cut_off_is_refused(tmp_path):
    path = tmp_path / "scores.json"
    path.write_text(json.dumps({"pae": [[1.0] * 9] * 9})[:60], encoding="utf-8")

    with pytest.raises(InputError, match=r"scores\.json, line 1: the file is cut off"):
        read_json(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 and more", "is a zip archive"),
        (b"[1, 2]", "no JSON object"),
        (b"\xff\xfe\x00", "cut off or no JSON"),
        (b"[" * 100_000, "cut off or no JSON"),
    ],
)
def test_what_is_no_json_object_is_refused(tmp_path, content, message):
    path = tmp_path / "scores.json"
    path.write_bytes(content)

    with pytest.raises(InputError, match=message):
        read_json(path)


def test_a_file_that_is_absent_is_named(tmp_path):
    with pytest.raises(InputError, match=r"scores\.json: there is no such file"):
        read_json(tmp_path / "scores.json")


def test_one_object_in_a_list_is_that_object(tmp_path):
    path = tmp_path / "scores.json"
    path.write_text('[{"pae": [[0]]}]', encoding="utf-8")

    assert read_json(path) == {"pae": [[0]]}


def test_a_file_packed_with_gzip_is_found_and_read(tmp_path):
    path = tmp_path / "scores.json"
    packed = tmp_path / "scores.json.gz"
    packed.write_bytes(gzip.compress(b'{"pae": [[0]]}'))

    assert find_file(path) == packed
    assert read_json(find_file(path)) == {"pae": [[0]]}
    path.write_text("{}", encoding="utf-8")
    assert find_file(path) == path


def test_a_packed_file_that_is_cut_off_is_refused(tmp_path):
    path = tmp_path / "scores.json.gz"
    path.write_bytes(gzip.compress(b'{"pae": [[0]]}')[:15])

    with pytest.raises(InputError, match="packed file is cut off"):
        read_json(path)


def test_a_file_packed_with_zstd_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "scores.json"
    (tmp_path / "scores.json.zst").write_bytes(b"packed")

    with pytest.raises(InputError, match=r"packed with zstd; unpack it: zstd -d scores\.json\.zst"):
        read_json(find_file(path))


@pytest.mark.parametrize(
    ("pae", "message"),
    [
        ([[1.0, 2.0]], "measures 1 x 2, the model 2 x 2"),
        ([[1.0, 2.0], [3.0]], "differ in length"),
        ([[1.0, "x"], [3.0, 4.0]], "hold no numbers"),
        ([[1.0, float("nan")], [3.0, 4.0]], "1 of 4 values are no finite number"),
        ([[1.0, None], [3.0, 4.0]], "1 of 4 values"),
        ({"a": 1}, "hold no numbers"),
    ],
)
def test_a_matrix_of_wrong_shape_or_content_is_refused(pae, message):
    with pytest.raises(InputError, match=message):
        get_matrix({"pae": pae}, "pae", (2, 2), "scores.json")


def test_a_matrix_that_is_absent_is_named():
    with pytest.raises(InputError, match="pae: the value is absent; expected an array of 2 x 2"):
        get_matrix({}, "pae", (2, 2), "scores.json")


@pytest.mark.parametrize("value", [1.5, -0.1, "0.5", True, float("nan")])
def test_what_is_no_fraction_is_refused(value):
    with pytest.raises(InputError, match="no number from 0 to 1"):
        get_fraction({"iptm": value}, "iptm", "scores.json")


def test_a_fraction_that_is_absent_is_unknown():
    assert get_fraction({"iptm": None}, "iptm", "scores.json") is None
    assert get_fraction({}, "iptm", "scores.json") is None


def test_an_array_is_read_as_it_was_written(tmp_path):
    np.savez(tmp_path / "pae.npz", pae=np.eye(3, dtype=np.float32))

    assert np.array_equal(read_array(tmp_path / "pae.npz", "pae"), np.eye(3))


def test_an_array_file_that_is_cut_off_is_refused(tmp_path):
    path = tmp_path / "pae.npz"
    np.savez(path, pae=np.ones((50, 50)))
    path.write_bytes(path.read_bytes()[:500])

    with pytest.raises(InputError, match="cut off"):
        read_array(path, "pae")


def test_an_array_under_another_name_is_refused(tmp_path):
    np.savez(tmp_path / "pae.npz", pde=np.ones(3))

    with pytest.raises(InputError, match="no array pae; the arrays are: pde"):
        read_array(tmp_path / "pae.npz", "pae")


class Trap:
    def __reduce__(self):
        return (pytest.fail, ("a pickle was run",))


def test_objects_in_an_array_file_are_not_run(tmp_path):
    np.savez(tmp_path / "pae.npz", pae=np.array([Trap()], dtype=object))

    with pytest.raises(InputError, match="cut off or no array file"):
        read_array(tmp_path / "pae.npz", "pae")


def test_a_pickle_named_as_an_array_file_is_not_run(tmp_path):
    (tmp_path / "pae.npz").write_bytes(pickle.dumps(Trap()))

    with pytest.raises(InputError, match="cut off or no array file"):
        read_array(tmp_path / "pae.npz", "pae")
