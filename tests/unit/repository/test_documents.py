"""The documents and the files beside the code say what is true."""

import re
import tomllib

import pytest
from tests.support.documents import list_steps

from tubulus import __version__

BINARY = {".gz", ".parquet", ".png", ".zip", ".npz", ".pdf"}
# absolute paths of the usual places in which somebody's checkout lies
MACHINE_PATH = re.compile(r"(?<![\w.~%-])/(?:work|farm|root|home|Users)/|[A-Z]:\\Users\\")
DECISION_PARTS = ["## Context", "## Decision", "## Consequences"]


def test_no_tracked_file_holds_a_path_of_somebodys_machine(tracked, repository):
    found = [
        f"{path.relative_to(repository)}:{number}"
        for path in tracked
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if MACHINE_PATH.search(line)
    ]

    assert found == []


@pytest.mark.parametrize("text", ["in /ro" + "ot/x", '"/ho' + 'me/ann/x"', "/wo" + "rk/a"])
def test_a_path_of_a_machine_is_recognised(text):
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", ["https://example.org/home/x", "docs" + "/wo" + "rk/x", "~/home/"])
def test_an_address_is_not_taken_for_a_path_of_a_machine(text):
    assert not MACHINE_PATH.search(text)


def test_every_decision_record_has_context_decision_and_consequences(repository):
    records = sorted((repository / "docs" / "decisions").glob("0*.md"))

    parts = {
        path.name: [p for p in DECISION_PARTS if p in path.read_text("utf-8").splitlines()]
        for path in records
    }

    assert len(records) >= 3
    assert parts == dict.fromkeys(parts, DECISION_PARTS)


def test_decision_records_are_numbered_without_gaps(repository):
    records = sorted((repository / "docs" / "decisions").glob("0*.md"))

    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))


def test_a_decision_record_fits_on_a_page(repository):
    records = (repository / "docs" / "decisions").glob("0*.md")

    assert {path.name for path in records if len(path.read_text("utf-8").split()) > 1000} == set()


def test_the_readme_names_the_two_commands(repository):
    commands = [step.command for step in list_steps(repository / "README.md")]

    assert {"make demo", "make test"} <= set(commands)


def test_every_make_target_that_a_document_names_exists(repository, tracked):
    makefile = (repository / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))

    named = {
        target
        for path in (*tracked, repository / ".ci" / "run")
        if path.suffix == ".md" or path.name == "run"
        for target in re.findall(r"(?:`|^\$? ?)make ([a-z]+)", path.read_text("utf-8"), re.M)
    }

    assert {"demo", "test", "check"} <= named
    assert named <= targets


@pytest.mark.parametrize("file", ["pyproject.toml", "CITATION.cff"])
def test_every_file_states_the_version_of_the_package(repository, file):
    text = (repository / file).read_text("utf-8")

    assert re.findall(r"^version(?: = |: )\"?([\d.]+)", text, re.MULTILINE) == [__version__]


def test_the_pinned_versions_hold_every_direct_dependency(repository):
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]
    # nobody needs a card's libraries, some gigabytes, to work on this
    parts = {k: part for k, part in project["optional-dependencies"].items() if k != "gpu"}
    extras = [name for part in parts.values() for name in part]

    base = read_pins(repository / "requirements" / "base.txt")
    dev = read_pins(repository / "requirements" / "dev.txt")

    assert {strip(need) for need in project["dependencies"]} <= set(base)
    assert {strip(need) for need in extras} <= set(dev)
    assert base.items() <= dev.items()


def strip(need):
    return re.split(r"[<>=!~\[; ]", need)[0].lower().replace("_", "-")


def read_pins(path):
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {strip(line): line.split("==")[1] for line in lines}
