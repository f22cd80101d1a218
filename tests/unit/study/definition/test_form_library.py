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


@pytest.fixture
def collect(tmp_path):
    def collect_forms(text):
        (tmp_path / "study.toml").write_text(HEAD + text, encoding="utf-8")
        study, problems = collect_study(tmp_path)
        return study, [str(problem) for problem in problems]

    return collect_forms


CHAIN = "".join(
    f'[[forms]]\nuse = "{name}"\n'
    for name in ("consent", "marrow-harvest", "cell-product", "partner")
)


@pytest.mark.parametrize("name", list_standard_forms())
def test_every_built_in_form_is_sound(collect, name):
    own = f'[[forms]]\nuse = "{name}"\n'
    study, problems = collect(CHAIN.replace(own, "") + own)

    assert problems == []
    assert study.find_form(name).standard == name


def test_a_form_may_be_taken_under_another_name(collect):
    study, problems = collect('[[forms]]\nuse = "semen"\nid = "ejaculate"\nlabel = "Ejaculate"\n')

    assert problems == []
    assert [form.id for form in study.find_standard("semen")] == ["ejaculate"]
    assert study.find_form("ejaculate").label == "Ejaculate"


def test_a_dropped_item_is_gone_with_the_rules_about_it(collect):
    study, problems = collect('[[forms]]\nuse = "semen"\ndrop = ["progressive"]\n')

    form = study.find_form("semen")
    assert problems == []
    assert form.find_item("progressive") is None
    assert not any("progressive" in rule.items for rule in form.checks)


def test_an_item_is_changed_key_by_key(collect):
    before, _ = collect('[[forms]]\nuse = "demographics"\n')
    after, problems = collect(
        '[[forms]]\nuse = "demographics"\n[[forms.items]]\nid = "age"\nhigh = 50\n'
    )

    old = before.find_form("demographics").find_item("age")
    new = after.find_form("demographics").find_item("age")
    assert problems == []
    assert (new.high, new.low, new.label) == (50, old.low, old.label)


def test_an_item_of_the_study_follows_the_built_in_ones(collect):
    study, problems = collect(
        '[[forms]]\nuse = "demographics"\n'
        '[[forms.items]]\nid = "village"\nlabel = "Village"\nkind = "text"\n'
    )

    assert problems == []
    assert study.find_form("demographics").items[-1].id == "village"


def test_a_problem_with_an_own_item_names_its_place_in_the_file(collect):
    _, problems = collect(
        '[[forms]]\nuse = "demographics"\n'
        '[[forms.items]]\nid = "age"\nhigh = 50\n'
        '[[forms.items]]\nid = "village"\nlabel = "Village"\nkind = "txt"\n'
    )

    (problem,) = problems
    assert problem.startswith("study.toml, line 15, forms[1].items[2].kind:")


def test_a_problem_with_an_own_rule_names_its_place_in_the_file(collect):
    _, problems = collect(
        '[[forms]]\nuse = "semen"\n[[forms.checks]]\nid = "own"\nrequire = "true"\nmessage = 3\n'
    )

    (problem,) = problems
    assert problem.startswith("study.toml, line 12, forms[1].checks[1].message:")


def test_an_item_changed_twice_is_a_problem(collect):
    _, problems = collect(
        '[[forms]]\nuse = "demographics"\n'
        '[[forms.items]]\nid = "age"\nhigh = 50\n[[forms.items]]\nid = "age"\nhigh = 60\n'
    )

    assert problems == [
        "study.toml, line 13, forms[1].items[2].id: 'age' is declared twice; give each its own id"
    ]


def test_an_unknown_built_in_form_gets_the_nearest_one(collect):
    _, problems = collect('[[forms]]\nuse = "semenn"\n')

    assert problems == [
        (
            "study.toml, line 8, forms[1].use: there is no built-in form 'semenn'; "
            "did you mean 'semen'?"
        )
    ]


def test_a_dropped_item_that_does_not_exist_gets_the_nearest_one(collect):
    _, problems = collect('[[forms]]\nuse = "semen"\ndrop = ["progresive"]\n')

    assert problems == [
        (
            "study.toml, line 9, forms[1].drop: the built-in form has no item 'progresive'; "
            "did you mean 'progressive'?"
        )
    ]


def test_a_misspelt_key_of_the_library_is_recognised(collect):
    _, problems = collect('[[forms]]\nuse = "semen"\ndropp = ["vitality"]\n')

    assert problems == [
        "study.toml, line 9, forms[1].dropp: unknown key 'dropp'; did you mean 'drop'?"
    ]


ARMS = """
[[arms]]
id = "low"
label = "Low dose"
role = "experimental"
[[arms]]
id = "high"
label = "High dose"
role = "experimental"
[[arms]]
id = "none"
label = "No cells"
role = "comparator"
[[forms]]
use = "allocation"
"""


def test_the_item_that_tells_the_arm_has_the_arms_of_the_study(collect):
    study, problems = collect(f'[roles]\narm = "allocation.arm"\n{ARMS}')

    assert problems == []
    assert study.find_form("allocation").find_item("arm").codes == {
        "low": "Low dose",
        "high": "High dose",
        "none": "No cells",
    }


def test_the_item_that_tells_the_arm_may_stand_in_a_form_of_another_name(collect):
    text = f'[roles]\narm = "joining.arm"\n{ARMS}id = "joining"\nlabel = "Joining"\n'
    study, problems = collect(text)

    assert problems == []
    assert set(study.find_form("joining").find_item("arm").codes) == {"low", "high", "none"}


def test_codes_that_the_study_writes_itself_stay(collect):
    own = '[[forms.items]]\nid = "arm"\ncodes = { low = "L", high = "H", none = "N" }\n'
    study, problems = collect(f'[roles]\narm = "allocation.arm"\n{ARMS}{own}')

    assert problems == []
    assert study.find_form("allocation").find_item("arm").codes["low"] == "L"


def test_an_item_that_tells_no_arm_keeps_the_codes_of_the_built_in_form(collect):
    study, _ = collect(ARMS)

    assert set(study.find_form("allocation").find_item("arm").codes) == {"cells", "hormones"}
