"""Comparisons of two arms that need the order of values and no scale.

Each participant gets a place in one order, from the worst outcome to the best.
"""
