"""The look of every figure: system letters, quiet axes, colours that hold without colour vision."""

from __future__ import annotations

from typing import Any

__all__ = [
    "ARM_COLOURS",
    "ARM_SHAPES",
    "CAUTION",
    "FONT",
    "INK",
    "MUTED",
    "SEVERITY_COLOURS",
    "make_config",
]

FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
"""Letters whose widths the renderer of still images knows: no text grows past its place."""
INK = "#1d2733"
MUTED = "#5b6875"
CAUTION = "#9a3412"
ARM_COLOURS = ("#0b5c82", "#c2570c", "#4d7c0f", "#7e3ca8", "#525252")
"""Colours of the arms in the order of the study; told apart in every common colour blindness."""
ARM_SHAPES = ("circle", "diamond", "square", "triangle-up", "cross")
"""Shapes beside the colours, for readers who do not see them and for prints in grey."""
SEVERITY_COLOURS = {"stop": "#7f1d1d", "error": "#c2410c", "warning": "#d99a1c", "note": "#7d8b99"}


def make_config() -> dict[str, Any]:
    """Return the Vega-Lite configuration that all figures share."""
    return {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "padding": 4,
        "title": {
            "anchor": "start",
            "fontSize": 13,
            "fontWeight": 600,
            "color": INK,
            "subtitleColor": CAUTION,
            "subtitleFontSize": 11,
            "subtitlePadding": 3,
            "offset": 8,
            "frame": "group",
        },
        "axis": {
            "labelColor": MUTED,
            "titleColor": MUTED,
            "labelFontSize": 11,
            "titleFontSize": 11,
            "titleFontWeight": "normal",
            "gridColor": "#e8ecf0",
            "domainColor": "#b7c1cb",
            "tickColor": "#b7c1cb",
        },
        "legend": {
            "orient": "top",
            "direction": "horizontal",
            "title": None,
            "labelColor": INK,
            "labelFontSize": 11,
            "labelLimit": 260,
            "columns": 2,
        },
        "axisY": {"labelLimit": 170},
    }
