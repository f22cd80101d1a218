"""Sections on arms that nobody randomised: adjusted contrasts, unmeasured confounding."""
