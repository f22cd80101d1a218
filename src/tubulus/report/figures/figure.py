"""A figure: panels for the screen, the same panels as still images for print and without script."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from tubulus.report.figures.theme import make_config

__all__ = ["AnyChart", "Figure", "Panel", "make_panel"]

AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart
"""What a panel can be made from."""

STILL_WIDTH = 660
"""Width of a still image in CSS pixels: what an A4 page between its margins holds."""

_TITLE_CHARACTERS = 46
"""Characters of a bold title that fit the narrowest panel, of 330 CSS pixels."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart.

    Parameters
    ----------
    spec : str
        Vega-Lite specification as JSON that is safe inside a ``<script>`` element.
    still : Markup
        The same chart as SVG.
    """

    spec: str
    still: Markup


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its caption.

    Parameters
    ----------
    id : str
        Unique in the report.
    title, caption : str
        What is shown; what to see and not to see in it.
    alternative : str
        What a reader who cannot see the figure needs to know.
    panels : tuple of Panel
        Charts, side by side where there is room.
    drawing : Markup
        A drawing of the report's own in place of panels.
    wide : bool
        False where panels stand beside each other.
    broad : bool
        True where a telephone scrolls sideways rather than squeeze the figure.
    synthetic : str
        What the caption adds in a study with simulated participants.
    provenance : str
        Identifier of the provenance record, where no number of the figure carries its own.
    """

    id: str
    title: str
    caption: str
    alternative: str
    panels: tuple[Panel, ...] = ()
    drawing: Markup = field(default_factory=Markup)
    wide: bool = True
    broad: bool = False
    synthetic: str = "Synthetic data."
    provenance: str = ""


def make_panel(
    chart: AnyChart,
    name: str,
    *,
    title: str = "",
    subtitle: str = "",
    height: int,
    width: int = STILL_WIDTH,
    over_labels: bool = False,
) -> Panel:
    """Make a panel from a chart: fluid on the screen, of one width as a still image.

    Parameters
    ----------
    chart : altair chart
        The marks.
    name : str
        Unique in the report; keeps the identifiers inside several images apart.
    title, subtitle : str
        Shown inside the image, so that they stay with it when it is copied.
    height, width : int
        Height of the plot inside its axes, and width of the still image, in CSS pixels.
    over_labels : bool
        Whether the title begins above the labels of the axis, where the plot itself is narrow.
    """
    # a line that is wider than its panel would run into the next one, or off a telephone
    lines = textwrap.wrap(title, _TITLE_CHARACTERS)
    heading: dict[str, Any] = {"text": lines if len(lines) > 1 else title}
    if over_labels:
        heading["frame"] = "bounds"
    if subtitle:
        heading["subtitle"] = subtitle
    # altair checked each part when it was made; to check the whole again takes a third of the time
    spec: dict[str, Any] = chart.to_dict(validate=False)
    # altair's own defaults would win over the shared look
    spec["config"] = make_config()
    spec["height"] = height
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    if title or subtitle:
        spec["title"] = heading
    still = _draw_still(json.dumps({**spec, "width": width}, allow_nan=False))
    return Panel(_write_json({**spec, "width": "container"}), _clean_image(still, name))


# a tenth of a second each, and most are the same when one process builds a report again: after
# another setting, in a notebook, for two variants in the tests
@lru_cache(maxsize=256)
def _draw_still(spec: str) -> str:
    """Draw a specification as SVG; identifiers inside depend on what was drawn before."""
    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], show_warnings=False)


def _write_json(spec: dict[str, Any]) -> str:
    """Write JSON in which no text can end the script element around it."""
    text = json.dumps(spec, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


_REPLACEMENTS: Iterable[tuple[str, str]] = (
    # the image's alternative text is that of the figure
    (r' (?:role|aria-[a-z]+)="[^"]*"', ""),
    (r' width="[\d.]+" height="[\d.]+"(?= viewBox)', ""),
    (r' pointer-events="none"', ""),
)


def _clean_image(image: str, name: str) -> Markup:
    """Make identifiers unique in the page and let the style sheet give the size."""
    for pattern, replacement in _REPLACEMENTS:
        image = re.sub(pattern, replacement, image)
    # the renderer numbers through all images of a process; here each image counts from 1
    ids = {old: f"{name}-{i}" for i, old in enumerate(re.findall(r'\bid="([^"]+)"', image), 1)}
    image = re.sub(
        r'(\bid="|url\(#|href="#)([^")]+)',
        lambda found: found.group(1) + ids.get(found.group(2), found.group(2)),
        image,
    )
    # the image comes from our own specification; its texts were escaped by the renderer
    return Markup(image)  # noqa: S704
