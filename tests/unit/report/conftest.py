"""Reports that several tests read; rendering one takes a second or two."""

from __future__ import annotations

import pytest
from tests.support.results_fixture import make_results, make_study

from tubulus.report.page import render_report


@pytest.fixture(scope="session")
def full_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return render_report(make_study(tmp_path_factory.mktemp("full")), make_results())


@pytest.fixture(scope="session")
def single_arm_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    study = make_study(tmp_path_factory.mktemp("single"), single_arm=True, synthetic=False)
    return render_report(study, make_results(single_arm=True, screen=False, synthetic=False))
