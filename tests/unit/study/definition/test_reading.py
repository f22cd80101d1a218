import textwrap

import pytest

from tubulus.core.errors import InputError
from tubulus.study.definition.reading import collect_study, read_study

HEAD = """
schema_version = 1

[study]
id = "noa"
title = "A made-up study"
allocation = "non-randomised"
allocation_basis = "choice of the participant"
masking = "open label"

[roles]
arm = "allocation.arm"
"""

ARMS = """
[[arms]]
id = "cells"
label = "Cells"
role = "experimental"

[[arms]]
id = "hormones"
label = "Hormones"
role = "comparator"
"""

ALLOCATION = """
[[forms]]
id = "allocation"
label = "Allocation"
identifying = false
items = [
  { id = "arm", label = "Arm", kind = "code", codes = { cells = "Cells", hormones = "Hormones" } },
  { id = "allocated_on", label = "Allocated on", kind = "date" },
]
"""

SOUND = HEAD + ARMS + ALLOCATION


@pytest.fixture
def collect(tmp_path):
    def collect_text(text):
        (tmp_path / "study.toml").write_text(textwrap.dedent(text), encoding="utf-8")
        return collect_study(tmp_path)

    return collect_text


@pytest.fixture
def problems(collect):
    def list_problems(text):
        return [str(problem) for problem in collect(text)[1]]

    return list_problems


def find_line(text, fragment):
    return next(n for n, line in enumerate(text.splitlines(), start=1) if fragment in line)


def test_a_sound_study_is_read_with_its_parts_in_order(collect):
    study, problems = collect(SOUND)

    assert problems == []
    assert [arm.id for arm in study.arms] == ["cells", "hormones"]
    assert study.find_form("allocation").find_item("arm").codes["cells"] == "Cells"
    assert study.find_role("arm")[1].id == "arm"


def test_what_is_not_declared_is_found_as_none(collect):
    study, _ = collect(SOUND)

    assert study.find_form("semen") is None
    assert study.find_arm("placebo") is None
    assert study.find_visit("baseline") is None
    assert study.find_laboratory("lab") is None
    assert study.find_role("birth") is None


def test_a_misspelt_key_is_named_with_its_line_and_the_right_one(problems):
    text = SOUND.replace('role = "comparator"', 'role = "comparator"\nlabl = "x"')

    (problem,) = problems(text)

    line = find_line(text, "labl")
    assert problem == (
        f"study.toml, line {line}, arms[2].labl: unknown key 'labl'; did you mean 'label'?"
    )


def test_a_misspelt_key_of_an_item_gets_a_key_of_items(problems):
    text = SOUND.replace('label = "Allocated on"', 'lable = "Allocated on"')

    assert any(
        "items[2].lable: unknown key 'lable'; did you mean 'label'?" in p for p in problems(text)
    )


def test_a_missing_key_is_named(problems):
    (problem,) = problems(SOUND.replace('title = "A made-up study"\n', ""))

    assert "study.title: a required key is missing; add it" in problem


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ('label = "Cells"', "label = 3", "write a text in quotes"),
        ('label = "Cells"', 'label = "Cells"\noperated = "yes"', "write true or false"),
        ('label = "Cells"', 'label = "Cells"\nplanned = "40"', "write a whole number"),
        ('label = "Cells"', 'label = "Cells"\nplanned = true', "write a whole number"),
    ],
)
def test_a_value_of_the_wrong_type_gets_the_right_way_to_write_it(problems, old, new, remedy):
    (problem,) = problems(SOUND.replace(old, new, 1))

    assert remedy in problem


def test_a_value_that_is_not_among_the_possible_ones_lists_them(problems):
    (problem,) = problems(SOUND.replace('role = "comparator"', 'role = "control"'))

    assert "arms[2].role" in problem
    assert "'comparator'" in problem


def test_an_identifier_declared_twice_is_named_at_the_second_place(problems):
    text = SOUND.replace('id = "hormones"', 'id = "cells"  # second')

    assert (
        f"study.toml, line {find_line(text, '# second')}, arms[2].id: 'cells' is declared twice; "
        "give each its own id"
    ) in problems(text)


def test_two_parts_without_an_identifier_are_not_called_twins(problems):
    text = SOUND.replace('id = "cells"\n', "").replace('id = "hormones"\n', "")

    found = problems(text)

    assert not any("declared twice" in problem for problem in found)
    assert sum("a required key is missing" in problem for problem in found) == 2


def test_an_identifier_in_another_form_is_refused_with_the_rule(problems):
    found = problems(SOUND.replace('id = "cells"', 'id = "BM Cells"'))

    assert any("'BM Cells' is not an identifier; use lower case letters" in p for p in found)


