from __future__ import annotations

import pkgutil
from dataclasses import fields
from importlib import import_module
from types import ModuleType

import pytest

from tubulus import stats
from tubulus.stats import METHODS, estimate_proportion, estimate_risk_difference
from tubulus.stats.registry import register_methods


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS.keys())
def test_a_method_says_what_it_gives_its_limits_and_its_source(method):
    assert all(len(getattr(method, field.name)) > 5 for field in fields(method)[1:])
    assert METHODS[method.name] is method


def test_results_carry_a_registered_name():
    assert estimate_proportion(1, 4).method in METHODS
    assert estimate_risk_difference(1, 4, 2, 4).method in METHODS


def test_two_methods_of_one_name_are_refused():
    method = next(iter(METHODS.values()))

    with pytest.raises(ValueError, match=f"two methods are called {method.name}"):
        register_methods([method, method])


def test_the_methods_of_every_folder_are_registered():
    folders = (
        import_module(f"tubulus.stats.{module.name}")
        for module in pkgutil.iter_modules(stats.__path__)
        if module.ispkg
    )
    recorded = [method for folder in folders for method in getattr(folder, "METHODS", ())]

    assert len(recorded) > 90
    assert {method.name for method in recorded} == METHODS.keys()


def test_the_room_exports_what_its_folders_export():
    shared = {"METHODS", "Target", "estimate_odds_ratio"}
    missing = {
        f"{name}.{public}"
        for name in stats.__all__
        if isinstance(folder := getattr(stats, name), ModuleType)
        for public in folder.__all__
        if name != "designs" and public not in shared and public not in stats.__all__
    }

    assert missing == set()
