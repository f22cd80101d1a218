"""The one expression language of a study: typed, total, three-valued."""
