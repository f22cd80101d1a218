import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.reading import read_cargo_file

HEADER = (
    "CONTENT ID", "CONTENT TYPE", "ENTREZ GENE ID", "GENE SYMBOL", "SPECIES", "EXPERIMENT ID",
    "METHODS",
)  # fmt: skip


def make_row(symbol, kind="protein", experiment="4", species="Homo sapiens", entrez=""):
    return ("1", kind, entrez, symbol, species, experiment, "Mass spectrometry")


@pytest.fixture
def read(write_rows):
    def read_rows(*rows, experiments=()):
        path = write_rows([HEADER, *rows], "VESICLEPEDIA_PROTEIN_MRNA_DETAILS.txt")
        return read_cargo_file(path, options=CargoOptions(experiments))

    return read_rows


def test_protein_rows_are_kept_in_every_spelling(read):
    reading = read(
        make_row("CD63"), make_row("KIT", "Protein"), make_row("TGFB1", "PROTEINS "),
        make_row("OR2A4", "mRNA"), make_row("MIR21", "miRNA"),
    )  # fmt: skip

    assert reading.cargo["symbol"].to_list() == ["CD63", "KIT", "TGFB1"]
    assert any("2 rows of mRNA" in note for note in reading.notes)


def test_the_chosen_experiments_are_taken_together(read):
    rows = [
        make_row("CD63", experiment="4"),
        make_row("KIT", experiment="5"),
        make_row("TGFB1", experiment="6"),
    ]

    reading = read(*rows, experiments=("4", "6"))

    assert reading.cargo["symbol"].to_list() == ["CD63", "TGFB1"]
    assert "experiment 6" in reading.cargo["source"][1]
    assert set(reading.cargo["method"]) == {"Mass spectrometry"}


def test_several_experiments_without_a_choice_are_refused_with_the_largest(read):
    rows = [make_row("CD63"), make_row("KIT", experiment="5"), make_row("TGFB1", experiment="5")]

    with pytest.raises(InputError, match=r"the largest are 5 \(2\), 4 \(1\)"):
        read(*rows)


def test_every_wrong_experiment_is_named(read):
    rows = [make_row("CD63"), make_row("Kit", experiment="5", species="Mus musculus")]

    with pytest.raises(InputError) as caught:
        read(*rows, experiments=("5", "99"))

    messages = [problem.message for problem in caught.value.problems]
    assert messages == ["experiment 5 holds no human proteins", "holds no experiment 99"]


def test_rows_of_another_species_are_set_aside(read):
    reading = read(make_row("CD63"), make_row("Kit", species="Mus musculus"))

    assert reading.cargo["symbol"].to_list() == ["CD63"]


def test_the_entrez_id_stands_in_for_an_old_symbol(read):
    assert read(make_row("OLDNAME9", entrez="3815")).cargo["symbol"].to_list() == ["KIT"]
