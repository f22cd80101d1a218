"""The picture of a pose for print, and for whoever runs no script: tubes shaded by depth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from markupsafe import Markup

from tubulus.report.viewer.atoms import PoseAtoms, PoseResidue

__all__ = ["SIDE_COLOURS", "draw_picture"]

Floats = npt.NDArray[np.float64]

SIDE_COLOURS = {"fixed": "#0b5c82", "mobile": "#c2570c"}
"""The first two colours of the figures; the partners also stand left and right."""

_WIDTH, _HEIGHT, _EDGE = 480.0, 330.0, 12.0
_FINE = 10
"""Units of the drawing a CSS pixel: whole numbers are then fine enough."""
_LAYERS = 7
_TUBE_ANGSTROM = 2.0
_BROKEN_ANGSTROM = {"CA": 4.6, "P": 9.0, "C4'": 9.0}
"""Atoms of the trace farther apart than this are not neighbours in the chain."""
_FOG = 0.62
"""Share of white in the layer that is farthest away."""


def draw_picture(atoms: PoseAtoms, turned: Floats, name: str) -> Markup:
    """Draw a pose as SVG.

    Parameters
    ----------
    atoms : PoseAtoms
        The pose.
    turned : ndarray, shape (n, 3)
        Its positions as they are seen, from :func:`turn_to_view`.
    name : str
        Unique in the report; keeps identifiers of several pictures apart.

    Notes
    -----
    A chain is a quadratic B-spline whose control points are the atoms of its trace. Its pieces are
    drawn from the farthest of some layers to the nearest, each over a white edge.
    """
    trace = atoms.trace
    shown = [r for r in atoms.residues if r.trace >= 0]
    places = turned[[r.trace for r in shown]]
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, 1.0)
    scale = min((_WIDTH - 2 * _EDGE) / span[0], (_HEIGHT - 2 * _EDGE) / span[1])
    height = span[1] * scale + 2 * _EDGE
    flat = np.empty((len(places), 2))
    flat[:, 0] = (_WIDTH - span[0] * scale) / 2 + (places[:, 0] - low[0]) * scale
    flat[:, 1] = _EDGE + (high[1] - places[:, 1]) * scale
    depth = np.minimum(((places[:, 2] - low[2]) / span[2] * _LAYERS).astype(int), _LAYERS - 1)
    points = np.rint(flat * _FINE).astype(int)
    runs = list(_list_runs(shown, trace))
    width = max(_TUBE_ANGSTROM * scale, 2.0)
    layers = [_draw_layer(i, shown, runs, points, (depth, name, width)) for i in range(_LAYERS)]
    return Markup(
        '<svg class="pose-still" viewBox="0 0 {} {}" aria-hidden="true" fill="none" '
        'stroke-linecap="round" stroke-linejoin="round">{}</svg>'
    ).format(round(_WIDTH * _FINE), round(height * _FINE), Markup("").join(layers))


def _list_runs(shown: list[PoseResidue], trace: Floats) -> Iterator[range]:
    """List unbroken stretches of the chains as ranges of places in the trace."""
    start = 0
    for i in range(1, len(shown) + 1):
        if i == len(shown) or _is_broken(shown[i - 1], shown[i], trace[i] - trace[i - 1]):
            yield range(start, i)
            start = i


def _is_broken(before: PoseResidue, after: PoseResidue, step: Floats) -> bool:
    if (before.side, before.chain) != (after.side, after.chain):
        return True
    atom = after.atoms[after.trace - after.start]
    return float(np.linalg.norm(step)) > _BROKEN_ANGSTROM[atom]


_Shared = tuple[npt.NDArray[np.int64], str, float]


def _draw_layer(
    layer: int,
    shown: list[PoseResidue],
    runs: list[range],
    points: npt.NDArray[np.int64],
    shared: _Shared,
) -> Markup:
    """Draw the pieces of one layer of depth: tubes first, residues that touch upon them."""
    depth, name, width = shared
    near = layer / (_LAYERS - 1)
    broad = width * (0.75 + 0.4 * near) * _FINE
    parts = []
    for side, colour in SIDE_COLOURS.items():
        own = (run for run in runs if shown[run.start].side == side)
        path = "".join(_write_pieces(run, points, depth, layer) for run in own)
        if path:
            parts.append(
                Markup(
                    '<defs><path id="{id}" d="{path}"/></defs>'
                    '<use href="#{id}" stroke="#fff" stroke-width="{edge:.0f}"/>'
                    '<use href="#{id}" stroke="{colour}" stroke-width="{broad:.0f}"/>'
                ).format(
                    id=f"{name}-{side}-{layer}",
                    path=path,
                    edge=broad + 1.6 * _FINE,
                    broad=broad,
                    colour=_fade(colour, near),
                )
            )
    radius = 0.8 * broad
    for i, residue in enumerate(shown):
        if residue.touches and depth[i] == layer:
            parts.append(_draw_touching(residue, points[i], radius, near))
    return Markup("").join(parts)


def _write_pieces(
    run: range, points: npt.NDArray[np.int64], depth: npt.NDArray[np.int64], layer: int
) -> str:
    """Write the pieces of a stretch that lie in a layer; a piece goes from middle to middle."""
    written = []
    for i in run:
        if depth[i] != layer:
            continue
        begin = points[max(i - 1, run.start)] + points[i]
        end = points[i] + points[min(i + 1, run.stop - 1)]
        x, y = begin // 2
        (cx, cy), (ex, ey) = points[i] - begin // 2, end // 2 - begin // 2
        if i == run.start or depth[i - 1] != layer:
            written.append(f"M{x} {y}")
        written.append(f"q{cx} {cy} {ex} {ey}")
    return "".join(written)


def _draw_touching(
    residue: PoseResidue, point: npt.NDArray[np.int64], radius: float, near: float
) -> Markup:
    """Draw a residue that touches: round for the fixed partner, square for the mobile one."""
    colour = _fade(_DARKER[residue.side], near)
    x, y = point.tolist()
    if residue.side == "fixed":
        return Markup(
            '<circle cx="{}" cy="{}" r="{:.0f}" fill="{}" stroke="#fff" stroke-width="8"/>'
        ).format(x, y, radius, colour)
    return Markup(
        '<rect x="{:.0f}" y="{:.0f}" width="{size:.0f}" height="{size:.0f}" fill="{colour}" '
        'stroke="#fff" stroke-width="8"/>'
    ).format(x - 0.9 * radius, y - 0.9 * radius, size=1.8 * radius, colour=colour)


_DARKER = {"fixed": "#06344a", "mobile": "#6e2f04"}


def _fade(colour: str, near: float) -> str:
    """Mix a colour with white the more the farther away it is."""
    white = _FOG * (1 - near)
    mixed = (round(int(colour[i : i + 2], 16) * (1 - white) + 255 * white) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in mixed)
