"""Sphinx settings of the documents; warnings are errors (`make docs`)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "Tubulus"
author = "The Tubulus authors"
copyright = "The Tubulus authors, Apache-2.0"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "numpydoc",
    "expression_lexer",
    "reference_pages",
    "method_pages",
]
html_theme = "furo"
html_title = "Tubulus"
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings give types in the field's words, with shapes
numpydoc_show_class_members = False
