import json
from datetime import UTC, datetime

import pytest

from tubulus.analysis.plan.lock import (
    InSilicoState,
    LockError,
    amend_lock,
    compare_with_lock,
    make_lock,
    read_lock,
    write_lock,
)
from tubulus.analysis.plan.locked_sections import IN_SILICO_SECTIONS, NEUTRAL_SETTINGS
from tubulus.core.files import compute_text_hash

MONDAY = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
FRIDAY = datetime(2026, 1, 9, 8, 30, tzinfo=UTC)
PLAN = {"study": {"id": "s"}, "estimands": [{"id": "a"}], "screen": {}, "run": {"seed": 1}}
CHANGED = {**PLAN, "estimands": [{"id": "b"}]}


def freeze(state="none", data=PLAN):
    return make_lock(data, person="A", data_state=state, now=MONDAY)


def amend(lock, data, state="blinded", reason="why"):
    return amend_lock(lock, data, person="B", reason=reason, data_state=state, now=FRIDAY)


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
DOCK_FILES = {"insilico/pairs.csv": "11", "insilico/partners.csv": "22"}
CLINICAL = ("study", "estimands")


def describe(files, *, seen=False, section="screen"):
    return {section: InSilicoState(files or {}, seen=seen)}


def freeze_in_silico(state):
    return make_lock(PLAN, person="A", data_state="none", now=MONDAY, in_silico=state)


def amend_in_silico(lock, state):
    return amend_lock(
        lock,
        PLAN,
        person="B",
        reason="new run",
        data_state="none",
        now=FRIDAY,
        in_silico=state,
    )


def test_files_of_the_screen_that_did_not_change_leave_the_plan_pre_specified():
    now = {"screen": {**FILES, "late.csv (x)": "bb"}}

    status = compare_with_lock(freeze_in_silico(describe(FILES)), PLAN, files=now)

    assert status.stamp == "pre-specified"
    assert "unchanged since: 1" in status.reason


@pytest.mark.parametrize("now", [{"cargo.csv (cargo_file)": "bb"}, {}, None])
def test_a_file_of_the_screen_that_changed_or_went_is_named(now):
    files = None if now is None else {"screen": now}

    status = compare_with_lock(freeze_in_silico(describe(FILES)), PLAN, files=files)

    assert status.stamp == (
        "not pre-specified: files of the screen changed after the freeze: cargo.csv (cargo_file)"
    )
    assert status.changed == ("cargo.csv (cargo_file)",)


def test_asked_pairs_that_change_after_the_freeze_are_named():
    lock = freeze_in_silico(describe(DOCK_FILES, section="dock"))
    now = {"dock": {**DOCK_FILES, "insilico/pairs.csv": "33"}}

    status = compare_with_lock(lock, PLAN, files=now)

    assert status.stamp == (
        "not pre-specified: files of docking changed after the freeze: insilico/pairs.csv"
    )
    assert compare_with_lock(lock, PLAN, CLINICAL, files=now).state == "pre-specified"
    unchanged = compare_with_lock(lock, PLAN, files={"dock": DOCK_FILES})
    assert unchanged.reason.endswith("files of docking that were there, unchanged since: 2")


def test_a_lock_without_files_of_docking_says_that_it_fixes_none():
    status = compare_with_lock(freeze(), PLAN, files={"dock": DOCK_FILES})

    assert status.state == "pre-specified"
    assert status.reason.endswith("files of docking: the lock holds none, so that it fixes none")


def test_of_many_changed_files_the_first_six_are_named_and_all_are_listed():
    files = {f"{i}.pdb": "aa" for i in range(8)}

    status = compare_with_lock(freeze_in_silico(describe(files, section="dock")), PLAN)

    assert status.reason.endswith(": 0.pdb, 1.pdb, 2.pdb, 3.pdb, 4.pdb, 5.pdb and 2 more")
    assert status.changed == tuple(files)


