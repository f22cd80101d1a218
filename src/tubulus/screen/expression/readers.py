"""Read expression with cell labels: CSV or TSV, and AnnData files where h5py is installed."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from scipy import sparse

from tubulus.core.errors import InputError, Problem
from tubulus.screen.expression.matrix import ExpressionData, build_expression
from tubulus.screen.text_tables import read_text_table

__all__ = ["read_expression_csv", "read_expression_h5ad"]

_NUMBER = "write it with a decimal point and without separators of thousands"


def read_expression_csv(
    path: Path, *, label: str = "cell_type", cell: str | None = None
) -> ExpressionData:
    """Read a table with one row a cell: a column of labels and a column for each gene.

    Parameters
    ----------
    path : Path
        CSV or TSV with a header, plain or compressed with gzip.
    label : str
        Column with the cell labels.
    cell : str, optional
        Column with the name of the cell; not used.

    Raises
    ------
    InputError
        Naming file, line and column of everything that cannot be used.
    """
    frame = read_text_table(path)
    if label not in frame.columns:
        found = f"name the column of cell labels; the header names: {', '.join(frame.columns[:8])}"
        raise InputError([Problem(path.name, 1, label, "column is missing", found)])
    genes = [name for name in frame.columns if name not in {label, cell}]
    numbers = frame.select(pl.col(genes).cast(pl.Float64, strict=False))
    problems = _check_cells(path.name, numbers)
    labels = frame[label].fill_null("").str.strip_chars()
    problems += [
        Problem(path.name, row + 2, label, "is empty", "label the cell or leave it out")
        for row in labels.eq("").arg_true().to_list()
    ]
    if problems:
        raise InputError(problems)
    return _build(path, sparse.csc_array(numbers.to_numpy()), genes, labels.to_list())


def _check_cells(name: str, numbers: pl.DataFrame) -> list[Problem]:
    return [
        Problem(name, row + 2, column.name, "is not a number of 0 or greater", _NUMBER)
        for column in numbers
        for row in (~(column.is_finite() & (column >= 0)).fill_null(value=False))
        .arg_true()
        .to_list()
    ]


def _build(path: Path, matrix: Any, genes: list[str], labels: list[str]) -> ExpressionData:
    try:
        return build_expression(matrix, genes, labels)
    except ValueError as error:
        raise InputError([Problem(path.name, 0, "", str(error), "mend the file")]) from error


def read_expression_h5ad(
    path: Path, *, label: str, layer: str | None = None, gene: str | None = None
) -> ExpressionData:
    """Read a matrix of an AnnData file with one column of its cell table.

    Parameters
    ----------
    path : Path
        File with the ending .h5ad.
    label : str
        Column of ``obs`` with the cell labels.
    layer : str, optional
        ``raw`` for the matrix that was kept as ``raw``, or the name of a layer; ``X`` where left
        out.
    gene : str, optional
        Column of ``var`` with the names of the genes; its index where left out.

    Raises
    ------
    InputError
        If h5py is not installed, or the file does not hold what is needed.
    """
    if importlib.util.find_spec("h5py") is None:
        remedy = "install h5py (the extra 'anndata'), or write the matrix as CSV, one row a cell"
        raise InputError([Problem(path.name, 0, "", "needs h5py to be read", remedy)])
    h5py = importlib.import_module("h5py")
    try:
        with h5py.File(path, "r") as file:
            _require_parts(path, file, label, layer)
            root = file["raw"] if layer == "raw" else file
            at = "X" if layer in {None, "raw"} else f"layers/{layer}"
            matrix = _read_matrix(root[at])
            genes = _read_column(root["var"], gene or root["var"].attrs["_index"])
            labels = _read_column(file["obs"], label)
    except (OSError, KeyError, TypeError) as error:
        problem = Problem(path.name, 0, label, f"cannot be read ({error})", "needs X, var and obs")
        raise InputError([problem]) from error
    return _build(path, matrix, genes, labels)


def _require_parts(path: Path, file: Any, label: str, layer: str | None) -> None:
    """Refuse a file without the column of labels or the layer, and say what it has."""
    problems = []
    columns = sorted(name for name in file["obs"] if not name.startswith("_"))
    if label not in columns:
        remedy = f"needs X, var and obs; obs has the columns: {', '.join(columns)}"
        problems.append(Problem(path.name, 0, label, "is no column of obs", remedy))
    layers = [*(["raw"] if "raw" in file else []), *sorted(file.get("layers", ()))]
    if layer is not None and layer not in layers:
        remedy = f"the file has: {', '.join(layers) or 'X alone'}"
        problems.append(Problem(path.name, 0, layer, "is no layer of the file", remedy))
    if problems:
        raise InputError(problems)


def _read_matrix(node: Any) -> Any:
    if not hasattr(node, "keys"):
        return np.asarray(node[...])
    parts = (node["data"][...], node["indices"][...], node["indptr"][...])
    # files before version 0.7 of AnnData write the form of the matrix under another name
    form = node.attrs.get("encoding-type", node.attrs.get("h5sparse_format", ""))
    shape = node.attrs["shape"] if "shape" in node.attrs else node.attrs["h5sparse_shape"]
    kind = sparse.csc_array if str(form).startswith("csc") else sparse.csr_array
    return kind(parts, shape=tuple(int(size) for size in shape))


def _read_column(table: Any, name: str) -> list[str]:
    """Read a column of strings, or of categories (codes into a list of names; -1 is missing)."""
    node = table[name]
    if hasattr(node, "keys"):
        names = [*_decode(node["categories"][...]), ""]
        return [names[code] for code in node["codes"][...].tolist()]
    if "__categories" in table and name in table["__categories"]:
        # files before version 0.7 of AnnData keep the categories apart
        names = [*_decode(table["__categories"][name][...]), ""]
        return [names[code] for code in node[...].tolist()]
    return _decode(node[...])


def _decode(values: Any) -> list[str]:
    return [v.decode("utf-8") if isinstance(v, bytes) else str(v) for v in values.tolist()]
