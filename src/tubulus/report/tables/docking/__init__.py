"""Tables of docking: calibrated pairs, discrimination, poses, preparation, files.

Each takes the material of the report and returns a table, or None where there is nothing to list.
"""
