from tests.support.screen_material import make_screen_material

from tubulus.report.tables.screening.data import make_data_table

SCREEN = {
    "data": [
        {"name": "Built-in pairs", "version": "2020", "sha256": "ab" * 32},
        {"name": "net.tsv (list of pairs)", "version": "", "sha256": ""},
        {"name": "a gene set", "version": "GO", "sha256": ""},
    ],
    "evidence_notes": ["1 row left out."],
    "cargo_notes": ["2 names are lost."],
}


def make_material(inputs):
    material = make_screen_material(screen=SCREEN)
    material.results.manifest["provenance"] = {"s": {"step": "screen", "inputs": inputs}}
    return material


def read_rows(inputs):
    table = make_data_table(make_material(inputs), SCREEN)
    return [(name, *(str(cell) for cell in cells)) for _, name, cells in table.rows]


def test_tables_show_version_and_hash_and_a_network_the_hash_of_its_file():
    rows = read_rows({"folder/net.tsv": "cd" * 32, "code": "12"})

    assert rows == [
        ("Built-in pairs", "2020", f"<code>{'ab' * 32}</code>"),
        ("net.tsv (list of pairs)", "–", f"<code>{'cd' * 32}</code>"),
        ("a gene set", "GO", "built in"),
    ]


def test_files_that_no_table_names_are_listed_with_their_hash():
    rows = read_rows({"detection.csv": "ef" * 32, "tables": "built in"})

    assert rows[-1] == ("detection.csv", "–", f"<code>{'ef' * 32}</code>")
    assert len(rows) == 4


def test_what_reading_left_out_is_noted():
    table = make_data_table(make_material({}), SCREEN)

    assert tuple(table.notes) == ("1 row left out.", "2 names are lost.")


def test_a_run_that_names_no_data_has_no_table():
    assert make_data_table(make_material({"code": "12"}), {}) is None
