"""Records are found by what they hold, and nothing that is damaged or foreign counts."""

import os
import time
from hashlib import sha256

import polars as pl
import pytest

from tubulus.dock.campaign.outcomes import make_failure
from tubulus.runs.docking.records import DockRecords


def make_outcomes(*keys, reason="made"):
    return [make_failure(key, reason) for key in keys]


@pytest.fixture
def records(tmp_path):
    return DockRecords(tmp_path / "records")


def test_what_was_kept_is_found_by_the_keys_of_its_pairs(records):
    records.keep(make_outcomes("a", "b"))
    records.keep(make_outcomes("c"))

    assert set(records.read(["a", "c", "z"])) == {"a", "c"}


def test_where_nothing_was_kept_nothing_is_found(records):
    assert records.read(["a"]) == {}
    assert records.prune(["a"]) == 0


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "renamed"])
def test_a_damaged_file_does_not_count(records, damage):
    records.keep(make_outcomes("a"))
    (path,) = records.folder.glob("*.parquet")
    content = path.read_bytes()
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    path.write_bytes({"cut": content[:-9], "flipped": flipped, "empty": b""}.get(damage, content))
    if damage == "renamed":
        path.rename(path.with_stem("0" * 40))

    assert records.read(["a"]) == {}


def test_a_whole_file_of_another_version_does_not_count(records):
    records.keep(make_outcomes("a"))
    (path,) = records.folder.glob("*.parquet")
    pl.DataFrame({"key": ["b"]}).write_parquet(path)
    other = DockRecords(records.folder)
    path.rename(path.with_stem(sha256(path.read_bytes()).hexdigest()[:40]))

    assert other.read(["a", "b"]) == {}


def make_older(path, hours):
    long_ago = time.time() - hours * 3_600
    os.utime(path, (long_ago, long_ago))


def test_half_written_files_are_passed_over_and_pruned_once_nobody_writes_them(records):
    records.keep(make_outcomes("a"))
    part = records.folder / ".name.parquet.x.part"
    part.write_bytes(b"half")

    assert set(records.read(["a"])) == {"a"}
    assert records.prune(["a"]) == 0
    make_older(part, 1.1)
    assert records.prune(["a"]) == 1
    assert set(records.read(["a"])) == {"a"}


@pytest.fixture
def beside(records):
    """Return the records of a campaign that runs in the same study and has kept a chunk."""
    other = DockRecords(records.folder)
    other.read(["b", "c"])
    other.keep(make_outcomes("b"))
    return other


def find_use(records):
    (path,) = records.folder.glob(".in-use-*")
    return path


def test_what_a_campaign_uses_that_runs_beside_is_spared(records, beside):
    records.keep(make_outcomes("a"))
    # of a pair that the other one found in the records when it began
    records.keep(make_outcomes("c"))
    records.keep(make_outcomes("of nobody"))

    assert records.prune(["a"]) == 1
    assert set(beside.read(["a", "b", "c", "of nobody"])) == {"a", "b", "c"}


def test_what_a_campaign_has_only_read_so_far_is_spared(records):
    records.keep(make_outcomes("a"))
    records.keep(make_outcomes("b"))
    other = DockRecords(records.folder)
    other.read(["b"])

    assert records.prune(["a"]) == 0


def test_what_a_campaign_used_that_has_ended_is_pruned(records):
    def run_and_end():
        DockRecords(records.folder).keep(make_outcomes("b"))

    run_and_end()

    assert not list(records.folder.glob(".*"))
    assert records.prune(["a"]) == 1


def test_the_use_that_a_killed_campaign_left_blocks_nothing_after_a_day(records, beside):
    make_older(find_use(beside), 23)
    assert records.prune(["a"]) == 0

    make_older(find_use(beside), 25)
    assert records.prune(["a"]) == 2
    assert not list(records.folder.iterdir())


def test_every_kept_chunk_says_that_a_campaign_still_runs(records, beside):
    make_older(find_use(beside), 25)
    beside.keep(make_outcomes("c"))

    assert records.prune(["a"]) == 0
    assert set(records.read(["b", "c"])) == {"b", "c"}


def test_a_use_that_was_taken_for_ended_is_told_anew(records, beside):
    find_use(beside).unlink()
    beside.keep(make_outcomes("c"))

    assert records.prune(["a"]) == 0


def test_a_use_that_cannot_be_read_stops_no_pruning(records, beside):
    find_use(beside).write_text("cut", "utf-8")

    assert records.prune(["a"]) == 1


def test_records_of_other_pairs_stay_until_they_are_pruned(records):
    records.keep(make_outcomes("a"))
    records.keep(make_outcomes("other"))

    assert set(records.read(["a", "other"])) == {"a", "other"}
    assert records.prune(["a"]) == 1
    assert set(records.read(["a", "other"])) == {"a"}


def test_forgotten_pairs_are_gone_and_others_stay(records):
    records.keep(make_outcomes("a"))
    records.keep(make_outcomes("b"))
    records.forget(["a"])

    assert set(records.read(["a", "b"])) == {"b"}


def test_pairs_beside_a_forgotten_one_are_kept(records):
    records.keep(make_outcomes("a", "of other settings"))
    records.keep(make_outcomes("a"))

    records.forget(["a"])

    assert set(records.read(["a", "of other settings"])) == {"of other settings"}


def test_of_two_records_of_a_pair_one_that_did_not_fail_counts(records, docked):
    (chunk, *_) = sorted((docked / "results" / ".dock-records").glob("*.parquet"))
    done = DockRecords(chunk.parent)
    key = pl.read_parquet(chunk)["key"][0]
    good = done.read([key])[key]
    records.keep([good])
    records.keep(make_outcomes(key))

    assert records.read([key])[key].state == "docked"
