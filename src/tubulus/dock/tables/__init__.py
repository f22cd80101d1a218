"""Small tables that a user brings: their rows with lines, and the form of what stands in them.

Exports the reader of delimited tables and the form of UniProt accessions.
Partners, pairs and regions are read through it, so that all are told alike.
"""

from tubulus.dock.tables.accessions import is_accession
from tubulus.dock.tables.rows import TableRow, read_rows

__all__ = ["TableRow", "is_accession", "read_rows"]
