"""Tests of the built-in pairs and complexes."""

from __future__ import annotations

import re

import polars as pl

from tubulus.screen.knowledge.builtin import load_builtin_complexes, load_builtin_pairs
from tubulus.screen.knowledge.partners import map_partners
from tubulus.screen.knowledge.tiers import derive_pair_knowledge
from tubulus.screen.reference import load_builtin_receptors, load_pairs


def test_the_pairs_of_genes_are_those_of_the_shipped_table():
    assert load_builtin_pairs().pairs.equals(load_pairs().sort("ligand", "receptor"))


def test_every_complex_is_written_by_approved_symbols_and_cited():
    frame = load_builtin_complexes()
    names = frame["complex"].to_list()
    reference = re.compile(r"(PMID:\d+|PMCID:PMC\d+|DOI:10\.\S+|GO:\d{7}|PDB:\w{4})")

    assert map_partners(names).partners == {name: name for name in names}
    assert len(set(names)) == len(names)
    for text in frame["reference"]:
        assert all(reference.fullmatch(part) for part in text.split("; "))
    assert (frame["seen"] != "").all()


def test_every_complex_holds_a_receptor_of_the_built_in_map():
    mapped = set(load_builtin_receptors()["symbol"])

    for name in load_builtin_complexes()["complex"]:
        assert mapped & set(name.split("+")), name


def test_a_complex_stands_beside_the_ligands_of_all_its_subunits_only():
    rows = load_builtin_pairs().rows
    ligands = set(rows.filter(receptor="TGFBR1+TGFBR2")["ligand"])

    assert {"TGFB1", "TGFB2", "TGFB3"} <= ligands
    both = load_pairs().filter(pl.col("receptor").is_in(["TGFBR1", "TGFBR2"]))
    counted = both.group_by("ligand").len().filter(pl.col("len") == 2)
    assert ligands == set(counted["ligand"])


def test_the_table_alone_is_one_curation():
    knowledge = derive_pair_knowledge([load_builtin_pairs()])

    assert knowledge.select("tier", "lineages").unique().rows() == [(1, 1)]
