from __future__ import annotations

import json
from collections.abc import Iterator

import polars as pl
import pytest
from tests.support.ars_rules import list_departures
from tests.support.small_study import make_small_study

from tubulus.core.results import Results
from tubulus.exchange.ars import make_reporting_event


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return make_small_study(tmp_path_factory.mktemp("ars"))


@pytest.fixture(scope="module")
def event(study):
    return make_reporting_event(study.study, Results(study.tables))


def list_references(part: object, slots: tuple[str, ...]) -> Iterator[str]:
    if isinstance(part, dict):
        for slot, value in part.items():
            if slot in slots and isinstance(value, str):
                yield value
            yield from list_references(value, slots)
    elif isinstance(part, list):
        for own in part:
            yield from list_references(own, slots)


def test_every_part_has_the_slots_of_its_class_and_no_others(event):
    assert list(list_departures(event)) == []


def test_the_rules_of_this_test_find_a_missing_and_an_unknown_slot(event):
    analysis = {k: v for k, v in event["analyses"][0].items() if k != "reason"}
    broken = {**event, "analyses": [{**analysis, "pValue": "0.05"}]}

    found = list(list_departures(broken))

    assert found == ["Analysis lacks reason", "Analysis has no slot pValue"]


@pytest.mark.parametrize("slot", ["analyses", "methods", "analysisSets", "analysisGroupings"])
def test_identifiers_are_unique(event, slot):
    identifiers = [part["id"] for part in event[slot]]

    assert identifiers
    assert len(set(identifiers)) == len(identifiers)


def test_what_is_named_exists(event):
    operations = {o["id"] for method in event["methods"] for o in method["operations"]}
    groups = {g["id"] for factor in event["analysisGroupings"] for g in factor.get("groups", ())}
    known = {
        "methodId": {method["id"] for method in event["methods"]},
        "analysisSetId": {own["id"] for own in event["analysisSets"]},
        "operationId": operations,
        "groupingId": {factor["id"] for factor in event["analysisGroupings"]},
        "groupId": groups,
        "analysisId": {analysis["id"] for analysis in event["analyses"]},
        "outputId": {output["id"] for output in event["outputs"]},
    }
    for slot, names in known.items():
        used = set(list_references(event, (slot,)))
        assert used, slot
        assert used <= names, slot


def test_an_operation_belongs_to_the_method_of_its_analysis(event):
    own = {m["id"]: {o["id"] for o in m["operations"]} for m in event["methods"]}

    for analysis in event["analyses"]:
        assert {r["operationId"] for r in analysis["results"]} <= own[analysis["methodId"]]


def test_every_number_of_the_estimates_is_there_and_whole(study, event):
    estimates = study.tables["estimates"]
    numbers = [
        value
        for row in estimates.select(
            "value", "low", "high", "n", "denominator", "missing"
        ).iter_rows()
        for value in row
        if value is not None
    ]
    written = [
        float(result["rawValue"])
        for analysis in event["analyses"]
        for result in analysis["results"]
        if "rawValue" in result
    ]

    assert sorted(written) == sorted(numbers)


def test_what_is_not_estimable_says_why(study, event):
    reasons = study.tables["estimates"].filter(pl.col("state") != "estimated")["reason"].to_list()
    said = [
        result["formattedValue"]
        for analysis in event["analyses"]
        for result in analysis["results"]
        if "rawValue" not in result
    ]

    assert len(said) == len(reasons) > 0
    assert all(text.startswith("not estimable: ") for text in said)


def test_an_analysis_without_a_frozen_plan_is_driven_by_the_data(event):
    terms = {analysis["reason"]["controlledTerm"] for analysis in event["analyses"]}

    assert terms == {"DATA DRIVEN"}


def test_results_without_estimates_make_an_event_without_analyses(study):
    event = make_reporting_event(study.study, Results({}))

    assert event["analyses"] == []
    assert list(list_departures(json.loads(json.dumps(event)))) == []


def test_an_age_is_written_in_years(event):
    said = {
        result["formattedValue"]
        for analysis in event["analyses"]
        for result in analysis["results"]
        if "rawValue" in result
    }

    assert any(text.endswith(" years") for text in said)
    assert not any(text.endswith(" a") for text in said)
