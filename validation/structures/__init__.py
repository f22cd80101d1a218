"""Structures on which preparation is tried: complexes, unbound partners, hostile files."""
