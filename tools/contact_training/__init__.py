"""Steps of `tools/derive_contact_potential.py`: complexes, homology, decoys and the fit."""
