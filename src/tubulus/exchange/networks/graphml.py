"""A network as GraphML, which Cytoscape, Gephi, igraph and networkx read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from tubulus.core.files import write_text
from tubulus.exchange.networks.network import Network

__all__ = ["write_graphml"]

_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "string",
    pl.Int64: "long",
    pl.Float64: "double",
    pl.Boolean: "boolean",
}
# characters that XML 1.0 cannot hold, escaped or not
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def write_graphml(path: Path, network: Network, *, name: str, note: str = "") -> None:
    """Write a network as GraphML with typed attributes.

    Parameters
    ----------
    path : Path
        The file; it is written whole or not at all.
    network : Network
        Nodes and edges.
    name, note : str
        Identifier of the graph, and what a reader must know of it (limits, synthetic data).

    Notes
    -----
    The same network gives the same bytes. An attribute that is not known has no ``data`` element.
    Characters that XML cannot hold become the replacement character.
    """
    write_text(path, "\n".join(_write_lines(network, name, note)) + "\n")


def _write_lines(network: Network, name: str, note: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{_NAMESPACE}">'
    if note:
        yield '  <key id="g_note" for="graph" attr.name="note" attr.type="string"/>'
    yield from _declare("node", "n", network.nodes)
    yield from _declare("edge", "e", network.edges)
    yield f'  <graph id={_quote(name)} edgedefault="directed">'
    if note:
        yield f'    <data key="g_note">{_clean(note)}</data>'
    for row in network.nodes.iter_rows(named=True):
        yield f"    <node id={_quote(row['id'])}>"
        yield from _write_data("n", row)
        yield "    </node>"
    for number, row in enumerate(network.edges.iter_rows(named=True)):
        ends = f"source={_quote(row['source'])} target={_quote(row['target'])}"
        yield f'    <edge id="e{number}" {ends}>'
        yield from _write_data("e", row)
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _list_attributes(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name not in {"id", "source", "target"}]


def _declare(of: str, prefix: str, frame: pl.DataFrame) -> Iterator[str]:
    for name in _list_attributes(frame):
        kind = _TYPES[frame.schema[name].base_type()]
        yield (f'  <key id="{prefix}_{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>')


def _write_data(prefix: str, row: dict[str, object]) -> Iterator[str]:
    for name, value in row.items():
        if name not in {"id", "source", "target"} and value is not None:
            yield f'      <data key="{prefix}_{name}">{_write_value(value)}</data>'


def _write_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _clean(repr(value) if isinstance(value, float) else str(value))


def _clean(text: str) -> str:
    return escape(_FORBIDDEN.sub("�", text))


def _quote(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("�", text))
