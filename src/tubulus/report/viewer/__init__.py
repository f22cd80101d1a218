"""Views of docked poses in the page: a picture of each, and what a 3D library needs to turn it.

Exports :func:`list_views`, :class:`PoseView` and :func:`load_library`.
"""

from __future__ import annotations

from tubulus.report.viewer.library import load_library
from tubulus.report.viewer.views import PoseView, list_views

__all__ = ["PoseView", "list_views", "load_library"]
