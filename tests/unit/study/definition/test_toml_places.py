import textwrap

import pytest

from tubulus.core.errors import InputError
from tubulus.study.definition.toml_places import read_toml, render_path


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path = tmp_path / "study.toml"
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return read_toml(path)

    return read_text


def test_keys_have_the_line_on_which_they_stand(read):
    table = read("""
        schema_version = 1

        [study]
        # a comment
        id = "noa"
    """)

    assert table.find_line(("schema_version",)) == 1
    assert table.find_line(("study",)) == 3
    assert table.find_line(("study", "id")) == 5


def test_each_entry_of_an_array_of_tables_has_its_own_lines(read):
    table = read("""
        [[arms]]
        id = "cells"

        [[arms]]
        id = "hormones"
    """)

    assert table.find_line(("arms", 0)) == 1
    assert table.find_line(("arms", 0, "id")) == 2
    assert table.find_line(("arms", 1)) == 4
    assert table.find_line(("arms", 1, "id")) == 5


def test_arrays_of_tables_count_anew_in_each_entry_of_the_outer_one(read):
    table = read("""
        [[forms]]
        id = "a"
        [[forms.items]]
        id = "x"
        [[forms.items]]
        id = "y"
        [[forms]]
        id = "b"
        [[forms.items]]
        id = "z"
        [forms.items.codes]
        one = "1"
    """)

    assert table.find_line(("forms", 0, "items", 1, "id")) == 6
    assert table.find_line(("forms", 1, "items", 0, "id")) == 10
    assert table.find_line(("forms", 1, "items", 0, "codes", "one")) == 12


def test_a_table_below_an_entry_belongs_to_the_last_entry(read):
    table = read("""
        [[arms]]
        id = "cells"
        [arms.anchor]
        form = "injection"
        [[arms]]
        id = "hormones"
        [arms.anchor]
        form = "hormone-therapy"
    """)

    assert table.find_line(("arms", 0, "anchor", "form")) == 4
    assert table.find_line(("arms", 1, "anchor", "form")) == 8


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_lines_inside_a_long_text_are_no_keys(read, quotes):
    table = read(f"""
        summary = {quotes}
        [study]
        id = "not a key"
        it's a "trap" # ]
        {quotes}
        [study]
        id = "noa"
    """)

    assert table.find_line(("study",)) == 6
    assert table.find_line(("study", "id")) == 7


def test_a_long_text_may_hold_escaped_quotes(read):
    table = read(r'''
        summary = """
        he said \""" and [went
        """
        id = "noa"
    ''')

    assert table.find_line(("id",)) == 4


def test_lines_inside_a_long_list_are_no_keys(read):
    table = read("""
        references = [
          "a = 1",  # ] a bracket in a comment
          "b ]",
        ]
        id = "noa"
    """)

    assert table.find_line(("references",)) == 1
    assert table.find_line(("id",)) == 5


def test_tables_in_a_list_over_several_lines_have_their_own_lines(read):
    table = read("""
        [[forms]]
        id = "a"
        items = [
          { id = "x", label = "X" },
          { id = "y", label = "Y" },
        ]
        repeats = true
    """)

    assert table.find_line(("forms", 0, "items")) == 3
    assert table.find_line(("forms", 0, "items", 0, "label")) == 4
    assert table.find_line(("forms", 0, "items", 1, "id")) == 5
    assert table.find_line(("forms", 0, "repeats")) == 7


def test_keys_of_an_inline_table_have_the_line_of_the_table(read):
    table = read("""
        [[arms]]
        id = "cells"
        anchor = { form = "injection", item = "given_on" }
        label = "Cells"
    """)

    assert table.find_line(("arms", 0, "anchor", "item")) == 3
    assert table.find_line(("arms", 0, "label")) == 4


def test_keys_in_quotes_are_found(read):
    table = read("""
        [laboratories."lab.one"]
        "strange key" = 1
        'a.b' = 2
        "with # mark" = 3
    """)

    assert table.find_line(("laboratories", "lab.one")) == 1
    assert table.find_line(("laboratories", "lab.one", "strange key")) == 2
    assert table.find_line(("laboratories", "lab.one", "a.b")) == 3
    assert table.find_line(("laboratories", "lab.one", "with # mark")) == 4


