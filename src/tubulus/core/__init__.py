"""What every room may name: errors, places, files, seeds, units, results, provenance.

Nothing here knows what a trial, a protein or a report is. Modules are imported directly
(``from tubulus.core.errors import StudyError``), so that the light ones stay light.
"""
