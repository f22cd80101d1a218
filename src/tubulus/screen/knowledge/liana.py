"""The tables of LIANA, read from an installed ``liana`` without importing it, or from a file."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from importlib import metadata, util
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.raw_table import LINE, RawTable
from tubulus.screen.cargo.table_files import read_raw_table
from tubulus.screen.knowledge.files import hash_files, list_empty_cells, select_known
from tubulus.screen.knowledge.pair_source import PairSource
from tubulus.screen.knowledge.partners import PartnerMap, map_partners
from tubulus.screen.knowledge.rows import make_pair_rows

__all__ = [
    "DEFAULT_LIANA_RESOURCES",
    "LIANA_RESOURCES",
    "find_liana_table",
    "read_liana_pairs",
]

LIANA_RESOURCES: tuple[str, ...] = (
    "baccin2019", "cellcall", "cellchatdb", "cellinker", "cellphonedb", "celltalkdb",
    "connectomedb2020", "consensus", "embrace", "guide2pharma", "hpmr", "icellnet", "italk",
    "kirouac2010", "lrdb", "ramilowski2015",
)  # fmt: skip
"""Human resources in the table of LIANA 1.10.0; ``mouseconsensus`` is never read."""

DEFAULT_LIANA_RESOURCES: tuple[str, ...] = tuple(
    name for name in LIANA_RESOURCES if name not in {"cellinker", "consensus"}
)
"""Resources that are read unless others are named. Cellinker may not be used commercially, and
the consensus is made from the other resources, Cellinker among them (saezlab/liana issue 79)."""

_COLUMNS = ("source", "target", "source_genesymbol", "target_genesymbol", "resource")
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_INSIDE = Path("resource") / "omni_resource.csv"


def find_liana_table() -> tuple[Path, str] | None:
    """Find the table of an installed ``liana`` and its version, or None where there is none.

    Notes
    -----
    The package is located, not imported: importing it takes seconds.
    """
    spec = util.find_spec("liana")
    folders = spec.submodule_search_locations if spec else None
    table = next((Path(f) / _INSIDE for f in folders or () if (Path(f) / _INSIDE).is_file()), None)
    if table is None:
        return None
    try:
        return table, metadata.version("liana")
    except metadata.PackageNotFoundError:
        return table, "of unknown version"


def read_liana_pairs(
    path: Path | None = None, *, resources: Sequence[str] = DEFAULT_LIANA_RESOURCES
) -> PairSource:
    """Read the ligand-receptor pairs of LIANA.

    Parameters
    ----------
    path : Path, optional
        ``omni_resource.csv``, compressed or not; that of an installed ``liana`` where left out.
    resources : sequence of str
        Names out of ``LIANA_RESOURCES``.

    Returns
    -------
    PairSource
        One row a resource and pair; the table has no references. A symbol decides, and the
        UniProt accession of the same row where the symbol names nothing.

    Raises
    ------
    InputError
        If no ``liana`` is installed and no file is given, the file is not such a table, or a
        resource is not known.
    """
    chosen = select_known(resources, LIANA_RESOURCES, "pairs of LIANA")
    place, version = _locate(path)
    table = _read_table(place)
    present = table.frame.filter(pl.col("resource").is_in(chosen))
    if present.is_empty():
        message = f"holds no row of {', '.join(chosen)}"
        raise InputError([Problem(place.name, 0, "resource", message, "choose other resources")])
    frame = present.select(
        "resource",
        pl.col("source_genesymbol").alias("ligand"),
        pl.col("target_genesymbol").alias("receptor"),
        cited=pl.lit(""),
        notes=pl.lit(""),
    )
    names = pl.concat([frame["ligand"], frame["receptor"]])
    mapping = _map_with_accessions(present, names)
    return PairSource(
        kind="liana",
        name="LIANA",
        version=version,
        sha256=hash_files([place]),
        rows=make_pair_rows(frame, mapping),
        left_out=mapping.make_left_out(frame["ligand"], frame["receptor"]),
    )


def _locate(path: Path | None) -> tuple[Path, str]:
    if path is not None:
        return path, _guess_version(path)
    found = find_liana_table()
    if found is None:
        remedy = (
            "install it into this environment (pip install liana) or name the file "
            "resource/omni_resource.csv of an unpacked liana wheel"
        )
        raise InputError([Problem("pairs of LIANA", 0, "", "liana is not installed", remedy)])
    return found


def _guess_version(path: Path) -> str:
    """Guess the version from the folder of the package's metadata, or from the file's name."""
    beside = sorted(path.absolute().parent.parent.parent.glob("liana-*.dist-info"))
    found = next(filter(None, (_VERSION.search(p.name) for p in (*beside, path))), None)
    return found[0] if found else "of unknown version"


def _read_table(path: Path) -> RawTable:
    """Read the columns of the table; the fast reader first, the patient one to complain."""
    try:
        frame = pl.read_csv(io.BytesIO(path.read_bytes()), infer_schema=False, columns=_COLUMNS)
    except (OSError, pl.exceptions.PolarsError):
        table = read_raw_table(path)
    else:
        lines = pl.Series(LINE, range(2, frame.height + 2), dtype=pl.Int64)
        table = RawTable(path.name, frame.with_columns(pl.all().fill_null(""), lines))
    problems = [
        Problem(path.name, 1, name, "column is missing", "give omni_resource.csv of LIANA")
        for name in _COLUMNS
        if name not in table.header
    ]
    problems = problems or list_empty_cells(table, ("source_genesymbol", "target_genesymbol"))
    if problems:
        raise InputError(problems)
    return table


def _map_with_accessions(present: pl.DataFrame, names: pl.Series) -> PartnerMap:
    """Map the symbols, and those that are lost by the accession beside them."""
    mapping = map_partners(names.unique().sort().to_list())
    if not mapping.lost:
        return mapping
    ends = [("source_genesymbol", "source"), ("target_genesymbol", "target")]
    beside = pl.concat([present.select(given=a, accession=b) for a, b in ends]).unique()
    beside = beside.filter(pl.col("given").is_in(list(mapping.lost)))
    again = map_partners(beside["accession"].unique().sort().to_list())
    found: dict[str, set[str]] = {}
    for given, accession in beside.iter_rows():
        if accession in again.partners:
            found.setdefault(given, set()).add(again.partners[accession])
    rescued = {given: next(iter(means)) for given, means in found.items() if len(means) == 1}
    lost = {given: name for given, name in mapping.lost.items() if given not in rescued}
    return PartnerMap({**mapping.partners, **rescued}, lost)
