"""Figures of docking: scores among those of decoy partners, and the interface by residue."""
