"""The results of the adjusted small study as material of a report."""

from dataclasses import replace

import pytest
from tests.support.adjusted_study import make_adjusted_study, make_unlike_men
from tests.support.results_fixture import make_manifest

from tubulus.core.results import Results
from tubulus.report.material import Material, make_material
from tubulus.report.settings import ReportSettings


@pytest.fixture(scope="session")
def adjusted_material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    study = make_adjusted_study(tmp_path_factory.mktemp("material"))
    return make_material(study.study, Results(study.tables, make_manifest()), ReportSettings())


@pytest.fixture(scope="session")
def three_arms(tmp_path_factory: pytest.TempPathFactory) -> Material:
    arms = ("cells", "control", "life")
    men = make_unlike_men()
    third = tuple(replace(man, arm="life") for man in men if man.arm == "control")
    folder = tmp_path_factory.mktemp("three")
    study = make_adjusted_study(folder, men=(*men, *third), arms=arms)
    return make_material(study.study, Results(study.tables, make_manifest()), ReportSettings())