@pytest.mark.parametrize(("section", "noun"), [("screen", "the screen"), ("dock", "docking")])
def test_what_was_run_first_changes_no_stamp_of_the_participants_analysis(section, noun):
    lock = freeze_in_silico(describe(FILES, seen=True, section=section))

    assert compare_with_lock(lock, PLAN, CLINICAL, files={}).state == "pre-specified"
    status = compare_with_lock(lock, PLAN, files={section: FILES})
    assert status.reason.startswith(f"{noun} had been run")


@pytest.mark.parametrize("section", IN_SILICO_SECTIONS)
@pytest.mark.parametrize(("seen", "state"), [(False, "amended"), (True, "not pre-specified")])
def test_a_file_in_silico_can_be_amended_before_it_is_run(seen, state, section):
    lock = freeze_in_silico(describe(FILES, section=section))
    amended = amend_in_silico(lock, describe({}, seen=seen, section=section))

    assert amended.amendments[0].sections == (section,)
    assert compare_with_lock(amended, PLAN, files={section: {}}).state == state
    assert compare_with_lock(amended, PLAN, CLINICAL).state == "pre-specified"


def test_docking_that_is_amended_after_the_screen_was_run_is_amended():
    lock = freeze_in_silico(describe(DOCK_FILES, section="dock"))

    amended = amend_in_silico(lock, describe({}, seen=True, section="screen"))

    assert compare_with_lock(amended, PLAN).state == "amended"


def test_a_lock_keeps_what_it_knows_of_screen_and_docking(tmp_path):
    state = describe(FILES, seen=True) | describe(DOCK_FILES, seen=True, section="dock")
    lock = amend_in_silico(freeze_in_silico(state), {})
    write_lock(tmp_path / "plan.lock", lock)

    assert read_lock(tmp_path / "plan.lock") == lock


def test_a_lock_without_screen_and_docking_is_written_as_before(tmp_path):
    write_lock(tmp_path / "plan.lock", freeze())

    assert set(json.loads((tmp_path / "plan.lock").read_text())) == {
        "amendments",
        "data_state",
        "digest",
        "hashes",
        "locked_at",
        "person",
    }


DOCK = {"pairs_file": "p.csv", "worker_megabytes": 900, "search": {"rotations": 9, "seed": 1}}


@pytest.mark.parametrize("name", sorted(NEUTRAL_SETTINGS))
def test_a_setting_that_changes_no_number_may_change_after_the_freeze(name):
    lock = freeze(data={**PLAN, "dock": DOCK})
    settings = json.loads(json.dumps(DOCK))
    *above, key = name.split(".")[1:]
    (settings[above[0]] if above else settings)[key] = 7

    assert compare_with_lock(lock, {**PLAN, "dock": settings}).state == "pre-specified"


@pytest.mark.parametrize("more", [{"search": {"device": "cuda"}}, {"search": {}}])
def test_a_table_of_neutral_settings_alone_may_come_after_the_freeze(more):
    lock = freeze(data={**PLAN, "dock": {}})

    assert compare_with_lock(lock, {**PLAN, "dock": more}).state == "pre-specified"


@pytest.mark.parametrize(
    "more",
    [
        {"pairs_file": "q.csv"},
        {"search": {"rotations": 8, "seed": 1}},
        {"search": {"rotations": 9, "seed": 2}},
        {"decoys": {"fixed": 3}},
    ],
)
def test_a_setting_of_docking_that_changes_a_number_is_locked(more):
    lock = freeze(data={**PLAN, "dock": DOCK})

    status = compare_with_lock(lock, {**PLAN, "dock": {**DOCK, **more}})

    assert status.changed == ("dock",)


def test_a_lock_that_holds_the_hash_of_the_whole_section_still_holds(tmp_path):
    whole = compute_text_hash(json.dumps(DOCK, sort_keys=True))
    (tmp_path / "plan.lock").write_text(make_text(hashes={"dock": whole}))
    lock = read_lock(tmp_path / "plan.lock")

    assert compare_with_lock(lock, {"dock": DOCK}).state == "pre-specified"
    assert compare_with_lock(lock, {"dock": {**DOCK, "pairs_file": "q.csv"}}).changed == ("dock",)
    with pytest.raises(LockError, match="nothing to amend"):
        amend(lock, {"dock": DOCK})
