import json
from datetime import UTC, datetime

import pytest

from tubulus.analysis.plan.lock import (
    LOCKED_SECTIONS,
    LockError,
    amend_lock,
    compare_with_lock,
    hash_sections,
    make_lock,
    read_lock,
    write_lock,
)
from tubulus.core.files import compute_text_hash

MONDAY = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 9, 8, 30, tzinfo=UTC)
PLAN = {"study": {"id": "s"}, "estimands": [{"id": "a"}], "screen": {}, "run": {"seed": 1}}
CHANGED = {**PLAN, "estimands": [{"id": "b"}]}


def freeze(state="none", data=PLAN):
    return make_lock(data, person="A", data_state=state, now=MONDAY)


def amend(lock, data, state="blinded", reason="why"):
    return amend_lock(lock, data, person="B", reason=reason, data_state=state, now=FRIDAY)


def test_only_sections_that_decide_a_result_are_hashed():
    assert set(hash_sections(PLAN)) == {"study", "estimands", "screen"}
    assert "run" not in LOCKED_SECTIONS


def test_the_order_of_keys_changes_no_hash():
    assert hash_sections({"plan": {"a": 1, "b": 2}}) == hash_sections({"plan": {"b": 2, "a": 1}})


def test_the_order_of_a_list_changes_the_hash():
    assert hash_sections({"plan": [1, 2]}) != hash_sections({"plan": [2, 1]})


def test_without_a_lock_nothing_is_pre_specified():
    status = compare_with_lock(None, PLAN)

    assert (status.state, status.lock) == ("not pre-specified", None)
    assert status.stamp == "not pre-specified: the plan was not frozen"


@pytest.mark.parametrize("state", ["none", "blinded"])
def test_a_plan_frozen_before_the_data_were_seen_is_pre_specified(state):
    status = compare_with_lock(freeze(state), PLAN)

    assert status.stamp == "pre-specified"
    assert "frozen on 2026-01-05 by A" in status.reason


def test_a_plan_frozen_after_the_data_were_seen_is_not():
    assert compare_with_lock(freeze("seen"), PLAN).state == "not pre-specified"


@pytest.mark.parametrize(
    "data",
    [CHANGED, {**PLAN, "strata": []}, {k: v for k, v in PLAN.items() if k != "estimands"}],
)
def test_a_section_changed_added_or_removed_is_named(data):
    status = compare_with_lock(freeze(), data)

    assert status.state == "not pre-specified"
    assert len(status.changed) == 1
    assert status.changed[0] in status.reason


def test_an_open_section_may_change():
    assert compare_with_lock(freeze(), {**PLAN, "run": {"seed": 2}}).state == "pre-specified"


def test_an_amendment_makes_the_plan_amended_with_its_reason():
    status = compare_with_lock(amend(freeze(), CHANGED), CHANGED)

    assert status.stamp == "amended: amended on 2026-01-09 (why)"


def test_going_back_on_an_amendment_is_a_change_too():
    assert compare_with_lock(amend(freeze(), CHANGED), PLAN).changed == ("estimands",)


def test_an_amendment_after_the_data_were_seen_stays_so_after_a_later_one():
    lock = amend(amend(freeze(), CHANGED, "seen", "looked"), PLAN, "blinded", "back")

    status = compare_with_lock(lock, PLAN)

    assert status.state == "not pre-specified"
    assert "looked" in status.reason


def test_an_amendment_does_not_mend_a_lock_that_came_too_late():
    lock = amend(freeze("seen"), CHANGED)

    assert compare_with_lock(lock, CHANGED).reason == "the plan was frozen after the data were seen"


def test_sections_that_do_not_matter_are_left_out_of_the_comparison():
    data = {**PLAN, "screen": {"sets": 99}}
    amended = amend(freeze(), data, "seen")

    assert compare_with_lock(freeze(), data, ("estimands",)).state == "pre-specified"
    assert compare_with_lock(amended, data, ("estimands",)).state == "pre-specified"
    assert compare_with_lock(amended, data).state == "not pre-specified"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_amendment_needs_a_reason(reason):
    with pytest.raises(LockError, match="needs a reason"):
        amend(freeze(), CHANGED, reason=reason)


def test_an_amendment_needs_a_change():
    with pytest.raises(LockError, match="nothing to amend"):
        amend(freeze(), PLAN)


def test_an_amendment_lists_only_what_changed_since_the_last():
    lock = amend(amend(freeze(), CHANGED), {**CHANGED, "strata": [{}]})

    assert [a.sections for a in lock.amendments] == [("estimands",), ("strata",)]


def test_a_lock_comes_back_as_it_was_written(tmp_path):
    lock = amend(amend(freeze(), CHANGED), PLAN)
    write_lock(tmp_path / "plan.lock", lock)

    assert read_lock(tmp_path / "plan.lock") == lock


