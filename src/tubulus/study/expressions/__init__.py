"""The one expression language of a study: typed, total, three-valued.

Eligibility, edit checks, skip logic, derived items and endpoints are written in it.
Exports :func:`compile_expression`, :func:`make_catalogue`, :func:`list_references`,
:func:`explain`, :class:`Expression` and :class:`ExpressionError`.
"""

from tubulus.study.expressions.catalogue import Catalogue, make_catalogue
from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.expression import Expression, compile_expression
from tubulus.study.expressions.references import ItemUse, list_references
from tubulus.study.expressions.wording import explain

__all__ = [
    "Catalogue",
    "Expression",
    "ExpressionError",
    "ItemUse",
    "compile_expression",
    "explain",
    "list_references",
    "make_catalogue",
]
