"""Cargo x receptor evidence, null models and ranking. Knows no trial and no structure."""
