import tomllib
from importlib import resources

import pytest

from tubulus.study.definition.form_library import list_standard_forms
from tubulus.study.definition.reading import collect_study

HEAD = """schema_version = 1
[study]
id = "noa"
title = "A made-up study"
allocation = "single-arm"
masking = "open label"
"""
CHAIN = ("consent", "marrow-harvest", "cell-product", "injection")


@pytest.fixture
def collect(tmp_path):
    def collect_forms(more="", without=(), **changes):
        forms = "".join(
            f'[[forms]]\nuse = "{name}"\n{changes.get(name.replace("-", "_"), "")}\n'
            for name in CHAIN
            if name not in without
        )
        (tmp_path / "study.toml").write_text(HEAD + forms + more, encoding="utf-8")
        study, problems = collect_study(tmp_path)
        return study, [str(problem) for problem in problems]

    return collect_forms


def read_plain(name):
    place = resources.files("tubulus.study") / "forms" / f"{name}.toml"
    return tomllib.loads(place.read_text("utf-8"))


def test_the_whole_chain_is_in_order(collect):
    study, problems = collect()

    assert problems == []
    assert study.find_form("injection").needs == ("consent", "cell-product")


@pytest.mark.parametrize(
    ("form", "item"),
    [
        ("injection", "recipient"),
        ("injection", "recipient_checked"),
        ("injection", "given_on"),
        ("cell_product", "donor"),
        ("cell_product", "released"),
        ("marrow_harvest", "harvest_id"),
        ("consent", "withdrawn"),
        ("consent", "withdrawn_on"),
    ],
)
def test_an_item_that_checks_rest_on_cannot_be_dropped(collect, form, item):
    _, problems = collect(**{form: f'drop = ["{item}"]'})

    (problem,) = [problem for problem in problems if ".drop: " in problem]
    assert f"'{item}' may not be left out: checks of the form" in problem


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        (["consent"], ["'injection' needs the form 'consent'", "'marrow-harvest' needs"]),
        (["cell-product"], ["'injection' needs the form 'cell-product'"]),
        (["marrow-harvest"], ["'cell-product' needs the form 'marrow-harvest'"]),
    ],
)
def test_a_form_that_checks_compare_with_cannot_be_left_out(collect, without, missing):
    _, problems = collect(without=without)

    assert len(problems) == len(missing)
    assert all(any(text in problem for problem in problems) for text in missing)


@pytest.mark.parametrize(
    "change",
    [
        'kind = "text"',
        'derive = "true"',
        'ask_when = "false"',
        "required = false",
    ],
)
def test_an_item_that_checks_rest_on_keeps_its_meaning(collect, change):
    changed = f'[[forms.items]]\nid = "recipient_checked"\n{change}'

    _, problems = collect(injection=changed)

    key = change.partition(" ")[0]
    assert [p for p in problems if f"'{key}' of 'recipient_checked' may not be changed" in p]


@pytest.mark.parametrize(
    "change",
    [
        'label = "Zwei Personen haben geprueft"',
        "required = true",
        'note = "Read both aloud."',
    ],
)
def test_its_label_and_note_are_the_studys_own(collect, change):
    _, problems = collect(injection=f'[[forms.items]]\nid = "recipient_checked"\n{change}')

    assert problems == []


def test_its_codes_may_be_named_anew_but_are_the_same_codes(collect):
    items = '[[forms.items]]\nid = "sterility"\ncodes = {{ {} }}'
    same = items.format('negative = "steril", pending = "offen", positive = "unsteril"')

    _, renamed = collect(cell_product=same)
    _, changed = collect(cell_product=items.format('negative = "No growth"'))

    assert renamed == []
    assert len(changed) == 1
    assert "'codes' of 'sterility' may not be changed" in changed[0]


@pytest.mark.parametrize("key", ["guarded = []", "needs = []", 'standard = "semen"'])
def test_a_study_cannot_take_the_guards_off(collect, key):
    name = key.partition(" ")[0]

    study, problems = collect(injection=key)

    (problem,) = problems
    assert f".{name}: '{name}' is set by the built-in forms alone" in problem
    assert "recipient" in study.find_form("injection").guarded


def test_a_form_of_the_studys_own_cannot_pass_for_a_built_in_one(collect):
    own = """[[forms]]
id = "doses"
label = "Doses"
standard = "injection"
identifying = false
items = [{ id = "given_on", label = "Date", kind = "date" }]
"""

    _, problems = collect(own)

    assert len(problems) == 1
    assert "'standard' is set by the built-in forms alone" in problems[0]


@pytest.mark.parametrize("name", list_standard_forms())
def test_guards_name_items_and_forms_that_exist(name):
    form = read_plain(name)

    assert set(form.get("guarded", [])) <= {item["id"] for item in form["items"]}
    assert set(form.get("needs", [])) <= set(list_standard_forms())


@pytest.mark.parametrize("name", list_standard_forms())
def test_a_rule_that_stops_work_cannot_be_dropped_with_one_of_its_items(name):
    form = read_plain(name)
    stops = [rule for rule in form.get("checks", []) if rule.get("severity") == "stop"]

    for rule in stops:
        assert set(rule["items"]) <= set(form.get("guarded", [])), rule["id"]
