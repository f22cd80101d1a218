import pytest
from tests.support.study_data import make_trial

from tubulus.core.errors import InputError
from tubulus.study.definition.check_settings import CheckSettings


def test_a_study_that_says_nothing_has_the_defaults():
    assert make_trial().check_settings == CheckSettings()


def test_every_setting_gives_its_reason():
    assert all(field.description for field in CheckSettings.model_fields.values())


def test_a_study_sets_what_its_protocol_states():
    study = make_trial(more="[check_settings]\nabstinence_d = [3, 5]\n")

    assert study.check_settings.abstinence_d == (3.0, 5.0)
    assert study.check_settings.sediment_g == CheckSettings().sediment_g


@pytest.mark.parametrize(
    "line",
    [
        "total_tolerance = 0",
        "total_tolerance = 5",
        'testosterone_until = "11"',
        "baseline_ejaculates = 0",
        "abstinence_d = [7, 2]",
        "motility = 2",
    ],
)
def test_a_setting_that_cannot_be_is_reported_with_its_place(line):
    with pytest.raises(InputError, match="check_settings"):
        make_trial(more=f"[check_settings]\n{line}\n")
