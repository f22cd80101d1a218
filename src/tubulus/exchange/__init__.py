"""The ways in from other systems: files described by a mapping become study records."""
