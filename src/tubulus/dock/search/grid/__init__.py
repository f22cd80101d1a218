"""The grid of the search: boxes, fields, spectra, correlation and its coarse first pass.

Nothing here knows of poses or of the partners' own frames beyond the box that they lie in.
The search in :mod:`tubulus.dock.search.rows` is its only user.
"""
