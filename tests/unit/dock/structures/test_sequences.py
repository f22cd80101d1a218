"""A chain lies on its entry where it belongs, and copies of one protein are known."""

import pytest

from tubulus.dock.structures.sequences import is_same_protein, match_sequence

ENTRY = "MPPSGLRLLPLLLPLLWLLVLTPGRPAAGLSTCKTIDMELVKRKRIEAIRGQILSKLRLASPPSQGEVPPGPLPEAVLALYNST"


def test_a_piece_of_the_entry_lies_where_it_belongs():
    found = match_sequence(ENTRY[29:60], ENTRY)

    assert found.positions.tolist() == list(range(30, 61))
    assert (found.identity, found.overlap, found.differences) == (1.0, 1.0, ())


def test_an_unresolved_loop_does_not_shift_what_follows():
    found = match_sequence(ENTRY[10:30] + ENTRY[45:70], ENTRY)

    assert found.positions.tolist() == [*range(11, 31), *range(46, 71)]
    assert found.is_the_same


def test_a_tag_lies_on_no_position():
    found = match_sequence("HHHHHHH" + ENTRY[29:69], ENTRY)

    assert found.positions[:6].tolist() == [0] * 6
    assert found.positions[7:].tolist() == list(range(30, 70))
    assert found.is_the_same


def test_a_mutation_is_named():
    mutant = ENTRY[29:40] + "W" + ENTRY[41:60]

    assert match_sequence(mutant, ENTRY).differences == (f"{ENTRY[40]}41W",)


@pytest.mark.parametrize(
    "other",
    [
        "GIVEQCCTSICSLYQLENYCNFVNQHLCGSHLVEALYLVCGERGFFYTPKT",
        "KVFGRCELAAAMKRHGLDNYRGYSLGNWVCAAKFESNFNTQATNRNTDGSTDYGILQINSRWWCNDGRTPGSRN",
    ],
)
def test_another_protein_is_not_taken_for_the_entry(other):
    assert not match_sequence(other, ENTRY).is_the_same


def test_a_chain_without_residues_overlaps_with_nothing():
    found = match_sequence("", ENTRY)

    assert (found.overlap, found.identity, found.is_the_same) == (0.0, 0.0, False)


def test_copies_may_lack_loops_and_bear_mutations_and_relatives_are_none():
    loop, mutant = ENTRY[:20] + ENTRY[30:], f"{ENTRY[:40]}W{ENTRY[41:]}"
    relative = "".join("W" if i % 5 == 0 else x for i, x in enumerate(ENTRY))

    assert is_same_protein(loop, mutant)
    assert is_same_protein(ENTRY, ENTRY)
    assert not is_same_protein(relative, ENTRY)
