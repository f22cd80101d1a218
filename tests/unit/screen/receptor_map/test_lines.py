import pytest

from tubulus.screen.receptor_map.cell_words import TUBULE
from tubulus.screen.receptor_map.lines import (
    LINE_SCHEMA,
    PROTEIN,
    RNA,
    find_evidence,
    index_lines,
    join_lines,
)

GERM = "germ cells, stage unresolved"
PARTS = (
    "spermatogonia", "preleptotene spermatocytes", "pachytene spermatocytes", "early spermatids",
    "late spermatids",
)  # fmt: skip


def find(lines, cell_type, kind=PROTEIN):
    return find_evidence(index_lines(lines, kind), "KIT", cell_type)


def line(cell_type, state, **more):
    return {"symbol": "KIT", "cell_type": cell_type, "state": state, **more}


def test_what_no_line_speaks_of_is_left_open(make_lines):
    assert find(make_lines(line("Leydig cells", "present")), "Sertoli cells") is None
    assert find(make_lines(line("Leydig cells", "present")), "Leydig cells", RNA) is None


def test_lines_that_contradict_each_other_are_a_conflict_and_no_mean(make_lines):
    lines = make_lines(
        line("Leydig cells", "present", value=3.0, label="High", disease="NOA"),
        line("Leydig cells", "absent", value=0.0, label="None", source="paper"),
    )

    found = find(lines, "Leydig cells")

    assert (found.state, found.label, found.value) == ("unknown", "conflict", None)
    assert "NOA" in found.conflict
    assert found.source == "atlas; paper"


def test_an_unknown_line_does_not_silence_the_next(make_lines):
    lines = make_lines(
        line("Leydig cells", "unknown"), line("Leydig cells", "absent", source="paper")
    )

    found = find(lines, "Leydig cells")

    assert (found.state, found.source) == ("absent", "paper")


def test_a_name_for_several_cells_is_present_with_one_part(make_lines):
    found = find(make_lines(line("early spermatids", "present")), GERM)

    assert found.state == "present"
    assert "present on early spermatids, of spermatids" in found.reason


@pytest.mark.parametrize(("parts", "state"), [(PARTS, "absent"), (PARTS[:-1], "unknown")])
def test_a_name_for_several_cells_is_absent_only_with_every_part(make_lines, parts, state):
    found = find(make_lines(*(line(part, "absent") for part in parts)), GERM)

    assert found.state == state


def test_parts_of_parts_count(make_lines):
    lines = make_lines(
        line("undifferentiated spermatogonia", "absent"),
        line("differentiating spermatogonia", "absent"),
        line("spermatocytes", "absent"),
        line("spermatids", "present"),
    )

    assert find(lines, "spermatogonia").state == "absent"
    assert find(lines, GERM).state == "present"
    assert find(lines, TUBULE).state == "present"


@pytest.mark.parametrize(
    ("cell_type", "state"),
    [
        ("Sertoli cells", "absent"),
        ("pachytene spermatocytes", "absent"),
        ("differentiating spermatogonia", "unknown"),
        ("undifferentiated spermatogonia", "unknown"),
        ("peritubular myoid cells", None),
        ("Leydig cells", None),
    ],
)
def test_a_negative_score_of_the_whole_tubule_denies_its_common_cells_only(
    make_lines, cell_type, state
):
    found = find(make_lines(line(TUBULE, "absent", value=0.0)), cell_type)

    assert (found.state if found else None) == state


def test_a_positive_score_of_the_whole_tubule_places_nothing(make_lines):
    assert find(make_lines(line(TUBULE, "present")), "Sertoli cells").state == "unknown"


def test_negative_rna_of_a_wider_group_denies_nothing(make_lines):
    lines = make_lines(line("spermatocytes", "absent", kind=RNA))

    assert find(lines, "pachytene spermatocytes", RNA).state == "unknown"


@pytest.mark.parametrize("state", ["present", "absent"])
def test_spermatogonia_do_not_tell_of_their_stem_cells(make_lines, state):
    found = find(make_lines(line("spermatogonia", state)), "undifferentiated spermatogonia")

    assert found.state == "unknown"


def test_no_tables_join_to_no_lines():
    assert join_lines([]).columns == list(LINE_SCHEMA)