def test_dotted_keys_are_found(read):
    table = read("""
        [study]
        design.masking = "open label"
        design . "allocation basis" = "choice"
    """)

    assert table.find_line(("study", "design", "masking")) == 2
    assert table.find_line(("study", "design", "allocation basis")) == 3


def test_headers_may_hold_blanks_and_comments(read):
    table = read("""
        [ study ]  # who
        id = "noa"
        [[ arms ]] # [not] a header
        id = "cells"
    """)

    assert table.find_line(("study", "id")) == 2
    assert table.find_line(("arms", 0, "id")) == 4


def test_a_path_without_a_line_has_that_of_its_nearest_ancestor(read):
    table = read("""
        [study]
        id = "noa"
    """)

    assert table.find_line(("study", "title")) == 1
    assert table.find_line(("nothing",)) == 0


def test_a_problem_names_file_line_and_path(read):
    table = read("""
        [[visits]]
        id = "baseline"
    """)

    problem = table.make_problem(("visits", 0, "id"), "is odd", "mend it")

    assert str(problem) == "study.toml, line 2, visits[1].id: is odd; mend it"


def test_positions_of_a_path_count_from_one():
    assert render_path(("visits", 2, "window", 0)) == "visits[3].window[1]"


def test_a_missing_file_is_a_problem_with_its_place(tmp_path):
    with pytest.raises(InputError, match=r"study\.toml: the file does not exist"):
        read_toml(tmp_path / "study.toml")


def test_text_that_is_not_toml_is_a_problem_with_its_line(read):
    with pytest.raises(InputError) as caught:
        read("""
            id = "noa"
            title = no quotes
        """)

    (problem,) = caught.value.problems
    assert problem.row == 2
    assert "not valid TOML" in problem.message


def test_an_unclosed_text_at_the_end_of_the_file_is_a_problem(read):
    with pytest.raises(InputError, match="not valid TOML"):
        read('id = "noa')


def test_text_in_another_encoding_is_a_problem_with_its_line(tmp_path):
    path = tmp_path / "study.toml"
    path.write_bytes('id = "noa"\ntitle = "España"\n'.encode("latin-1"))

    with pytest.raises(InputError) as caught:
        read_toml(path)

    assert caught.value.problems[0].row == 2
    assert "UTF-8" in caught.value.problems[0].message


def test_a_byte_order_mark_and_line_ends_of_windows_change_nothing(tmp_path):
    path = tmp_path / "study.toml"
    path.write_bytes(b'\xef\xbb\xbf[study]\r\nid = "noa"\r\n')

    table = read_toml(path)

    assert table.data == {"study": {"id": "noa"}}
    assert table.find_line(("study", "id")) == 2


def test_a_separator_that_only_unicode_knows_is_no_line_end(read):
    table = read('title = "a\u2028b"\nid = "noa"\n')

    assert table.find_line(("id",)) == 2


@pytest.mark.parametrize("line", ["title = <My study>", "title = My study", "synthetic = True"])
def test_a_text_without_quotes_is_answered_with_quotes(tmp_path, line):
    (tmp_path / "study.toml").write_text(f"schema_version = 1\n{line}\n", encoding="utf-8")

    with pytest.raises(InputError, match=r"line 2: not valid TOML: .*; put texts in quotes"):
        read_toml(tmp_path / "study.toml")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "  # in angstrom\n"])
def test_a_number_with_a_comma_is_answered_with_a_decimal_point(tmp_path, ending):
    text = f"schema_version = 1\nspacing_angstrom = 1,6{ending}rotations = 12\n"
    (tmp_path / "study.toml").write_bytes(text.encode())

    with pytest.raises(InputError, match=r"line 2: .*; write the number with a decimal point: 1.6"):
        read_toml(tmp_path / "study.toml")
