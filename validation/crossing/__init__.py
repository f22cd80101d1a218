"""Parts of the cross-docking of known complexes; run by `validation/cross_docking.py`."""
