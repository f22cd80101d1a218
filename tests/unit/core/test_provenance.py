import json

from tubulus import __version__
from tubulus.core.provenance import DEPENDENCIES, make_provenance, read_versions

WORK = {"inputs": {"study.toml": "ab12"}, "settings": {"level": 0.95, "sets": ["full"]}, "seed": 7}


def test_equal_work_has_an_equal_identifier():
    assert make_provenance("analysis", **WORK).id == make_provenance("analysis", **WORK).id


def test_the_order_of_settings_does_not_change_the_identifier():
    turned = {**WORK, "settings": dict(reversed(WORK["settings"].items()))}

    assert make_provenance("analysis", **WORK).id == make_provenance("analysis", **turned).id


def test_step_input_setting_and_seed_each_change_the_identifier():
    changed = [
        make_provenance("screen", **WORK),
        make_provenance("analysis", **{**WORK, "inputs": {"study.toml": "ab13"}}),
        make_provenance("analysis", **{**WORK, "settings": {"level": 0.9, "sets": ["full"]}}),
        make_provenance("analysis", **{**WORK, "seed": 8}),
    ]

    ids = {make_provenance("analysis", **WORK).id, *(record.id for record in changed)}

    assert len(ids) == 5


def test_a_record_survives_json():
    record = make_provenance("analysis", **WORK)

    data = json.loads(json.dumps(record.as_plain_data()))

    assert data["id"] == record.id
    assert data["settings"] == WORK["settings"]


def test_versions_name_tubulus_and_every_package_that_changes_a_number():
    versions = read_versions()

    assert versions["tubulus"] == __version__
    assert set(versions) == {"tubulus", *DEPENDENCIES}
    assert "not installed" not in versions.values()
