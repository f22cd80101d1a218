"""What each kind of interaction file is called, how its header tells it, and which rows count.

Every rule yields the reason for which a row is left out, so that nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

__all__ = ["INTERACTION_FORMATS", "Evidence", "InteractionFormat", "choose_format"]

Evidence = Literal["systematic", "literature", "score", "signalling"]
Rule = Callable[[frozenset[str]], dict[str, pl.Expr]]

_HUMAN = "not between two human proteins"
_ENSEMBL = r"^ENSG\d{11}(\.\d+)?$"


@dataclass(frozen=True, slots=True)
class InteractionFormat:
    """A kind of interaction file.

    Parameters
    ----------
    name, title : str
        What settings and people call it.
    evidence : str
        ``systematic`` (every pair of a space was tried alike), ``literature`` (what was studied),
        ``score`` (a confidence) or ``signalling`` (signed and directed; no binding).
    signature : tuple of str
        Columns by which the header is known.
    ends : tuple of str
        Columns with the names of both ends.
    optional : tuple of str
        Further columns that are read where they exist.
    rules : callable
        From the columns that exist: reason, and whether it leaves a row out.
    values : callable
        From the columns that exist: what to compute of a row (``score``, ``sign``, ``paper``).
    clean : callable
        From a cell with a name to the name.
    holds_imex : bool
        Whether a file may hold what databases of IMEx (IntAct, MINT and others) curated. PSI-MITAB
        is their format; APID unifies them with others (Alonso-Lopez 2019,
        DOI:10.1093/database/baz005); STRING aggregates other databases; a bare list does not say.
    """

    name: str
    title: str
    evidence: Evidence
    signature: tuple[str, ...]
    ends: tuple[str, str]
    optional: tuple[str, ...] = ()
    rules: Rule = field(default=lambda _: {})
    values: Rule = field(default=lambda _: {})
    clean: Callable[[pl.Expr], pl.Expr] = field(default=lambda cell: cell)
    holds_imex: bool = False

    def fits(self, header: Mapping[str, int]) -> bool:
        """Tell whether a header (names in lower case, with their places) is that of the format."""
        return all(name.casefold() in header for name in self.signature)


def _is_true(column: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().is_in(["1", "true", "1.0"])


def _rule_biogrid(found: frozenset[str]) -> dict[str, pl.Expr]:
    rules = {"no physical interaction": pl.col("Experimental System Type") != "physical"}
    for column in ("Organism ID Interactor", "Organism Interactor"):
        if f"{column} A" in found:
            both = (pl.col(f"{column} A") == "9606") & (pl.col(f"{column} B") == "9606")
            rules[_HUMAN] = ~both
    return rules


def _value_biogrid(found: frozenset[str]) -> dict[str, pl.Expr]:
    paper = next((name for name in ("Publication Source", "Pubmed ID") if name in found), None)
    return {} if paper is None else {"paper": pl.col(paper)}


# psi-mi: physical association and direct interaction. An association may be a whole complex,
# a colocalisation or a genetic interaction is none.
_MITAB_PHYSICAL = r"MI:0915|MI:0407"
_MITAB_TYPE = "Interaction type(s)"


def _rule_mitab(found: frozenset[str]) -> dict[str, pl.Expr]:
    human = pl.col("Taxid interactor A", "Taxid interactor B").str.contains(r"taxid:9606\b")
    rules = {
        "no physical association or direct interaction": ~pl.col(_MITAB_TYPE).str.contains(
            _MITAB_PHYSICAL
        ),
        _HUMAN: ~pl.all_horizontal(human),
    }
    if "Negative" in found:
        rules["shown not to interact"] = _is_true("Negative").fill_null(value=False)
    if "Expansion method(s)" in found:
        expanded = pl.col("Expansion method(s)").str.contains("expansion")
        rules["inferred from a complex by expansion"] = expanded.fill_null(value=False)
    return rules


def _rule_signor(_: frozenset[str]) -> dict[str, pl.Expr]:
    proteins = (pl.col("TYPEA") == "protein") & (pl.col("TYPEB") == "protein")
    return {
        "not between two proteins": ~proteins,
        "without a sign": ~pl.col("EFFECT").str.contains("^(up|down)-regulates"),
    }


def _value_signor(found: frozenset[str]) -> dict[str, pl.Expr]:
    up = pl.col("EFFECT").str.starts_with("up")
    values = {"sign": pl.when(up).then(1.0).otherwise(-1.0)}
    return values | ({"paper": pl.col("PMID")} if "PMID" in found else {})


def _name_signs(found: frozenset[str]) -> tuple[str, str, str]:
    agreed = ("consensus_direction", "consensus_stimulation", "consensus_inhibition")
    if set(agreed) <= found:
        return agreed
    return "is_directed", "is_stimulation", "is_inhibition"


def _rule_omnipath(found: frozenset[str]) -> dict[str, pl.Expr]:
    direction, up, down = _name_signs(found)
    rules = {
        "without a direction": ~_is_true(direction),
        "without a sign, or with both": _is_true(up) == _is_true(down),
    }
    if {"ncbi_tax_id_source", "ncbi_tax_id_target"} <= found:
        human = pl.col("ncbi_tax_id_source", "ncbi_tax_id_target") == "9606"
        rules[_HUMAN] = ~pl.all_horizontal(human)
    return rules


def _value_omnipath(found: frozenset[str]) -> dict[str, pl.Expr]:
    return {"sign": pl.when(_is_true(_name_signs(found)[1])).then(1.0).otherwise(-1.0)}


_SIGNS = {"1": 1.0, "+1": 1.0, "+": 1.0, "-1": -1.0, "-": -1.0}


def _rule_signed(_: frozenset[str]) -> dict[str, pl.Expr]:
    return {"without a sign (1 or -1)": ~pl.col("sign").is_in(list(_SIGNS))}


def _value_signed(_: frozenset[str]) -> dict[str, pl.Expr]:
    sign = pl.col("sign").replace_strict(_SIGNS, default=None, return_dtype=pl.Float64)
    return {"sign": sign}


def _rule_string(found: frozenset[str]) -> dict[str, pl.Expr]:
    human = pl.col("protein1", "protein2").str.starts_with("9606.")
    rules = {_HUMAN: ~pl.all_horizontal(human)}
    if "experimental" in found:
        rules["without experiments (textmined or copied only)"] = pl.col("experimental") == "0"
    return rules


def _value_string(found: frozenset[str]) -> dict[str, pl.Expr]:
    channel = "experimental" if "experimental" in found else "combined_score"
    return {"score": pl.col(channel).cast(pl.Float64, strict=False) / 1000.0}


INTERACTION_FORMATS: tuple[InteractionFormat, ...] = (
    InteractionFormat(
        "biogrid",
        "BioGRID, tab2 or tab3",
        "literature",
        ("Experimental System Type", "Official Symbol Interactor A"),
        ("Official Symbol Interactor A", "Official Symbol Interactor B"),
        (
            "Organism ID Interactor A", "Organism ID Interactor B", "Organism Interactor A",
            "Organism Interactor B", "Publication Source", "Pubmed ID",
        ),
        rules=_rule_biogrid,
        values=_value_biogrid,
    ),
    InteractionFormat(
        "mitab",
        "PSI-MITAB 2.5 or later (IntAct, MINT)",
        "literature",
        ("ID(s) interactor A", "Taxid interactor A", _MITAB_TYPE),
        ("ID(s) interactor A", "ID(s) interactor B"),
        (
            "Taxid interactor B", "Publication Identifier(s)", "Negative", "Expansion method(s)",
        ),
        rules=_rule_mitab,
        values=lambda found: (
            {"paper": pl.col("Publication Identifier(s)").str.extract(r"(pubmed:\d+)")}
            if "Publication Identifier(s)" in found
            else {}
        ),
        clean=lambda cell: cell.str.extract(r"uniprotkb:([A-Z0-9]+)").fill_null(cell),
        holds_imex=True,
    ),
    InteractionFormat(
        "signor",
        "SIGNOR",
        "signalling",
        ("ENTITYA", "TYPEA", "IDA", "ENTITYB", "TYPEB", "IDB", "EFFECT"),
        ("IDA", "IDB"),
        ("PMID",),
        rules=_rule_signor,
        values=_value_signor,
    ),
    InteractionFormat(
        "omnipath",
        "OmniPath interactions",
        "signalling",
        ("source", "target", "is_directed", "is_stimulation", "is_inhibition"),
        ("source", "target"),
        (
            "consensus_direction", "consensus_stimulation", "consensus_inhibition",
            "ncbi_tax_id_source", "ncbi_tax_id_target",
        ),
        rules=_rule_omnipath,
        values=_value_omnipath,
    ),
    InteractionFormat(
        "signed",
        "signed list: source, target, sign",
        "signalling",
        ("source", "target", "sign"),
        ("source", "target"),
        rules=_rule_signed,
        values=_value_signed,
    ),
    InteractionFormat(
        "string",
        "STRING physical links",
        "score",
        ("protein1", "protein2", "combined_score"),
        ("protein1", "protein2"),
        ("experimental",),
        rules=_rule_string,
        values=_value_string,
        holds_imex=True,
    ),
    InteractionFormat(
        "apid",
        "APID",
        "literature",
        ("UniprotID_A", "UniprotID_B"),
        ("UniprotID_A", "UniprotID_B"),
        holds_imex=True,
    ),
    InteractionFormat("pairs", "list of pairs", "literature", (), ("", ""), holds_imex=True),
)  # fmt: skip
"""Every format, in the order in which the header is held against them; the last takes all."""


def choose_format(header: tuple[str, ...]) -> tuple[InteractionFormat, bool]:
    """Choose the format by the header.

    Returns
    -------
    format : InteractionFormat
    has_header : bool
        False where the first line is a pair of Ensembl genes already, as in HuRI.
    """
    places = {name.lstrip("#").casefold(): place for place, name in enumerate(header)}
    found = next(each for each in INTERACTION_FORMATS if each.fits(places))
    ids = pl.Series(header[:2]).str.contains(_ENSEMBL)
    return found, not ids.all()