def test_a_lock_that_was_edited_is_refused(tmp_path):
    path = tmp_path / "plan.lock"
    write_lock(path, freeze())
    path.write_text(path.read_text("utf-8").replace('"none"', '"blinded"'), encoding="utf-8")

    with pytest.raises(LockError, match="was edited"):
        read_lock(path)


def test_a_folder_in_place_of_the_lock_is_not_taken_for_none(tmp_path):
    (tmp_path / "plan.lock").mkdir()

    with pytest.raises(LockError, match="not a file"):
        read_lock(tmp_path / "plan.lock")


def test_the_digest_changes_with_every_amendment():
    lock = freeze()

    assert amend(lock, CHANGED).digest != lock.digest


def test_the_mapping_of_foreign_files_is_locked():
    assert "sources" in LOCKED_SECTIONS


def test_no_file_is_no_lock(tmp_path):
    assert read_lock(tmp_path / "plan.lock") is None


def make_text(**changes):
    content = {
        "locked_at": "2026-01-05T08:30:00+00:00",
        "person": "A",
        "data_state": "none",
        "hashes": {},
        "amendments": [],
    }
    spoilt = {**content, **changes}
    digest = compute_text_hash(json.dumps(spoilt, sort_keys=True))
    return json.dumps({"digest": digest, **spoilt})


def test_the_text_that_the_next_tests_spoil_is_a_lock(tmp_path):
    (tmp_path / "plan.lock").write_text(make_text())

    assert read_lock(tmp_path / "plan.lock").person == "A"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        "[]",
        '"text"',
        "null",
        "{}",
        make_text(further=1),
        make_text(data_state="unknown"),
        make_text(hashes=[]),
        make_text(amendments=[{}]),
        make_text(amendments=["x"]),
        make_text(amendments=None),
    ],
)
def test_what_is_no_lock_is_refused(tmp_path, text):
    path = tmp_path / "plan.lock"
    path.write_text(text)

    with pytest.raises(LockError, match="is not a lock"):
        read_lock(path)


def test_a_lock_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "plan.lock").write_bytes(b"\xff\xfe{")

    with pytest.raises(LockError, match="is not a lock"):
        read_lock(tmp_path / "plan.lock")


FILES = {"cargo.csv (cargo_file)": "aa"}
CLINICAL = ("study", "estimands")


def freeze_screen(*, seen=False, files=FILES):
    return make_lock(PLAN, person="A", data_state="none", now=MONDAY, files=files, screen_seen=seen)


def amend_screen(lock, files, *, seen):
    return amend_lock(
        lock,
        PLAN,
        person="B",
        reason="new run",
        data_state="none",
        now=FRIDAY,
        files=files,
        screen_seen=seen,
    )


def test_files_of_the_screen_that_did_not_change_leave_the_plan_pre_specified():
    status = compare_with_lock(freeze_screen(), PLAN, files={**FILES, "late.csv (x)": "bb"})

    assert status.stamp == "pre-specified"
    assert "unchanged since: 1" in status.reason


@pytest.mark.parametrize("files", [{"cargo.csv (cargo_file)": "bb"}, {}, None])
def test_a_file_of_the_screen_that_changed_or_went_is_named(files):
    status = compare_with_lock(freeze_screen(), PLAN, files=files)

    assert status.stamp == (
        "not pre-specified: files of the screen changed after the freeze: cargo.csv (cargo_file)"
    )
    assert status.changed == ("cargo.csv (cargo_file)",)


def test_the_screen_changes_no_stamp_of_the_participants_analysis():
    lock = freeze_screen(seen=True)

    assert compare_with_lock(lock, PLAN, CLINICAL, files={}).state == "pre-specified"
    assert "had been run" in compare_with_lock(lock, PLAN, files=FILES).reason


@pytest.mark.parametrize(("seen", "state"), [(False, "amended"), (True, "not pre-specified")])
def test_a_file_of_the_screen_can_be_amended_before_it_is_run(seen, state):
    files = {"cargo.csv (cargo_file)": "bb"}
    lock = amend_screen(freeze_screen(), files, seen=seen)

    assert lock.amendments[0].sections == ("screen",)
    assert compare_with_lock(lock, PLAN, files=files).state == state
    assert compare_with_lock(lock, PLAN, CLINICAL, files=files).state == "pre-specified"


def test_a_lock_keeps_what_it_knows_of_the_screen(tmp_path):
    lock = amend_screen(freeze_screen(seen=True), {}, seen=True)
    write_lock(tmp_path / "plan.lock", lock)

    assert read_lock(tmp_path / "plan.lock") == lock


def test_a_lock_without_a_screen_is_written_as_before(tmp_path):
    write_lock(tmp_path / "plan.lock", freeze())

    assert set(json.loads((tmp_path / "plan.lock").read_text())) == {
        "amendments",
        "data_state",
        "digest",
        "hashes",
        "locked_at",
        "person",
    }
