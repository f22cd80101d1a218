"""A docking campaign on a cluster whose parts are killed, and what is left of it."""
