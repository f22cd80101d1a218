"""Which program or database wrote a file, told by its header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tubulus.screen.cargo.maxquant import is_maxquant, read_maxquant
from tubulus.screen.cargo.plain_lists import read_plain_list
from tubulus.screen.cargo.proteins import CargoOptions, Listing
from tubulus.screen.cargo.quant_tables import QUANT_LAYOUTS, QuantLayout, read_quant_table
from tubulus.screen.cargo.raw_table import RawTable, fail_file
from tubulus.screen.cargo.vesicle_databases import is_vesicle_database, read_vesicle_database

__all__ = ["CARGO_FORMATS", "CargoFormat", "choose_format"]


@dataclass(frozen=True, slots=True)
class CargoFormat:
    """A format of cargo files.

    Parameters
    ----------
    name, title : str
        As the settings and as people call it.
    is_written_by_hand : bool
        Whether a name that cannot be mapped may be a slip that the user can mend.
    fits : callable
        Tells whether a table has the header of the format.
    read : callable
        Reads the table.
    """

    name: str
    title: str
    is_written_by_hand: bool
    fits: Callable[[RawTable], bool]
    read: Callable[[RawTable, CargoOptions], Listing]


def _describe_layout(layout: QuantLayout) -> CargoFormat:
    def fits(table: RawTable) -> bool:
        return table.has_columns(layout.signature)

    def read(table: RawTable, options: CargoOptions) -> Listing:
        return read_quant_table(table, layout, options)

    return CargoFormat(layout.name, layout.title, is_written_by_hand=False, fits=fits, read=read)


_make = partial(CargoFormat, is_written_by_hand=False)

CARGO_FORMATS: tuple[CargoFormat, ...] = (
    _make("maxquant", "MaxQuant proteinGroups.txt", fits=is_maxquant, read=read_maxquant),
    *map(_describe_layout, QUANT_LAYOUTS),
    _make(
        "exocarta",
        "download of ExoCarta or Vesiclepedia",
        fits=is_vesicle_database,
        read=read_vesicle_database,
    ),
    CargoFormat(
        "list",
        "list of proteins",
        is_written_by_hand=True,
        fits=lambda _: True,
        read=read_plain_list,
    ),
)
"""Every format, in the order in which the header is held against them."""

# files of the same programs that hold no list of proteins
_WRONG_FILES = (
    (
        ("Raw file", "Sequence", "Modified sequence"),
        "is a table of peptides or evidence",
        "MaxQuant",
    ),
    (("Precursor.Id", "Stripped.Sequence"), "is a matrix of precursors", "DIA-NN"),
    (("Peptide Sequence", "Charges"), "is a table of peptides", "FragPipe"),
    (("EXPERIMENT ID", "SAMPLE"), "is the list of experiments, not their content", "ExoCarta"),
)
_RIGHT_FILES = {
    "MaxQuant": "give proteinGroups.txt",
    "DIA-NN": "give report.pg_matrix.tsv or report.tsv",
    "FragPipe": "give combined_protein.tsv or protein.tsv",
    "ExoCarta": "give the file ..._PROTEIN_MRNA_DETAILS",
}


def choose_format(table: RawTable, name: str = "auto") -> CargoFormat:
    """Choose the format of a table by its header, or check the one that the user names.

    Raises
    ------
    InputError
        If the header is not that of the named format, or of a file that lists no proteins.
    """
    if name == "auto":
        found = next(form for form in CARGO_FORMATS if form.fits(table))
        if found.name == "list":
            _refuse_wrong_file(table)
        return found
    wanted = next(form for form in CARGO_FORMATS if form.name == name)
    if not wanted.fits(table):
        message = f"has not the header of a {wanted.title}"
        remedy = (
            f'set cargo_format = "auto" in [screen]; the header names {", ".join(table.header[:6])}'
        )
        raise fail_file(table.name, message, remedy)
    return wanted


def _refuse_wrong_file(table: RawTable) -> None:
    for columns, message, program in _WRONG_FILES:
        if table.has_columns(columns):
            raise fail_file(table.name, f"{message} ({program})", _RIGHT_FILES[program])
