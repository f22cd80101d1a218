import pytest
from tests.support.small_trial import make_small_trial
from validation.killing.study import make_study as make_docking_study

from tubulus.analysis.plan.lock import InSilicoState, LockError, read_lock
from tubulus.core.errors import InputError
from tubulus.runs.analyse import read_in_silico, read_status
from tubulus.runs.new import make_study
from tubulus.runs.plan import amend_plan, freeze_plan
from tubulus.runs.workspace import open_workspace


@pytest.fixture
def fresh(tmp_path):
    return make_small_trial(tmp_path / "fresh", data=False)


@pytest.mark.parametrize("declared", [None, "none", "blinded", "seen"])
def test_without_data_what_is_declared_holds(fresh, declared):
    lock = freeze_plan(open_workspace(fresh.folder), person="A", data=declared)

    assert lock.data_state == (declared or "none")
    assert read_lock(fresh.folder / "plan.lock") == lock


@pytest.mark.parametrize(("declared", "state"), [(None, "seen"), ("blinded", "blinded")])
def test_with_data_they_were_seen_unless_declared_blinded(bench, declared, state):
    assert freeze_plan(open_workspace(bench.folder), person="A", data=declared).data_state == state


def test_with_data_nobody_can_declare_that_there_are_none(bench):
    with pytest.raises(LockError, match="there are data"):
        freeze_plan(open_workspace(bench.folder), person="A", data="none")

    assert not (bench.folder / "plan.lock").exists()


@pytest.mark.parametrize("person", [None, "", "  "])
def test_without_a_name_the_login_stands_in_the_lock(fresh, person, monkeypatch):
    monkeypatch.setenv("LOGNAME", "somebody")

    assert freeze_plan(open_workspace(fresh.folder), person=person).person == "somebody"


def test_a_name_is_kept_without_outer_spaces(fresh):
    assert freeze_plan(open_workspace(fresh.folder), person=" Dr A ").person == "Dr A"


def test_an_amendment_is_added_to_the_lock(fresh):
    freeze_plan(open_workspace(fresh.folder), person="A")
    fresh.edit('test = "boschloo"', 'test = "fisher"')

    amended = amend_plan(open_workspace(fresh.folder), reason=" because ", person="B")

    (amendment,) = read_lock(fresh.folder / "plan.lock").amendments
    assert amended.amendments == (amendment,)
    assert (amendment.reason, amendment.person, amendment.data_state) == ("because", "B", "none")


def test_a_plan_with_texts_of_the_template_is_not_frozen(tmp_path):
    make_study(tmp_path / "new", "two-arm")

    with pytest.raises(InputError) as refused:
        freeze_plan(open_workspace(tmp_path / "new"), person="A")

    places = {problem.field for problem in refused.value.problems}
    assert places == {
        "study.title",
        "study.allocation_basis",
        "laboratories[1].assays.fsh.source",
    }
    assert not (tmp_path / "new" / "plan.lock").exists()


@pytest.mark.parametrize("declared", [None, "blinded"])
def test_a_screen_that_ran_before_the_freeze_is_not_pre_specified(fresh, declared):
    fresh.edit("[screen]", '[screen]\ncargo_file = "cargo.csv"')
    (fresh.folder / "cargo.csv").write_text("symbol\nTGFB1\n")
    (fresh.folder / "results" / "screen").mkdir(parents=True)

    lock = freeze_plan(open_workspace(fresh.folder), person="A", data=declared)
    status = read_status(open_workspace(fresh.folder))

    assert list(lock.files) == ["cargo.csv (cargo_file)"]
    assert status.state == "not pre-specified"
    assert "the screen had been run, and its cargo seen" in status.reason


def test_a_cargo_file_that_changes_can_be_amended_before_the_screen_is_run(fresh):
    fresh.edit("[screen]", '[screen]\ncargo_file = "cargo.csv"')
    cargo = fresh.folder / "cargo.csv"
    cargo.write_text("symbol\nTGFB1\n")
    freeze_plan(open_workspace(fresh.folder), person="A")
    cargo.write_text("symbol\nCSF1\n")
    undeclared = read_status(open_workspace(fresh.folder))

    amend_plan(open_workspace(fresh.folder), reason="new export", person="A")

    assert undeclared.changed == ("cargo.csv (cargo_file)",)
    assert read_status(open_workspace(fresh.folder)).state == "amended"


@pytest.fixture
def docking(tmp_path):
    folder = tmp_path / "docking"
    make_docking_study(folder, fixed=2, mobile=1, rotations=1, pairs_per_chunk=2, seed=1)
    return folder


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_lock_holds_tables_and_structures_of_docking_that_are_there(docking):
    lock = freeze_plan(open_workspace(docking), person="A")

    structures = {path.relative_to(docking).as_posix() for path in docking.rglob("*.pdb")}
    assert set(lock.dock_files) == {"insilico/pairs.csv", "insilico/partners.csv"} | structures
    assert len(structures) == 3
    assert not lock.dock_seen


@pytest.mark.parametrize("file", ["insilico/pairs.csv", "insilico/partners.csv", "a structure"])
def test_what_docking_reads_can_change_after_the_freeze_with_an_amendment_only(docking, file):
    freeze_plan(open_workspace(docking), person="A")
    path = next(docking.rglob("*.pdb")) if file == "a structure" else docking / file
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    undeclared = read_status(open_workspace(docking))

    amended = amend_plan(open_workspace(docking), reason="corrected", person="A")

    assert undeclared.changed == (path.relative_to(docking).as_posix(),)
    assert amended.amendments[0].sections == ("dock",)
    assert read_status(open_workspace(docking)).state == "amended"


def test_memory_of_workers_and_chunks_may_change_after_the_freeze(docking):
    freeze_plan(open_workspace(docking), person="A")
    chunk = "pairs_per_chunk = 2"
    change(docking / "study.toml", chunk, "pairs_per_chunk = 5\nworker_megabytes = 4000")

    assert read_status(open_workspace(docking)).state == "pre-specified"


def test_docking_that_ran_before_the_freeze_is_not_pre_specified(docking):
    (docking / "results" / "dock").mkdir(parents=True)

    with pytest.raises(LockError, match="there are results of docking in the study folder"):
        freeze_plan(open_workspace(docking), person="A", data="none")
    freeze_plan(open_workspace(docking), person="A", data="blinded")

    reason = "docking had been run, and its scores seen, before the plan was frozen"
    assert read_status(open_workspace(docking)).reason == reason


def test_a_lock_without_docking_holds_nothing_of_it(fresh):
    freeze_plan(open_workspace(fresh.folder), person="A")

    assert read_in_silico(open_workspace(fresh.folder))["dock"] == InSilicoState()
