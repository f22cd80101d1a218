"""Facts derived from records by rules of the field."""
