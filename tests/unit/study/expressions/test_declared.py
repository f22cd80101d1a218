from dataclasses import replace

import pytest
from tests.support.study_data import make_trial

from tubulus.study.definition.reading import collect_study
from tubulus.study.expressions.declared import check_declared_expressions

FORM = """
[[forms]]
id = "body"
label = "Body"
identifying = false
items = [
  {{ id = "weight", label = "Weight", kind = "number", unit = "kg" }},
  {{ id = "other", label = "Other", kind = "{kind}", {more} }},
]
"""


def find_problems(more):
    study = make_trial(more=more)
    return [(p.field, p.message, p.row) for p in check_declared_expressions(study)]


def test_a_study_in_order_has_no_problem():
    assert find_problems("") == []


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("number", 'unit = "mL", derive = "weight"'),
        ("truth", 'derive = "weight"'),
        ("number", 'derive = "wait"'),
        ("number", 'ask_when = "weight"'),
    ],
)
def test_an_item_whose_expression_does_not_fit_is_named(kind, more):
    key = "ask_when" if "ask_when" in more else "derive"

    ((field, _, row),) = find_problems(FORM.format(kind=kind, more=more))

    assert field == f"forms[16].items[2].{key}"
    assert row > 0


def test_a_derived_item_may_be_in_another_unit_of_its_kind():
    volumes = FORM.replace('unit = "kg"', 'unit = "mL"')

    assert find_problems(volumes.format(kind="number", more='unit = "L", derive = "weight"')) == []


def test_each_criterion_and_rule_is_compiled_with_its_condition():
    found = find_problems(
        '[[eligibility]]\nid = "a"\nlabel = "A"\nkind = "inclusion"\nwhen = "nope"\n'
        'where = "nope"\n'
        '[[checks]]\nid = "b"\nrequire = "nope"\nwhere = "1"\nmessage = "m"\n'
    )

    assert [field for field, _, _ in found] == [
        "eligibility[1].when",
        "eligibility[1].where",
        "checks[1].require",
        "checks[1].where",
    ]
    assert "at character 1" in found[0][1]


def test_places_are_those_of_the_file_although_an_earlier_part_cannot_be_read(tmp_path):
    (tmp_path / "study.toml").write_text(
        'schema_version = 1\n[study]\nid = "s"\ntitle = "S"\nallocation = "single-arm"\n'
        'masking = "open label"\n'
        '[[checks]]\nid = "a"\n'
        '[[checks]]\nid = "b"\nrequire = "nope"\nmessage = "m"\n'
    )
    study, problems = collect_study(tmp_path)

    (problem,) = check_declared_expressions(study)

    assert problems
    assert (problem.field, problem.row) == ("checks[2].require", 11)


def test_a_rule_of_a_built_in_form_is_named_by_its_own_name():
    study = make_trial()
    broken = study.find_form("semen").checks[0].model_copy(update={"require": "nope"})
    forms = tuple(
        form.model_copy(update={"checks": (broken,)}) if form.id == "semen" else form
        for form in study.forms
    )

    (problem,) = check_declared_expressions(replace(study, forms=forms, _by_id={}))

    assert problem.field.endswith(f".checks.{broken.id}.require")
    assert problem.row > 0


def test_what_names_a_part_that_cannot_be_read_is_no_second_problem(tmp_path):
    (tmp_path / "study.toml").write_text(
        'schema_version = 1\n[study]\nid = "s"\ntitle = "S"\nallocation = "single-arm"\n'
        'masking = "open label"\n'
        '[[arms]]\nid = "control"\nlabl = "Control"\nrole = "comparator"\n'
        '[[visits]]\nid = "month-6"\nlabl = "Six months"\n'
        '[[forms]]\nid = "body"\nlabl = "Body"\nidentifying = false\nvisits = ["month-6"]\n'
        'items = [{ id = "fat", label = "Fat", kind = "number" }]\n'
        '[[checks]]\nid = "a"\nrequire = \'participant.arm = "control"\'\nmessage = "m"\n'
        '[[checks]]\nid = "b"\nrequire = "exists(body@month-6)"\nmessage = "m"\n'
        '[[checks]]\nid = "c"\nrequire = "exists(boddy)"\nmessage = "m"\n'
    )
    study, problems = collect_study(tmp_path)

    found = check_declared_expressions(study)

    assert all("labl" in p.field or "label" in p.field for p in problems)
    assert [p.field for p in found] == ["checks[3].require"]
