import json

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tubulus.core.results import MANIFEST_NAME, ResultError, Results, read_results, write_results


@pytest.fixture
def results():
    tables = {
        "estimates": pl.DataFrame({"value": [0.225, None], "label": ["Ansprechrate", "µ"]}),
        "flow": pl.DataFrame({"n": [80]}),
    }
    return Results(tables, {"study": {"id": "noa"}, "seed": 7})


def test_what_is_written_is_read_back(tmp_path, results):
    write_results(tmp_path, results)

    again = read_results(tmp_path)

    assert set(again.tables) == {"estimates", "flow"}
    assert_frame_equal(again.tables["estimates"], results.tables["estimates"])
    assert again.manifest["study"] == {"id": "noa"}


def test_the_same_results_are_the_same_bytes(tmp_path, results):
    write_results(tmp_path / "a", results)
    write_results(tmp_path / "b", results)

    for name in (MANIFEST_NAME, "estimates.parquet", "flow.parquet"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_table_changed_by_one_byte_is_noticed(tmp_path, results):
    write_results(tmp_path, results)
    path = tmp_path / "estimates.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(ResultError, match=r"estimates\.parquet was changed"):
        read_results(tmp_path)


def test_a_table_replaced_by_a_valid_other_is_noticed(tmp_path, results):
    write_results(tmp_path, results)
    pl.DataFrame({"n": [81]}).write_parquet(tmp_path / "flow.parquet")

    with pytest.raises(ResultError, match=r"flow\.parquet was changed"):
        read_results(tmp_path)


def test_a_changed_table_can_be_read_on_purpose(tmp_path, results):
    write_results(tmp_path, results)
    pl.DataFrame({"n": [81]}).write_parquet(tmp_path / "flow.parquet")

    assert read_results(tmp_path, verify=False).tables["flow"]["n"].to_list() == [81]


def test_a_missing_table_is_named(tmp_path, results):
    write_results(tmp_path, results)
    (tmp_path / "flow.parquet").unlink()

    with pytest.raises(ResultError, match=r"flow\.parquet is missing"):
        read_results(tmp_path)


def test_a_folder_without_a_manifest_is_not_a_result(tmp_path):
    with pytest.raises(ResultError, match="holds no results"):
        read_results(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[1]", b'{"tables": 3}'])
def test_a_broken_manifest_is_said_to_be_one(tmp_path, content):
    (tmp_path / MANIFEST_NAME).write_bytes(content)

    with pytest.raises(ResultError, match="is not a manifest"):
        read_results(tmp_path)


def test_a_manifest_cannot_name_a_table_outside_its_folder(tmp_path, results):
    folder = tmp_path / "results"
    write_results(folder, results)
    (folder / "flow.parquet").rename(tmp_path / "flow.parquet")
    manifest = json.loads((folder / MANIFEST_NAME).read_text())
    manifest["tables"] = {"../flow": manifest["tables"]["flow"]}
    (folder / MANIFEST_NAME).write_text(json.dumps(manifest))

    with pytest.raises(ResultError, match="is not a manifest"):
        read_results(folder)


def test_results_of_a_run_that_broke_off_halfway_are_not_read(tmp_path, results):
    write_results(tmp_path, results)
    broken = Results({"flow": pl.DataFrame({"n": [81]}), "zeta": None}, results.manifest)

    with pytest.raises(AttributeError):
        write_results(tmp_path, broken)

    with pytest.raises(ResultError, match=r"flow\.parquet was changed"):
        read_results(tmp_path)


def test_a_table_is_named_by_an_identifier(tmp_path):
    with pytest.raises(ValueError, match="cannot name a table"):
        write_results(tmp_path, Results({"../flow": pl.DataFrame({"n": [81]})}))


def test_a_table_that_a_later_run_does_not_make_is_removed(tmp_path, results):
    write_results(tmp_path, results)

    write_results(tmp_path, Results({"flow": results.tables["flow"]}, results.manifest))

    assert not (tmp_path / "estimates.parquet").exists()
    assert set(read_results(tmp_path).tables) == {"flow"}


def test_a_table_that_was_not_made_is_none(results):
    assert results.get_table("poses") is None


def test_a_manifest_that_was_edited_is_refused(tmp_path):
    write_results(tmp_path, Results({}, {"conclusion": "nothing surprising"}))
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text("utf-8").replace("nothing", "very"), encoding="utf-8")

    with pytest.raises(ResultError, match="was changed"):
        read_results(tmp_path)
