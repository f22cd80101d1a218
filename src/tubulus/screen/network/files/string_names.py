"""What STRING alone needs: names behind its protein ids, and a check that links are physical."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tubulus.screen.network.files.opening import fail, iterate_pieces, read_header

__all__ = ["read_string_names", "require_physical"]

# channels of the functional network, which the physical one does not have
_FUNCTIONAL = ("neighborhood", "fusion", "cooccurence", "coexpression")
# aliases file: the first of these sources that a protein has
_SOURCES = ("Ensembl_HGNC_symbol", "Ensembl_HGNC", "BLAST_UniProt_GN_Name", "Ensembl_UniProt")


def require_physical(path: Path, header: tuple[str, ...]) -> None:
    """Refuse functional links: being mentioned, expressed or inherited together is no binding.

    Raises
    ------
    InputError
        If the header has channels of the functional network, or neither header nor file name tell.
    """
    names = {cell.casefold() for cell in header}
    if names.isdisjoint(_FUNCTIONAL) and "physical" in path.name.casefold():
        return
    message = "is not named as physical links of STRING; functional links are no binding"
    raise fail(path, message, "give 9606.protein.physical.links (keep 'physical' in its name)")


def read_string_names(path: Path, names: Path | None) -> dict[str, str]:
    """Read the preferred name of each protein of STRING.

    Parameters
    ----------
    path : Path
        The links, for messages.
    names : Path or None
        ``9606.protein.info`` or ``9606.protein.aliases``.

    Raises
    ------
    InputError
        If no such file is given or it is another one.
    """
    wanted = "9606.protein.info of the same version"
    if names is None:
        raise fail(path, "names proteins by ids of STRING alone", f"give {wanted} too")
    header = read_header(names)
    cells = [cell.lstrip("#").casefold() for cell in header[0]]
    if cells[:2] == ["string_protein_id", "preferred_name"]:
        places = {"id": 0, "name": 1}
    elif cells[:3] == ["string_protein_id", "alias", "source"]:
        places = {"id": 0, "name": 1, "source": 2}
    else:
        raise fail(names, "is not a table of STRING's names", f"give {wanted}", 1)
    frame = pl.concat(iterate_pieces(names, header, places, skip=1, width=len(cells)))
    if "source" in places:
        order = pl.col("source").replace_strict(
            list(_SOURCES), list(range(len(_SOURCES))), default=None, return_dtype=pl.Int64
        )
        frame = frame.with_columns(order=order).drop_nulls().sort("order", maintain_order=True)
        frame = frame.unique("id", keep="first", maintain_order=True)
    frame = frame.drop_nulls(["id", "name"])
    return dict(frame.select("id", "name").iter_rows())
