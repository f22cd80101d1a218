import pytest
from pydantic import ValidationError

from tubulus.screen.settings import ScreenSettings


def test_the_default_null_is_matched_and_leaves_array_only_proteins_out():
    settings = ScreenSettings()

    assert (settings.null, settings.array_in_tests, settings.sets) == ("matched", False, 10_000)


@pytest.mark.parametrize(
    "wrong",
    [{"sets": 98}, {"stratum_genes": 9}, {"null": "any"}, {"fdr_level": 1.0}, {"seed": 1}],
)
def test_a_value_outside_its_range_or_an_unknown_key_is_refused(wrong):
    with pytest.raises(ValidationError):
        ScreenSettings.model_validate(wrong)


def test_settings_cannot_be_changed_after_they_were_read():
    with pytest.raises(ValidationError):
        ScreenSettings().sets = 5
