import pytest

from tubulus.screen.receptor_map.cell_words import CELL_TYPES, PARTS, resolve_cell_type
from tubulus.screen.reference import load_builtin_receptors


@pytest.mark.parametrize(
    ("word", "cell_type", "compartment"),
    [
        ("elongated or late spermatids", "late spermatids", "adluminal"),
        ("Diff.SPG", "differentiating spermatogonia", "basal"),
        ("Round_Spermatids", "early spermatids", "adluminal"),
        ("peritubular cells", "peritubular myoid cells", "basal"),
        ("SSC-2", "undifferentiated spermatogonia", "basal"),
        ("cells in seminiferous ducts", "tubule cells, type unresolved", "unresolved"),
    ],
)
def test_words_of_atlases_and_papers_are_known(word, cell_type, compartment):
    cell = resolve_cell_type(word)

    assert (cell.cell_type, cell.compartment, cell.is_known) == (cell_type, compartment, True)


def test_a_word_that_is_not_known_stays_with_its_side_unresolved():
    cell = resolve_cell_type("Cluster X ")

    assert (cell.cell_type, cell.compartment, cell.is_known) == ("Cluster X", "unresolved", False)
    assert "Cluster X" in cell.note


def test_the_sertoli_cell_spans_the_barrier():
    cell = resolve_cell_type("Sertoli")

    assert cell.compartment == "unresolved"
    assert "spans" in cell.note


def test_every_cell_of_the_built_in_map_is_known_on_the_same_side():
    built_in = load_builtin_receptors().select("cell_type", "compartment").unique()

    for name, compartment in built_in.iter_rows():
        cell = resolve_cell_type(name)
        assert (cell.cell_type, cell.compartment) == (name, compartment)


def test_no_word_stands_for_two_cell_types():
    words = [w for _, own in CELL_TYPES.values() for w in own]

    assert len(words) == len(set(words))


def test_parts_are_cell_types_themselves():
    assert {part for parts in PARTS.values() for part in parts} <= set(CELL_TYPES)
