import pytest

from tubulus.report.dossiers.citations import join_sources, link_citations


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("PMID:123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ("(PMID: 123).", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ("DOI:10.0000/a(b).c, and more", "https://doi.org/10.0000/a(b).c"),
        ("see doi:10.0000/x.", "https://doi.org/10.0000/x"),
        ("PDB:0xxx", "https://www.rcsb.org/structure/0XXX"),
        ("PMC0000001", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC0000001/"),
    ],
)
def test_an_identifier_becomes_a_link_and_its_sentence_stays(text, target):
    made = link_citations(text)

    assert made.count("<a ") == 1
    assert f'href="{target}"' in made
    assert made.striptags() == text


def test_two_citations_in_one_text_are_two_links():
    assert link_citations("PMID:1; PMID:2").count("<a ") == 2


@pytest.mark.parametrize("text", ["", "Jenab & Morris 1998", "PMID:none", "XPMID:12", "DOI:10.1"])
def test_what_is_no_identifier_stays_text(text):
    made = link_citations(text)

    assert "<a " not in made
    assert made.unescape() == text


def test_markup_around_a_citation_is_escaped():
    made = link_citations('<img src=x> DOI:10.0000/a"onclick="x PMID:7')

    assert "<img" not in made
    assert 'onclick="' not in made
    assert "https://doi.org/10.0000/a" in made


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a (C 1.0); b (C 1.0); d", "C 1.0: a, b; d"),
        ("PMID:1; a (C 1.0); d", "PMID:1; a (C 1.0); d"),
        ("Lai 2012 (listed); Lai 2013 (listed)", "Lai 2012 (listed); Lai 2013 (listed)"),
        ("", ""),
    ],
)
def test_tables_of_one_collection_are_named_together(text, said):
    assert join_sources(text) == said


def test_a_term_of_the_gene_ontology_is_a_link():
    assert 'term/GO:0034667" rel="noreferrer">GO:0034667</a>' in link_citations("GO:0034667")
