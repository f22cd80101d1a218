"""The analysis plan: sections of study.toml, their names and expressions, and the lock."""
