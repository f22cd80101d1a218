"""The built-in forms: complete, decided, and written in the one expression language."""

import tomllib
from importlib import resources

import pytest

from tubulus.study.definition.form_library import list_standard_forms
from tubulus.study.definition.reading import read_study
from tubulus.study.expressions import compile_expression, make_catalogue

FORMS = [
    "screening-log",
    "consent",
    "allocation",
    "demographics",
    "history",
    "aetiology",
    "examination",
    "hormones",
    "semen",
    "marrow-harvest",
    "cell-product",
    "injection",
    "hormone-therapy",
    "lifestyle-programme",
    "concomitant-medication",
    "infectious-markers",
    "blood-count",
    "coagulation",
    "adverse-event",
    "deviation",
    "partner",
    "pregnancy",
    "neonatal",
    "long-term-safety",
    "disposition",
]
HEAD = """
schema_version = 1
[study]
id = "all-forms"
title = "Every built-in form"
allocation = "single-arm"
masking = "open label"
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("all-forms")
    forms = "".join(f'[[forms]]\nuse = "{name}"\n' for name in FORMS)
    (folder / "study.toml").write_text(HEAD + forms, "utf-8")
    return read_study(folder)


def read_plain(name):
    return tomllib.loads((resources.files("tubulus.study") / "forms" / f"{name}.toml").read_text())


def find_loinc_check_digit(number):
    """Return the Mod-10 digit of a LOINC code, as its users' guide computes it."""
    odd = str(int("".join(reversed(number))[::2]) * 2)
    even = "".join(reversed(number))[1::2]
    return -sum(map(int, odd + even)) % 10


def test_the_library_holds_the_forms_of_such_a_trial():
    assert sorted(list_standard_forms()) == sorted(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_each_form_decides_whether_it_identifies_a_person(name):
    form = read_plain(name)

    assert isinstance(form["identifying"], bool)
    assert all(isinstance(item.get("identifying", False), bool) for item in form["items"])


@pytest.mark.parametrize(
    "place",
    [
        "demographics.birth_date",
        "neonatal.born_on",
        "deviation.description",
        "disposition.note",
        "consent.taken_by",
        "history.other_history",
        "screening-log.failure_note",
    ],
)
def test_names_birth_dates_and_remarks_are_identifying(study, place):
    form_id, _, item_id = place.partition(".")
    form = study.find_form(form_id)

    assert form.is_identifying(form.find_item(item_id))


@pytest.mark.parametrize("name", FORMS)
def test_every_expression_of_a_form_fits_the_language(study, name):
    catalogue, form = make_catalogue(study), study.find_form(name)
    texts = [item.ask_when for item in form.items]
    texts += [text for check in form.checks for text in (check.require, check.where)]

    compiled = [compile_expression(text, catalogue, form=name) for text in texts if text]

    assert [expression.text for expression in compiled] == [text for text in texts if text]


@pytest.mark.parametrize("name", FORMS)
def test_the_date_of_a_form_is_a_date(study, name):
    form = study.find_form(name)

    assert not form.dated_by or form.find_item(form.dated_by).kind == "date"


@pytest.mark.parametrize("name", FORMS)
def test_the_limits_of_unusual_values_lie_within_the_possible_ones(study, name):
    for item in study.find_form(name).items:
        limits = [item.minimum, item.low, item.high, item.maximum]
        given = [limit for limit in limits if limit is not None]

        assert given == sorted(given), item.id


@pytest.mark.parametrize("name", FORMS)
def test_no_item_can_be_taken_for_the_unit_of_another(study, name):
    names = {item.id for item in study.find_form(name).items}

    assert not names & {f"{other}_unit" for other in names}
    # a bare name with a hyphen would read as a subtraction in an expression
    assert not any("-" in item for item in names)


def test_every_loinc_code_passes_its_check_digit(study):
    codes = [
        item.terms["loinc"] for form in study.forms for item in form.items if "loinc" in item.terms
    ]

    assert len(codes) >= 12
    for code in codes:
        number, _, digit = code.partition("-")
        assert find_loinc_check_digit(number) == int(digit), code


def test_the_check_digit_refuses_a_code_of_a_public_map_that_is_wrong():
    # 11068-0 stands for sperm concentration in a public map; the number is no LOINC code
    assert find_loinc_check_digit("11068") != 0


def test_hormones_carry_the_verified_codes(study):
    form = study.find_form("hormones")
    found = {item.id: item.terms for item in form.items if item.terms}

    assert found["fsh"] == {"cdisc": "C74783", "loinc": "15067-2"}
    assert found["testosterone"] == {"cdisc": "C74793", "loinc": "14913-8"}
    # one map only names a LOINC code of inhibin B, so none is given
    assert found["inhibin_b"] == {"cdisc": "C96681"}


def test_only_counts_of_sperm_can_be_seen_but_not_quantified(study):
    form = study.find_form("semen")

    assert [item.id for item in form.items if item.not_quantifiable] == ["concentration", "total"]
