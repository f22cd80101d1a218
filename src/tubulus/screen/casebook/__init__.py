"""The casebook of a screen: all evidence on its interactions, weighed, with the shortlist.

Exports the casebook and how it is assembled from the plan of a screen.
"""

from tubulus.screen.casebook.casebook import Casebook, assemble_casebook

__all__ = ["Casebook", "assemble_casebook"]
