"""The study as data: definition, records, checks, snapshot. Knows no statistics and no proteins."""
