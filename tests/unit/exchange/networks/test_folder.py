import pytest

from tubulus.exchange.networks import write_networks


def test_all_files_are_written_once_and_alike(tables, tmp_path):
    first = write_networks(tmp_path / "a", tables, name="invented", note="Synthetic.")
    second = write_networks(tmp_path / "b", tables, name="invented", note="Synthetic.")

    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == sorted(p.name for p in first)
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_a_run_of_the_older_screen_is_exported_too(old_tables, tmp_path):
    paths = write_networks(tmp_path, old_tables, name="invented")

    assert all(path.stat().st_size for path in paths)


def test_nothing_is_written_where_there_is_no_screen(tmp_path):
    with pytest.raises(ValueError, match="interactions"):
        write_networks(tmp_path / "out", {}, name="invented")

    assert not (tmp_path / "out").exists()
