"""What a plan fixes is hashed, and what changes no number is not."""

import pytest

from tubulus.analysis.plan.locked_sections import LOCKED_SECTIONS, NEUTRAL_SETTINGS, hash_sections
from tubulus.dock.calibration.measured import _NEUTRAL
from tubulus.dock.campaign.keys import compute_shared_key
from tubulus.dock.potential.contact_potential import load_contact_potential
from tubulus.dock.settings.docking import DockSettings

PLAN = {"study": {"id": "s"}, "estimands": [{"id": "a"}], "screen": {}, "run": {"seed": 1}}


def test_only_sections_that_decide_a_result_are_hashed():
    assert set(hash_sections(PLAN)) == {"study", "estimands", "screen"}
    assert "run" not in LOCKED_SECTIONS


def test_the_order_of_keys_changes_no_hash():
    assert hash_sections({"plan": {"a": 1, "b": 2}}) == hash_sections({"plan": {"b": 2, "a": 1}})


def test_the_order_of_a_list_changes_the_hash():
    assert hash_sections({"plan": [1, 2]}) != hash_sections({"plan": [2, 1]})


def test_the_mapping_of_foreign_files_is_locked():
    assert "sources" in LOCKED_SECTIONS


def test_neutral_settings_are_those_that_the_engine_takes_for_neutral():
    search = {n.split(".")[2] for n in NEUTRAL_SETTINGS if n.startswith("dock.search.")}

    # a seed turns every rotation: the engine compares no two seeds, and a plan fixes one
    assert search == {*_NEUTRAL} - {"seed"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("pairs_per_chunk", 3), ("worker_megabytes", 400), ("shown_pairs", 1),
     ("search", {"memory_megabytes": 99})],
)  # fmt: skip
def test_poses_do_not_depend_on_neutral_settings(name, value):
    potential = load_contact_potential()

    changed = compute_shared_key(DockSettings.model_validate({name: value}), potential)

    assert changed == compute_shared_key(DockSettings(), potential)


def test_every_neutral_setting_is_one_of_docking():
    plain = DockSettings().model_dump()
    known = {f"dock.{key}" for key in plain} | {f"dock.search.{key}" for key in plain["search"]}

    assert known >= NEUTRAL_SETTINGS
