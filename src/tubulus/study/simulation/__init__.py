"""Participants drawn by a seeded generator, always labelled synthetic."""
