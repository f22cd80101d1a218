"""The same table in two notations gives the same records."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.support.study_data import make_study

from tubulus.exchange import collect_sources, read_sources

STUDY = """
schema_version = 1
[study]
id = "foreign"
title = "Filled from foreign files"
allocation = "single-arm"
masking = "open label"
[[arms]]
id = "all"
label = "All"
role = "experimental"
[[forms]]
id = "semen"
label = "Semen"
identifying = false
items = [
  { id = "volume", label = "Volume", kind = "number", unit = "mL" },
  { id = "total", label = "Total", kind = "number", unit = "million" },
]
[[sources]]
file = "table.csv"
form = "semen"
participant = "Nr"
separator = "SEPARATOR"
decimal = "DECIMAL"
encoding = "ENCODING"
missing = ["keine Angabe"]
[sources.columns]
"Vol" = { item = "volume" }
"Menge" = { item = "total", unit = "thousand" }
"""

cells = st.one_of(
    st.decimals(0, 9999, places=2, allow_nan=False).map(str),
    st.decimals(0, 99, places=1).map(lambda number: f"<{number}"),
    st.sampled_from(["", "keine Angabe", "0", "007", "verloren"]),
)
tables = st.lists(st.tuples(cells, cells), min_size=1, max_size=8)


def import_table(table, *, separator, decimal, encoding):
    rows = [("Nr", "Vol", "Menge"), *((f"M{n}", *row) for n, row in enumerate(table))]
    text = "\n".join(separator.join(c.replace(".", decimal) for c in row) for row in rows)
    study = STUDY.replace("SEPARATOR", separator.replace("\t", "\\t"))
    study = study.replace("DECIMAL", decimal).replace("ENCODING", encoding)
    definition = make_study(study)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "table.csv").write_bytes(text.encode(encoding))
        return read_sources(definition, collect_sources(definition)[0], Path(folder))


@given(tables)
def test_a_decimal_comma_and_another_separator_change_no_number(table):
    english = import_table(table, separator=",", decimal=".", encoding="utf-8")
    german = import_table(table, separator=";", decimal=",", encoding="utf-8-sig")
    tabbed = import_table(table, separator="\t", decimal=",", encoding="utf-16")

    columns = ["participant", "item", "state", "number", "entered", "source_row"]
    assert english.select(columns).equals(german.select(columns))
    assert english.select(columns).equals(tabbed.select(columns))
