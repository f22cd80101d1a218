"""Read an interaction file of a known format, and map the names of both ends to gene symbols."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tubulus.screen.identifiers import MappingReport, map_identifiers
from tubulus.screen.network.edges import Network, build_network
from tubulus.screen.network.files.formats import Evidence, InteractionFormat, choose_format
from tubulus.screen.network.files.opening import Header, fail, iterate_pieces, read_header
from tubulus.screen.network.files.string_names import read_string_names, require_physical

__all__ = ["InteractionTable", "read_interactions"]

_VALUES: dict[str, type[pl.DataType]] = {
    "score": pl.Float64,
    "sign": pl.Float64,
    "paper": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class InteractionTable:
    """The interactions of a file between human genes.

    Parameters
    ----------
    pairs : polars.DataFrame
        first, second (symbols), score, sign (null where the file has none), papers (number of
        distinct publications, 0 where not told). One row a pair: in alphabetical order where the
        file is not directed.
    evidence : str
        Kind of evidence: systematic, literature, score or signalling.
    source : str
        File and format.
    left_out : dict
        Reason, and number of rows.
    mapping : MappingReport
        What became of each name, in the order of the file's names.
    holds_imex : bool
        Whether it may hold what databases of IMEx curated; a systematic screen does not.
    """

    pairs: pl.DataFrame
    evidence: Evidence
    source: str
    left_out: dict[str, int]
    mapping: MappingReport
    holds_imex: bool = False

    def make_network(self) -> Network:
        """Make the network: signed and directed for signalling, else undirected."""
        signed = self.evidence == "signalling"
        weight = self.pairs["sign"] if signed else self.pairs["score"].fill_null(1.0)
        return build_network(
            self.pairs["first"].to_list(),
            self.pairs["second"].to_list(),
            weight.to_numpy(),
            directed=signed,
            signed=signed,
        )

    def describe(self) -> tuple[str, ...]:
        """Describe in sentences what was read, what was left out and why."""
        head = f"{self.source}: {self.pairs.height} interactions."
        losses = (f"{number} rows left out: {why}." for why, number in self.left_out.items())
        return head, *losses, *self.mapping.describe()


def read_interactions(
    path: Path, *, evidence: Evidence | None = None, names: Path | None = None
) -> InteractionTable:
    """Read an interaction file: BioGRID, HuRI, APID, STRING, PSI-MITAB, SIGNOR, OmniPath or pairs.

    Parameters
    ----------
    path : Path
        The file; plain, gzip, or zip with one table.
    evidence : str, optional
        Kind of evidence of a list of pairs; a list of Ensembl pairs is taken for a systematic
        screen (HuRI) and any other for literature where left out.
    names : Path, optional
        ``9606.protein.info`` or ``9606.protein.aliases``; STRING only, which needs it.

    Raises
    ------
    InputError
        If the file is damaged or empty, holds no physical or signed interaction, or holds
        functional links only, which are no binding.
    """
    header = read_header(path)
    form, has_header = choose_format(header[0])
    if form.name == "string":
        require_physical(path, header[0])
    translate = read_string_names(path, names) if form.name == "string" else None
    rows, left_out = _collect(path, header, form, skip=int(has_header))
    if not rows.height:
        reasons = "; ".join(f"{number} {why}" for why, number in left_out.items() if number)
        raise fail(path, f"holds no usable interaction ({reasons or 'no rows'})", "check the file")
    if translate is not None:
        rows = rows.with_columns(pl.col("first", "second").replace(translate))
    rows, mapping = _map(rows, left_out)
    if not rows.height:
        known = mapping.describe()
        raise fail(path, f"names no two human genes ({' '.join(known)})", "check species and names")
    kind = evidence or ("systematic" if _is_huri(header, form, mapping) else form.evidence)
    told = {why: number for why, number in left_out.items() if number}
    directed = form.evidence == "signalling"
    pairs = _merge(rows, directed=directed)
    holds_imex = form.holds_imex and kind != "systematic"
    source = f"{path.name} ({form.title})"
    return InteractionTable(pairs, kind, source, told, mapping, holds_imex)


def _is_huri(header: Header, form: InteractionFormat, mapping: MappingReport) -> bool:
    through = {name.through for name in mapping.names if name.symbol}
    return form.name == "pairs" and len(header[0]) == 2 and through == {"Ensembl gene"}


def _collect(
    path: Path, header: Header, form: InteractionFormat, *, skip: int
) -> tuple[pl.DataFrame, dict[str, int]]:
    """Read the rows that count, and count the others by the first reason against them."""
    places = {name.lstrip("#").casefold(): place for place, name in enumerate(header[0])}
    wanted = [*form.signature, *form.ends, *form.optional]
    columns = {name: places[name.casefold()] for name in wanted if name.casefold() in places}
    ends = form.ends
    if form.name == "pairs":
        ends, columns = ("a", "b"), {"a": 0, "b": 1}
    found = frozenset(columns)
    rules = {"an end without a name": pl.any_horizontal(pl.col(ends).is_in(["-"]))}
    rules |= form.rules(found)
    values = form.values(found)
    nothing = {name: pl.lit(None, kind) for name, kind in _VALUES.items()}
    left_out = dict.fromkeys(rules, 0)
    width = 2 if form.name == "pairs" else len(header[0])
    kept = []
    for piece in iterate_pieces(path, header, columns, skip=skip, width=width):
        rest = piece
        for why, bad in rules.items():
            good = rest.filter(~bad.fill_null(value=True))
            left_out[why] += rest.height - good.height
            rest = good
        chosen = (form.clean(pl.col(end)).alias(to) for end, to in zip(ends, _ENDS, strict=True))
        kept.append(rest.select(*chosen, **(nothing | values)).unique(maintain_order=True))
    empty = pl.DataFrame(schema={"first": pl.String, "second": pl.String, **_VALUES})
    return pl.concat([empty, *kept]), left_out


_ENDS = ("first", "second")


def _map(rows: pl.DataFrame, left_out: dict[str, int]) -> tuple[pl.DataFrame, MappingReport]:
    names = pl.concat([rows[end] for end in _ENDS]).unique(maintain_order=True).to_list()
    mapping = map_identifiers(names)
    symbols = {name.given: name.symbol for name in mapping.names}
    mapped = rows.with_columns(
        pl.col(end).replace_strict(symbols, return_dtype=pl.String) for end in _ENDS
    )
    kept = mapped.drop_nulls(_ENDS)
    left_out["a name is no human protein-coding gene"] = rows.height - kept.height
    different = kept.filter(pl.col("first") != pl.col("second"))
    left_out["a gene with itself"] = kept.height - different.height
    return different, mapping


def _merge(rows: pl.DataFrame, *, directed: bool) -> pl.DataFrame:
    """Keep one row a pair (and sign), with its best score and its number of publications."""
    if not directed:
        ordered = (pl.min_horizontal(_ENDS), pl.max_horizontal(_ENDS))
        rows = rows.with_columns(first=ordered[0], second=ordered[1])
    keys = [*_ENDS, "sign"]
    papers = pl.col("paper").drop_nulls().n_unique().cast(pl.Int64).alias("papers")
    return rows.group_by(keys).agg(pl.col("score").max(), papers).sort(keys)
