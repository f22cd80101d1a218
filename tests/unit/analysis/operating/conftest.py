"""A plan with every part that simulated trials know, small enough to run in a moment."""

from pathlib import Path

import pytest

from tubulus.analysis.operating.model import make_model
from tubulus.analysis.operating.scenarios import make_world
from tubulus.analysis.plan.plan import collect_plan
from tubulus.core.seeds import make_generator
from tubulus.study.definition.reading import read_study

STUDY = """
schema_version = 1

[study]
id = "tried"
title = "A plan that is tried on simulated trials"
phase = "I"
allocation = "non-randomised"
allocation_basis = "Drawn"
masking = "open label"
synthetic = true

[roles]
arm = "allocation.arm"

[[arms]]
id = "cells"
label = "Cells"
role = "experimental"
planned = 12

[[arms]]
id = "hormones"
label = "Hormones"
role = "comparator"
planned = 14
{third_arm}
[[visits]]
id = "baseline"
label = "Baseline"
baseline = true

[[visits]]
id = "month-6"
label = "Month 6"
day = 183
window = [155, 215]

[[forms]]
use = "allocation"

[[forms]]
use = "demographics"

[[forms]]
use = "history"

[[forms]]
use = "hormones"
visits = ["baseline", "month-6"]

[[forms]]
use = "semen"
visits = ["baseline", "month-6"]

[[forms]]
use = "adverse-event"

[[analysis_sets]]
id = "treated"
label = "Allocated"
when = "exists(allocation)"

[[baseline]]
id = "age"
label = "Age"
value = "demographics.age"

[[baseline]]
id = "infertility"
label = "Infertility"
value = "history.infertility_type"

[[baseline]]
id = "fsh"
label = "FSH"
value = "hormones.fsh@baseline"
scale = "log"

[[endpoints]]
id = "harm"
label = "Harm"
kind = "binary"
harm = true
when = "any(adverse-event where serious)"

[[endpoints]]
id = "sperm"
label = "Sperm"
kind = "binary"
visit = "month-6"
when = 'any(semen@month-6 where sperm_seen in ["single", "counted"])'

[[endpoints]]
id = "fsh"
label = "FSH"
kind = "number"
visit = "month-6"
value = "hormones.fsh@month-6"
baseline = "hormones.fsh@baseline"

[[endpoints]]
id = "lh"
label = "LH"
kind = "number"
visit = "month-6"
value = "hormones.lh@month-6"
baseline = "hormones.lh@baseline"

[[estimands]]
id = "s1"
label = "Harm"
population = "treated"
treatment = ["cells", "hormones"]
variable = "harm"
summary = "share"
estimator = "exact-share"
missing = "no event"
role = "safety"

[[estimands]]
id = "r1"
label = "Responders"
population = "treated"
treatment = {treatment}
variable = "sperm"
summary = "risk difference"
estimator = "risk-difference"
missing = "{missing}"
test = "boschloo"
role = "primary"

[[estimands]]
id = "h1"
label = "FSH"
population = "treated"
treatment = {treatment}
variable = "fsh"
summary = "ratio"
estimator = "ancova"
covariates = ["age", "infertility"]
test = "t"
role = "secondary"

[[estimands]]
id = "h2"
label = "LH"
population = "treated"
treatment = {treatment}
variable = "lh"
summary = "ratio"
estimator = "ancova"
covariates = ["age"]
test = "t"
role = "secondary"

[adjustment]
covariates = ["age", "infertility"]
targets = ["overlap", "ate", "att"]
minimum_effective = 5.0
{testing}
[[monitoring]]
id = "stop"
label = "Harm in the cell arm"
estimand = "s1"
arm = "cells"
acceptable = 0.1
looks = [4, 8, 12]

[design]
trials = 40
imputations = 3
chunk = 20

[[design.covariates]]
id = "age"
mean = 34.0
sd = 7.0
source = "assumption"

[[design.covariates]]
id = "infertility"
share = 0.4
source = "assumption"

[[design.covariates]]
id = "fsh"
mean = 3.0
sd = 0.5
source = "assumption"

[[design.correlations]]
covariates = ["age", "fsh"]
value = 0.3
source = "assumption"

[[design.outcomes]]
endpoint = "harm"
share = 0.1
source = "assumption"

[[design.outcomes]]
endpoint = "sperm"
share = 0.3
coefficients = {{ age = -0.3, infertility = 0.6 }}
source = "assumption"

[[design.outcomes]]
endpoint = "fsh"
mean = 3.0
sd = 0.5
correlation = 0.7
coefficients = {{ age = 0.2 }}
source = "assumption"

[[design.outcomes]]
endpoint = "lh"
mean = 2.0
sd = 0.4
correlation = 0.5
source = "assumption"
{scenarios}
"""

TESTING = """
[testing]
[[testing.hypotheses]]
estimand = "r1"
weight = 1.0
passes = { h1 = 0.5, h2 = 0.5 }

[[testing.hypotheses]]
estimand = "h1"
weight = 0.0
passes = { h2 = 1.0 }

[[testing.hypotheses]]
estimand = "h2"
weight = 0.0
passes = { h1 = 1.0 }
"""

SCENARIO = """
[[design.scenarios]]
id = "{id}"
label = "A world"
source = "assumption"
{keys}
"""


def write_scenario(name="world", **keys):
    """Write a scenario with its keys as TOML texts."""
    return SCENARIO.format(id=name, keys="\n".join(f"{k} = {v}" for k, v in keys.items()))


@pytest.fixture
def make_study(tmp_path):
    """Return a maker of study, plan and problems; keywords fill the places of the text."""

    def make(*scenarios, edits=(), **places):
        filled = {
            "third_arm": "",
            "treatment": '["cells", "hormones"]',
            "missing": "complete cases",
            "testing": TESTING,
            "scenarios": "".join(scenarios) or write_scenario(),
        }
        text = STUDY.format(**{**filled, **places})
        for old, new in edits:
            assert old in text
            text = text.replace(old, new, 1)
        Path(tmp_path / "study.toml").write_text(text, encoding="utf-8")
        study = read_study(tmp_path)
        return study, *collect_plan(study)

    return make


@pytest.fixture
def make_trial_world(make_study):
    """Return a maker of a trial model and its first scenario."""

    def make(edits=(), places=None, **keys):
        study, plan, problems = make_study(write_scenario(**keys), edits=edits, **(places or {}))
        assert problems == []
        model = make_model(study, plan, plan.design)
        generator = make_generator(1, "test")
        return model, make_world(model, plan.design.scenarios[0], generator)

    return make
