"""Files of cargo as users have them: lists, tables of search programs, database downloads.

Exports the reading of any of them with the report of its names, the check against transcripts in
a list of proteins, and the building of comparator panels.
"""

from tubulus.screen.cargo.content import ContentCheck, check_content
from tubulus.screen.cargo.formats import CARGO_FORMATS, CargoFormat, choose_format
from tubulus.screen.cargo.panels import ComparatorPanel, build_panel, derive_detection
from tubulus.screen.cargo.proteins import CargoOptions
from tubulus.screen.cargo.reading import CARGO_SCHEMA, CargoReading, read_cargo_file
from tubulus.screen.cargo.table_files import read_raw_table

__all__ = [
    "CARGO_FORMATS",
    "CARGO_SCHEMA",
    "CargoFormat",
    "CargoOptions",
    "CargoReading",
    "ComparatorPanel",
    "ContentCheck",
    "build_panel",
    "check_content",
    "choose_format",
    "derive_detection",
    "read_cargo_file",
    "read_raw_table",
]
