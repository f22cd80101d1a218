"""No figure of the reference trial stands in the code: what a report states comes from data."""

import ast
import re

import pytest

# figures and identifiers of the published trial that the example study is modelled on
FIGURES = re.compile(
    r"\b9\s*(?:/|of|out of)\s*40\b|(?<![\d.])22\.5(?!\d)|\b0\.225\b|\b40 men\b", re.I
)
# without one of these there is no figure, and the code need not be taken apart
PARTS = ("40", "22.5", "225")
IDENTIFIERS = re.compile(r"IRCT\d+|\b39033372\b")


def strip_prose(text):
    """Return Python code without comments and docstrings, whose worked examples may use any."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        documented = isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        )
        if documented and ast.get_docstring(node, clean=False) is not None:
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


def list_shipped(tracked, repository):
    return [p for p in tracked if p.is_relative_to(repository / "src") and p.suffix != ".gz"]


def find(pattern, paths, repository, *, prose):
    found = []
    for path in paths:
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        if not prose and path.suffix == ".py" and any(part in text for part in PARTS):
            text = strip_prose(text)
        if pattern.search(text):
            found.append(path.relative_to(repository).as_posix())
    return found


def test_no_figure_of_the_trial_is_written_into_code_or_templates(tracked, repository):
    paths = [p for p in list_shipped(tracked, repository) if p.suffix not in {".csv", ".tsv"}]

    assert len(paths) > 100
    assert find(FIGURES, paths, repository, prose=False) == []


def test_no_identifier_of_the_trial_is_written_into_the_package(tracked, repository):
    paths = list_shipped(tracked, repository)

    assert find(IDENTIFIERS, paths, repository, prose=True) == []


@pytest.mark.parametrize("text", ["9/40", "9 of 40 men", "22.5 %", "share = 0.225", "in 40 men"])
def test_a_figure_of_the_trial_is_recognised(text):
    assert FIGURES.search(text)


@pytest.mark.parametrize("text", ["30 to 40 years", "122.5", "22.55", "19/40", "n = 40"])
def test_other_figures_are_not_taken_for_one(text):
    assert not FIGURES.search(text)


def test_a_worked_example_in_a_docstring_is_prose():
    assert not FIGURES.search(strip_prose('def f():\n    """Take 22.5 of 40."""\n    return 1\n'))
    assert FIGURES.search(strip_prose("def f():\n    return 22.5\n"))
