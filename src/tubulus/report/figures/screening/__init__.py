"""Figures of the in-silico screen: surprise against each null, heat map, network."""
