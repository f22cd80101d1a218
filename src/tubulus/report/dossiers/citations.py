"""Citations in a text become links: PubMed, DOI, Protein Data Bank, Gene Ontology."""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup, escape

__all__ = ["join_sources", "link_citations"]

_CITATION = re.compile(
    r"\b(?:(?P<pmid>PMID:\s?(?P<number>\d{1,9}))"
    r"|(?P<pmc>PMC\d{3,9})"
    r"|(?P<go>GO:\d{7})"
    r"|(?P<pdb>PDB:\s?(?P<entry>[0-9][A-Za-z0-9]{3}))"
    # a DOI may hold brackets; a full stop, comma or bracket at its end belongs to the sentence
    r"|(?P<doi>DOI:\s?(?P<name>10\.\d{4,9}/[^\s;,\"<>]*[^\s;,.\"<>()])))",
    re.IGNORECASE,
)

_MEMBER = re.compile(r"([^\s():;]+) \(([^():;]+)\)")


def link_citations(text: str) -> Markup:
    """Escape a text; make a link of each ``PMID:``, ``DOI:``, ``PDB:``, ``GO:``, PMC identifier.

    Notes
    -----
    A link loads nothing until the reader follows it. What is no identifier stays as it is.
    """
    made, position = Markup(""), 0
    for found in _CITATION.finditer(text):
        made += escape(text[position : found.start()])
        made += Markup('<a href="{}" rel="noreferrer">{}</a>').format(_locate(found), found[0])
        position = found.end()
    return made + escape(text[position:])


def join_sources(text: str) -> str:
    """Put tables that come from one collection together.

    ``a (C 1.0); b (C 1.0); d`` becomes ``C 1.0: a, b; d``. A collection of one table stays as it
    is written.
    """
    parts = text.split("; ")
    members: dict[str, list[str]] = {}
    for part in parts:
        if found := _MEMBER.fullmatch(part):
            members.setdefault(found[2], []).append(found[1])
    joined = {of: f"{of}: {', '.join(names)}" for of, names in members.items() if len(names) > 1}
    said = (
        joined.get(found[2], part) if (found := _MEMBER.fullmatch(part)) else part for part in parts
    )
    return "; ".join(dict.fromkeys(said))


def _locate(found: re.Match[str]) -> str:
    if found["pmid"]:
        return f"https://pubmed.ncbi.nlm.nih.gov/{found['number']}/"
    if found["pmc"]:
        return f"https://www.ncbi.nlm.nih.gov/pmc/articles/{found['pmc'].upper()}/"
    if found["go"]:
        return f"https://amigo.geneontology.org/amigo/term/{found['go'].upper()}"
    if found["pdb"]:
        return f"https://www.rcsb.org/structure/{found['entry'].upper()}"
    return f"https://doi.org/{quote(found['name'], safe='/:;().-_')}"
