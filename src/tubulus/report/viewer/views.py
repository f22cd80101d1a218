"""The views of the best poses: picture, embedded atoms, and in words what touches what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tubulus.report.material import Material
from tubulus.report.viewer.atoms import read_pose_atoms
from tubulus.report.viewer.embedding import embed_pose
from tubulus.report.viewer.orientation import turn_to_view
from tubulus.report.viewer.picture import draw_picture

__all__ = ["POSES_SHOWN", "PoseView", "list_views"]

POSES_SHOWN = 12
"""Pairs whose pose is in the page; each adds up to 60 kilobytes and a picture."""

_NAMED = 12
"""Residues that the words on a view name for each partner."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PoseView:
    """A pose as the reader sees it.

    Parameters
    ----------
    fixed, mobile : str
        The partners.
    picture : Markup
        SVG, for print and without script.
    atoms : Markup
        JSON that the page's script makes the turning view from; empty where the pose is too large
        to be embedded.
    alternative : str
        Which residues touch, for readers who do not see the view.
    """

    fixed: str
    mobile: str
    picture: Markup
    atoms: Markup
    alternative: str


def list_views(material: Material, pairs: Iterable[Pair]) -> Mapping[Pair, PoseView]:
    """Make the views of pairs in their order, at most ``POSES_SHOWN`` of them.

    Parameters
    ----------
    material : Material
        Its table ``pose_files`` holds the text of each pose (``fixed``, ``mobile``, ``content``).
    pairs : iterable of (fixed, mobile)
        The best first; pairs without a file of their own are passed over.
    """
    texts = {
        (row["fixed"], row["mobile"]): row["content"]
        for row in material.get_rows("pose_files")
        if row.get("content")
    }
    touching = _group_touching(material)
    views: dict[Pair, PoseView] = {}
    for pair in pairs:
        if len(views) == POSES_SHOWN:
            break
        if pair in texts:
            view = _make_view(pair, texts[pair], touching.get(pair, []), len(views) + 1)
            views.update({pair: view} if view else {})
    return views


def _group_touching(material: Material) -> dict[Pair, list[dict[str, Any]]]:
    grouped: dict[Pair, list[dict[str, Any]]] = {}
    for row in material.get_rows("interface_residues"):
        grouped.setdefault((row["fixed"], row["mobile"]), []).append(row)
    return grouped


def _make_view(
    pair: Pair, text: str, touching: list[dict[str, Any]], number: int
) -> PoseView | None:
    atoms = read_pose_atoms(text, [(row["side"], row["residue"]) for row in touching])
    if atoms is None:
        return None
    turned = turn_to_view(atoms)
    # the JSON escapes what could end its element
    packed = Markup(embed_pose(atoms, turned))  # noqa: S704
    picture = draw_picture(atoms, turned, f"pose-{number}")
    return PoseView(*pair, picture, packed, _tell(pair, touching))


def _tell(pair: Pair, touching: list[dict[str, Any]]) -> str:
    """Say which residues touch."""
    said = []
    for side, name in zip(("fixed", "mobile"), pair, strict=True):
        own = sorted(
            (row for row in touching if row["side"] == side),
            key=lambda row: -(row.get("n_contacts") or 0),
        )
        named = ", ".join(row["residue"] for row in own[:_NAMED])
        more = f" and {len(own) - _NAMED} more" if len(own) > _NAMED else ""
        said.append(f"{len(own)} residues of {name}" + (f" ({named}{more})" if own else ""))
    return (
        f"Best pose of {pair[0]} (fixed, blue, left) with {pair[1]} (mobile, orange, right). "
        f"In contact: {said[0]} and {said[1]}."
    )
