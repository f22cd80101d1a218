import polars as pl

from tubulus.exchange.networks import GeneSet, make_gene_sets, write_gmt


def test_receptors_hold_their_ligands_and_cell_types_their_receptors(tables):
    sets = {one.name: one.genes for one in make_gene_sets(tables)}

    assert sets["LIGANDS_OF_RECB"] == ("LIGA", "LIGB")
    assert sets["RECEPTORS_ON_LEYDIG_CELLS"] == ("RECC",)
    # the pair of LIGC and RECD is absent
    assert "LIGANDS_OF_RECD" not in sets


def test_a_gene_stands_once_in_a_set(tables):
    twice = {"interactions": pl.concat([tables["interactions"], tables["interactions"]])}

    assert make_gene_sets(twice) == make_gene_sets(tables)


def test_each_set_is_a_line_of_tabs(tables, tmp_path):
    sets = make_gene_sets(tables)
    write_gmt(tmp_path / "sets.gmt", sets)

    lines = (tmp_path / "sets.gmt").read_text("utf-8").splitlines()

    assert [tuple(line.split("\t")[2:]) for line in lines] == [one.genes for one in sets]
    assert all("hypotheses" in line.split("\t")[1] for line in lines)


def test_tabs_and_line_ends_inside_a_text_break_no_line(tmp_path):
    write_gmt(tmp_path / "sets.gmt", [GeneSet("A", "two\nlines\tand a tab", ("G1", "G2"))])

    assert (tmp_path / "sets.gmt").read_text("utf-8") == "A\ttwo lines and a tab\tG1\tG2\n"


def test_no_candidate_gives_an_empty_file(tables, tmp_path):
    sets = make_gene_sets({"interactions": tables["interactions"].clear()})
    write_gmt(tmp_path / "sets.gmt", sets)

    assert (tmp_path / "sets.gmt").read_bytes() == b""
