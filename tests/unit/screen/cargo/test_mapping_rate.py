import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.mapping_rate import find_low_rate
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.identifiers.report import map_identifiers

HUMAN = ("KIT", "TGFB1", "CD63", "CSF1", "GAS6", "CD9", "CD81", "EGFR", "FGF2", "ANXA1")
MOUSE = tuple(name.capitalize() for name in HUMAN)
# accessions of mouse proteins
ACCESSIONS = (
    "P05532", "P04202", "P41731", "P07141", "Q61592", "P40240", "P35762", "Q01279", "P15655",
    "P10107",
)  # fmt: skip


def judge(n_human, others, *, leaves_out=False):
    report = map_identifiers((*HUMAN[:n_human], *others[: 10 - n_human]))
    return find_low_rate("x.csv", "symbol", report, leaves_out=leaves_out)


@pytest.mark.parametrize(
    ("n_human", "leaves_out", "is_refused"),
    [(5, False, False), (4, False, True), (4, True, False), (2, True, False), (1, True, True)],
)
def test_fewer_than_half_or_a_fifth_are_refused(n_human, leaves_out, is_refused):
    assert (judge(n_human, MOUSE, leaves_out=leaves_out) is not None) is is_refused


@pytest.mark.parametrize(
    ("others", "words"),
    [
        (MOUSE, "symbols of mouse or rat"),
        (ACCESSIONS, "UniProt accessions that are not human"),
        ([f"row {n}" for n in range(10)], "no identifiers"),
        ([f"99999999{n}" for n in range(10)], "numbers that are no Entrez ids"),
    ],
)
def test_what_the_names_look_like_is_said_with_counts(others, words):
    problem = judge(1, others)

    assert problem.message.startswith("1 of 10 identifiers name human genes; 9 look like")
    assert words in problem.message


def test_the_way_out_is_named_only_where_it_is_one():
    assert '"leave_out" in [screen]' in judge(3, MOUSE).remedy
    assert "leave_out" not in judge(1, MOUSE).remedy


def test_a_few_names_are_not_judged_by_their_share():
    report = map_identifiers(MOUSE[:9])

    assert find_low_rate("x", "", report, leaves_out=False) is None


def test_a_table_of_a_mouse_is_refused_though_tables_leave_names_out(write_rows):
    header = ("Protein IDs", "Majority protein IDs", "Intensity EV1")
    path = write_rows(
        [header, *((name, name, "5") for name in ACCESSIONS), ("P10721", "P10721", 5)]
    )

    for choice in ("refuse", "leave_out"):
        with pytest.raises(InputError, match="maybe another species"):
            read_cargo_file(path, unknown_symbols=choice)
