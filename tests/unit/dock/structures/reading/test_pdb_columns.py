"""A PDB file that was cut off is told from one whose program writes it that way."""

import pytest
from tests.support.dock import make_peptide

from tubulus.core.errors import InputError
from tubulus.dock.structures.reading.pdb_columns import check_coordinate_columns, tell_open_end
from tubulus.dock.structures.writing import render_pdb

LINES = [line for line in render_pdb(make_peptide("ADKLF")).splitlines() if line[:4] == "ATOM"]


@pytest.mark.parametrize("kept", [70, 58, 54, 52, 50, 40])
def test_a_file_that_breaks_off_within_a_line_is_refused_with_that_line(kept):
    text = "\n".join([*LINES[:20], LINES[20][:kept].rstrip()])

    with pytest.raises(InputError) as caught:
        check_coordinate_columns("cut.pdb", text)

    (problem,) = caught.value.problems
    assert (problem.file, problem.row) == ("cut.pdb", 21)


@pytest.mark.parametrize(
    "lines",
    [
        LINES,
        [line[:54] for line in LINES],
        [line[:66] for line in LINES],
        [LINES[0] + "1+", *LINES[1:]],
        [*LINES, "TER", "END"],
    ],
)
def test_files_as_programs_write_them_are_taken(lines):
    for ending in ("", "\n"):
        check_coordinate_columns("whole.pdb", "\n".join(lines) + ending)


def test_the_last_residue_is_named_where_nothing_says_that_the_file_ends():
    assert tell_open_end("\n".join(LINES)) == "PHE 5 of chain A"
    assert tell_open_end("\n".join([*LINES, "END"])) == ""
    assert tell_open_end("\n".join([*LINES, "TER"])) == ""