@pytest.mark.parametrize(
    ("addition", "message"),
    [
        ('[[visits]]\nid = "v"\nlabel = "V"\narms = ["cell"]', "there is no arm 'cell'; did you"),
        ('[arms.anchor]\nform = "injektion"\nitem = "given_on"', "there is no form 'injektion'"),
        ('[arms.anchor]\nform = "allocation"\nitem = "arm"', "there is no date item 'arm'"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_problem(problems, addition, message):
    (problem,) = problems(f"{HEAD}{ARMS}{addition}\n{ALLOCATION}")

    assert message in problem


def test_a_role_that_leads_nowhere_is_a_problem(problems):
    (problem,) = problems(SOUND.replace('"allocation.arm"', '"allocation.group"'))

    assert "roles.arm: there is no item 'allocation.group'" in problem


def test_a_study_with_several_arms_says_which_item_tells_the_arm(problems):
    (problem,) = problems(SOUND.replace('arm = "allocation.arm"', ""))

    assert "roles.arm: a study with several arms names the item" in problem


def test_all_kinds_of_problems_are_reported_at_once_in_the_order_of_the_file(tmp_path):
    text = (
        SOUND.replace('title = "A made-up study"\n', "")
        .replace('id = "hormones"', 'id = "cells"')
        .replace('label = "Allocation"', "label = 3")
        + '[[visits]]\nid = "v"\nlabel = "V"\narms = ["placebo"]\nwindoww = [1, 2]\n'
        + '[[visits]]\nid = "w"\nlabel = "W"\narms = ["placebo"]\nwindow = [5, 2]\n'
        + '[[visits]]\nid = "x"\nlabel = "X"\narms = ["placebo"]\n'
    )
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as caught:
        read_study(tmp_path)

    fields = [problem.field for problem in caught.value.problems]
    rows = [problem.row for problem in caught.value.problems]
    assert set(fields) == {
        "study.title",
        "arms[2].id",
        "forms[1].label",
        "visits[1].windoww",
        "visits[2]",
        "visits[3].arms",
    }
    assert rows == sorted(rows)
    assert 0 not in rows


def test_a_reference_to_a_part_with_a_problem_of_its_own_is_not_reported_too(problems):
    (problem,) = problems(SOUND.replace('label = "Allocation"', "label = 3"))

    assert "forms[1].label" in problem


def test_a_problem_after_an_unreadable_part_names_the_right_position(problems):
    text = SOUND + (
        '[[visits]]\nid = "v"\nlabel = 3\n[[visits]]\nid = "w"\nlabel = "W"\narms = ["placebo"]\n'
    )

    assert any("visits[2].arms: there is no arm 'placebo'" in problem for problem in problems(text))


def test_a_study_without_its_table_is_read_as_far_as_it_goes(collect):
    text = 'schema_version = 1\n[[visits]]\nid = "v"\nlabel = "V"\n'
    study, problems = collect(text)

    assert [visit.id for visit in study.visits] == ["v"]
    assert [problem.message for problem in problems] == ["the table [study] is missing"]


@pytest.mark.parametrize("version", ["", "schema_version = 2", "schema_version = true"])
def test_another_version_of_the_schema_is_refused_at_once(collect, version):
    with pytest.raises(InputError, match="schema_version"):
        collect(version + "\n" + SOUND.replace("schema_version = 1", ""))


@pytest.mark.parametrize(
    "broken",
    [
        'study = "noa"',
        "arms = 3",
        'arms = ["cells"]',
        "forms = [1]",
        'forms = [{ use = ["semen"] }]',
        "forms = [{ use = 3 }]",
        'forms = [{ use = "semen", items = "volume" }]',
        'forms = [{ use = "semen", items = ["volume"] }]',
        'forms = [{ use = "semen", items = [{ id = 3 }] }]',
        'forms = [{ use = "semen", drop = "volume" }]',
        'forms = [{ use = "semen", checks = 3 }]',
        'forms = [{ use = "semen", checks = ["x"] }]',
        'roles = "x"',
        "visits = [[1]]",
    ],
)
def test_a_table_of_the_wrong_shape_is_a_problem_and_not_a_crash(problems, broken):
    found = problems(f"schema_version = 1\n{broken}\n")

    assert any(problem.startswith("study.toml, line 2,") for problem in found)


def test_the_hash_of_the_content_ignores_layout_and_comments(collect):
    study, _ = collect(SOUND)
    spaced, _ = collect("# a comment\n\n" + SOUND.replace(" = ", "  =   "))
    other, _ = collect(SOUND.replace("made-up", "made up"))

    assert study.content_hash == spaced.content_hash
    assert study.content_hash != other.content_hash


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("hormones = ", "hormone = ", "hormone, hormones"),
        (', hormones = "Hormones"', "", "hormones"),
        ('hormones = "Hormones"', 'hormones = "Hormones", other = "Other"', "other"),
    ],
)
def test_the_codes_that_tell_the_arm_are_the_arms(problems, old, new, differs):
    (problem,) = problems(SOUND.replace(old, new))

    assert (
        "forms[1].items[1].codes: codes of allocation.arm must be the arm ids: cells, hormones"
        in (problem)
    )
    assert f"(differs in: {differs})" in problem


def test_codes_of_an_arm_that_could_not_be_read_are_no_second_problem(problems):
    found = problems(SOUND.replace('label = "Hormones"\nrole', 'labl = "Hormones"\nrole'))

    assert all("codes of" not in problem for problem in found)


def test_the_arm_may_be_told_by_a_text(problems):
    text = 'kind = "code", codes = { cells = "Cells", hormones = "Hormones" }'

    assert problems(SOUND.replace(text, 'kind = "text"')) == []


CARGO_ALONE = 'schema_version = 1\n[study]\nid = "cargo"\ntitle = "Cargo"\n[screen]\n'


def test_a_study_without_participants_states_no_allocation_and_no_masking(collect):
    study, problems = collect(CARGO_ALONE)

    assert problems == []
    assert study.identity.design == ""


@pytest.mark.parametrize("key", ["allocation", "masking"])
@pytest.mark.parametrize("part", [ARMS, '[[visits]]\nid = "v"\nlabel = "V"\n'])
def test_a_study_with_participants_states_how_they_were_allocated_and_masked(problems, key, part):
    assert f"study.{key}: a required key is missing; add it" in "\n".join(
        problems(CARGO_ALONE + part)
    )
