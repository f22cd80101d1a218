"""What estimands give, from the tables in ``estimands.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.support.small_study import Man, make_event, make_small_study

TABLE = tomllib.loads((Path(__file__).parent / "estimands.toml").read_text(encoding="utf-8"))
COLUMNS = {"of": "denominator"}


def make_man(entered: dict[str, Any]) -> Man:
    return Man(**{k: tuple(v) if isinstance(v, list) else v for k, v in entered.items()})


def make_edits(case: dict[str, Any]) -> dict[str, str]:
    estimand = case.get("estimand", "r1")
    missing = f'missing = "{case["missing"]}"\n'
    if estimand == "r1":
        rule = 'estimator = "risk-difference"\nmissing = "non-response"\n'
        return {
            make_event("composite"): make_event(case["strategy"]),
            rule: f'estimator = "risk-difference"\n{missing}',
        }
    variable = {"s1": "harm", "c1": "concentration", "h-fsh": "fsh"}[estimand]
    line = f'variable = "{variable}"\n'
    asked = f'test = "{case["test"]}"\n' if "test" in case else ""
    edits = {line: f"{line}{asked}intercurrent_events = [{make_event(case['strategy'])}]\n"}
    if "scale" in case:
        label = 'label = "FSH at month 6"\n'
        edits[label] = f'{label}scale = "{case["scale"]}"\n'
    return edits


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["says"] for case in TABLE["cases"]])
def test_an_estimand_gives_what_the_table_says(tmp_path: Path, case: dict[str, Any]) -> None:
    men = [make_man(e) for n, e in TABLE["tables"][case["table"]]["men"] for _ in range(n)]
    small = make_small_study(
        tmp_path, men=men, edits=make_edits(case), covariates=case.get("covariates", ())
    )

    for statistic, arm, what, wanted in case["gives"]:
        rows = small.find(statistic, arm=arm, estimand=case.get("estimand", "r1"), stratum="")
        row = next(r for r in rows if r["section"] != "sensitivity")
        assert row[COLUMNS.get(what, what)] == pytest.approx(wanted, rel=1e-8, abs=1e-8), (
            statistic,
            what,
        )


@pytest.mark.parametrize("case", TABLE["cases"], ids=[case["says"] for case in TABLE["cases"]])
def test_every_case_says_where_its_numbers_come_from(case: dict[str, Any]) -> None:
    assert case["origin"]
    assert case["gives"]
